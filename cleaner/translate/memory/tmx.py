"""Corrections as TMX 1.4b, the exchange format of translation memories.

Any tool's TMX is read: language codes with a region, older ``lang`` attributes, inline tags.
Reading goes through defusedxml, since such a file may come from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import IO, TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, ElementTree, ParseError, SubElement, indent

from cleaner.errors import ConfigError, InputError
from cleaner.translate.memory.entry import Context, Correction

if TYPE_CHECKING:
    from cleaner.translate.memory.store import Changes

__all__ = ["Read", "parsed_date", "read_tmx", "written"]

SOURCE, TARGET = "fr", "en"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BEFORE, _AFTER, _BRACKETED = "x-cleaner-before", "x-cleaner-after", "x-cleaner-bracketed"
# Marks a fragment that an editor wants to stay as it is.
_LEFT = "x-cleaner-left"
# Their content is another program's formatting; that of <hi> and of unknown tags is text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
_WORD = re.compile(r"\w")
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)Z?)?\Z")


class Read(NamedTuple):
    """What a file held: corrections, and how many units were left out and why.

    ``other`` units are not French and English, ``empty`` ones lack a text. ``same`` ones say the
    same in both languages, which in another tool's memory is a name or a number, no decision.
    """

    corrections: list[Correction]
    other: int = 0
    empty: int = 0
    same: int = 0

    def summary(self, changes: Changes) -> str:
        """One line that says what came of it."""
        parts = [f"{changes.added} added", f"{changes.replaced} replaced by newer ones"]
        parts.append(f"{changes.same + changes.kept} already there")
        if changes.kept:
            parts[-1] += f" ({changes.kept} in another and not older wording, which stays)"
        if self.other:
            parts.append(f"{self.other} in other languages left out")
        if self.empty:
            parts.append(f"{self.empty} without a text left out")
        if self.same:
            parts.append(f"{self.same} with the same text in both languages left out")
        return ", ".join(parts)


def written(corrections: Iterable[Correction], out: IO[bytes], version: str) -> None:
    """Writes corrections as TMX, the same bytes for the same corrections.

    ``version`` is Cleaner's.
    """
    root = Element("tmx", version="1.4")
    SubElement(
        root,
        "header",
        {
            "creationtool": "cleaner",
            "creationtoolversion": version,
            "segtype": "phrase",
            "o-tmf": "cleaner",
            "adminlang": "en",
            "srclang": SOURCE,
            "datatype": "plaintext",
        },
    )
    body = SubElement(root, "body")
    for one in corrections:
        body.append(_unit(one))
    indent(root)
    ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    out.write(b"\n")


def _unit(one: Correction) -> Element:
    date = re.sub("[-:]", "", one.date)
    context = one.context.key if one.context else ""
    about = {
        "tuid": blake2b(f"{one.fragment}\0{context}".encode(), digest_size=8).hexdigest(),
        "creationdate": date,
        "changedate": date,
        "changeid": one.author,
    }
    unit = Element("tu", {name: value for name, value in about.items() if value})
    if one.note:
        SubElement(unit, "note").text = one.note
    if one.context is not None:
        bracketed = "yes" if one.context.bracketed else "no"
        for kind, value in zip((_BEFORE, _AFTER), one.context[:2], strict=True):
            SubElement(unit, "prop", type=kind).text = value
        SubElement(unit, "prop", type=_BRACKETED).text = bracketed
    if one.left_alone:
        SubElement(unit, "prop", type=_LEFT).text = "yes"
    for language, text in ((SOURCE, one.fragment), (TARGET, one.text)):
        variant = SubElement(unit, "tuv", {"xml:lang": language})
        SubElement(variant, "seg").text = text
    return unit


def read_tmx(source: IO[bytes], name: str) -> Read:
    """The corrections in a TMX file.

    Raises ``InputError`` for what is no TMX, or holds what defusedxml forbids (entities).
    """
    from defusedxml.ElementTree import iterparse

    read: list[Correction] = []
    left_out = dict.fromkeys(("other", "empty", "same"), 0)
    with _told(name):
        parents: list[Element] = []
        for event, element in iterparse(source, events=("start", "end")):
            if event == "start":
                if not parents and _tag(element) != "tmx":
                    raise InputError(f"{name}: XML, but no TMX: it begins with <{_tag(element)}>")
                parents.append(element)
                continue
            parents.pop()
            if _tag(element) != "tu":
                continue
            correction = _correction(element)
            if isinstance(correction, str):
                left_out[correction] += 1
            else:
                read.append(_made(correction, name, len(read) + sum(left_out.values()) + 1))
            if parents:
                parents[-1].remove(element)  # so that a memory of millions of units fits
    return Read(read, **left_out)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Whatever a reader of XML raises, as ``InputError``."""
    from defusedxml.common import DefusedXmlException

    try:
        yield
    except ParseError as error:
        raise InputError(f"{name}: no well-formed TMX ({error}); nothing was imported") from error
    except DefusedXmlException as error:
        raise InputError(
            f"{name}: declares entities ({type(error).__name__}), which can harm the reader; "
            "nothing was imported"
        ) from error
    except (LookupError, ValueError) as error:  # an unknown encoding, for instance
        raise InputError(f"{name}: can't be read ({error}); nothing was imported") from error


def _correction(unit: Element) -> Correction | str:
    """What a unit says, as it is; or the count of ``Read`` under which it is left out."""
    variants = _variant(unit, SOURCE), _variant(unit, TARGET)
    if variants[0] is None or variants[1] is None:
        return "other"
    french, english = (_trimmed(_text_of(variant)) for variant in variants if variant is not None)
    if not english or not _WORD.search(french):
        return "empty"
    props = {prop.get("type"): prop.text or "" for prop in _children(unit, "prop")}
    context = None
    if _BEFORE in props or _AFTER in props or _BRACKETED in props:
        context = Context(
            props.get(_BEFORE, ""), props.get(_AFTER, ""), props.get(_BRACKETED) == "yes"
        )
    if french == english and props.get(_LEFT) != "yes":
        return "same"
    attributes = {**unit.attrib, **variants[1].attrib}
    notes = [note.text or "" for note in _children(unit, "note")]
    return Correction(
        french,
        english,
        context,
        author=attributes.get("changeid") or attributes.get("creationid") or "",
        date=parsed_date(attributes.get("changedate") or attributes.get("creationdate") or ""),
        note=" ".join(notes),
    )


def _trimmed(text: str) -> str:
    """Without the line breaks and runs of spaces of the file; no-break spaces stay."""
    return re.sub("[ \t\r\n]+", " ", text).strip()


def _made(one: Correction, name: str, nth: int) -> Correction:
    try:
        return Correction.made(
            one.fragment, one.text, one.context, author=one.author, date=one.date, note=one.note
        )
    except ConfigError as error:
        raise InputError(f"{name}: unit {nth}: {error}; nothing was imported") from error


def _variant(unit: Element, language: str) -> Element | None:
    for variant in _children(unit, "tuv"):
        code = variant.get(_LANG) or variant.get("lang") or ""
        if re.split("[-_]", code.lower(), maxsplit=1)[0] == language:
            return variant
    return None


def _text_of(variant: Element) -> str:
    return "".join(_text(segment) for segment in _children(variant, "seg"))


def _text(element: Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        pieces.append("" if _tag(child) in _CODES else _text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _children(element: Element, name: str) -> Iterable[Element]:
    return (child for child in element if _tag(child) == name)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def parsed_date(text: str) -> str:
    """A date of TMX as it is kept; "" for what is none.

    >>> parsed_date("20260131T120000Z"), parsed_date("2026-01-31"), parsed_date("yesterday")
    ('2026-01-31T12:00:00Z', '2026-01-31T00:00:00Z', '')
    """
    match = _DATE.match(text.strip())
    if match is None:
        return ""
    year, month, day, *clock = match.groups(default="00")
    return f"{year}-{month}-{day}T{':'.join(clock)}Z"
