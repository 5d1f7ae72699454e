"""Articles with their edits written inline: one file is the dirty text and the clean one at once.

An edit is ``{{kind|found=>answer||other answer}}``. The kind may be followed by ``?`` (optional:
may be made or not), ``!`` (report: must be noticed, needs no fix; its answers may be left out) or
``~`` (fuzzy: a near enough wording is right as well). No answer at all after ``=>`` means that
deleting is right. Doubled braces, ``=>`` and ``||`` do not occur in news copy, so nothing needs
escaping, and an edit can't hold another one.

A file starts with header lines ``key: value`` (``title``, ``topic``, ``note``) and a blank line;
the rest, without surrounding blank lines but with one final newline, is the article.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.cases import Case, CorpusError, Edit

__all__ = ["parse_article", "parse_markup", "to_markup"]

_EDIT = re.compile(
    r"\{\{(?P<kind>[a-z]+)(?P<flag>[?!~]?)\|(?P<find>.+?)(?:=>(?P<accept>.*?))?\}\}", re.DOTALL
)
_HEADER = re.compile(r"(?P<key>[a-z]+): (?P<value>.+)")


def parse_markup(marked: str) -> tuple[str, tuple[Edit, ...]]:
    """The dirty text and its edits.

    Raises :class:`CorpusError` where braces are left over, which is what a misspelt edit leaves.

    >>> text, edits = parse_markup("He left {{fragment|mardi=>Tuesday||on Tuesday}}.")
    >>> text, edits[0].start, edits[0].end, edits[0].accept
    ('He left mardi.', 8, 13, ('Tuesday', 'on Tuesday'))
    >>> parse_markup("He {{bracket!|[n'était]}} there.")[1][0].report
    True
    >>> parse_markup("Fog, {{note|(NDLR) =>}}then rain.")[1][0].accept
    ('',)
    """
    pieces: list[str] = []
    edits: list[Edit] = []
    length = cursor = 0
    for match in _EDIT.finditer(marked):
        before, find = marked[cursor : match.start()], match["find"]
        pieces += [before, find]
        start = length + len(before)
        length = start + len(find)
        cursor = match.end()
        edits.append(
            Edit(
                start=start,
                end=length,
                find=find,
                kind=match["kind"],
                accept=() if match["accept"] is None else tuple(match["accept"].split("||")),
                optional=match["flag"] == "?",
                report=match["flag"] == "!",
                fuzzy=match["flag"] == "~",
            )
        )
    pieces.append(marked[cursor:])
    text = "".join(pieces)
    if "{{" in text or "}}" in text:
        raise CorpusError(f"markup that is no edit near {text[text.find('{{') :][:60]!r}")
    return text, tuple(edits)


def to_markup(text: str, edits: tuple[Edit, ...]) -> str:
    """The inverse of :func:`parse_markup`.

    >>> marked = "In {{place|Beyrouth=>Beirut}}, {{bracket!|[eux]}} too."
    >>> to_markup(*parse_markup(marked)) == marked
    True
    """
    pieces: list[str] = []
    cursor = 0
    for edit in edits:
        flag = "?" if edit.optional else "!" if edit.report else "~" if edit.fuzzy else ""
        answers = f"=>{'||'.join(edit.accept)}" if edit.accept else ""
        pieces += [text[cursor : edit.start], f"{{{{{edit.kind}{flag}|{edit.find}{answers}}}}}"]
        cursor = edit.end
    pieces.append(text[cursor:])
    return "".join(pieces)


def parse_article(source: str, name: str) -> Case:
    r"""One article file as a case; ``name`` becomes its id.

    >>> case = parse_article("title: Fog\ntopic: weather\n\nFog {{fragment|lundi=>Monday}}.\n", "f")
    >>> case.title, case.topic, case.text, case.clean
    ('Fog', 'weather', 'Fog lundi.\n', ('Fog Monday.\n',))
    """
    head, separator, body = source.partition("\n\n")
    header: dict[str, str] = {}
    for line in head.splitlines():
        match = _HEADER.fullmatch(line)
        if not match or not separator:
            raise CorpusError(f"{name}: the header line {line!r} is not 'key: value'")
        header[match["key"]] = match["value"]
    text, edits = parse_markup(body.strip("\n") + "\n")
    case = Case(
        id=name,
        text=text,
        edits=edits,
        topic=header.get("topic", ""),
        note=header.get("note", ""),
        title=header.get("title", ""),
    )
    return replace(case, clean=(case.corrected(),))
