"""FM109: ordinal numbers, whole (2e, XIXe siècle) and damaged (24the, 32And)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed
from cleaner.rules.registry import Example, register
from cleaner.scan import Alarm, Gate
from cleaner.styles import Style

__all__ = ["french_ordinals", "written_ordinal"]

_WORDS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth",
)  # fmt: skip
_ARABIC = re.compile(
    r"(?<![\w.,/$€£#-])(\d{1,3})(ers?|[èe]res?|nde?s?|[eè]mes?|ièmes?|es?|è|the|And)(?![\w-])(?!['’]s?\b|\.\d)"
)
# Whose noun may have been translated by itself.
_PRIME_MINISTER = re.compile(r"(?<!\w)1(?:er|[èe]re) [Mm]inist(?:re|er)(s?)\b")
_ROMAN = re.compile(
    r"(?<![\w-])(X{0,2}(?:IX|IV|VI{0,3}|I{1,3}|X))e(?![\w-])"
    r"(?: (siècles?|century|centuries|arrondissements?)\b)?"
)
# What a bare 2e or 11e is the ordinal of; otherwise it may be an edition, a model or a sum.
_COUNTED = re.compile(
    r" (?:(?:straight|consecutive|successive|annual|and|place|final|world|national|municipal) )?"
    r"(?:stages?|times?|centur(?:y|ies)|place|positions?|divisions?|arrondissements?|minutes?|"
    r"anniversar(?:y|ies)|rounds?|days?|weeks?|months?|years?|districts?|edition|floor|wave|half|"
    r"quarter|circuit|birthday|term|season|goal|match|game|wins?|victory|defeat|title|republic|"
    r"regiment|army|brigade|corps|legislature|session|summit|congress|meeting|largest|biggest|most|"
    r"city|power|economy|hour|lap|set|person|man|woman|child|part|siècles?|étage|tour|édition|"
    r"festival|conference|day|attempt|package|sanctions|mandate|victim|case|attack|country)\b"
)


@register(
    "FM109",
    "french-ordinal",
    summary="An ordinal number in its French form, or a damaged one",
    why=(
        "French writes 1er, 2e, 11e and XIXe siècle; on the way through a translation some become "
        "24the or 32And. Up to ninth English has words as a rule, from 10th on figures. A bare 2e "
        "may be an edition or a model, so that what it counts has to be known."
    ),
    fixes=(
        "Safe where it is known what is counted: a stage, a century. Unsafe where it may be an "
        "edition, a model, a king or a part, and where the figure is damaged."
    ),
    examples=(
        Example("He won the 2e stage.", "He won the second stage."),
        Example("A house of the XIXe siècle.", "A house of the 19th century."),
        Example("The 24the edition opens.", "The 24th edition opens."),
        Example("The 2nd stage of the D&D 5e rules.", "The 2nd stage of the D&D 5e rules."),
    ),
    reads="forms",
    style=("numbers",),
)
def french_ordinals(passage: Passage) -> Iterator[Finding]:
    """Arabic and Roman figures with a French ending."""
    text, style = passage.text, passage.article.style
    rule = ("FM109", "french-ordinal")
    for match in _PRIME_MINISTER.finditer(text):
        english = _cased(f"prime minister{match[1]}", text, match.start())
        yield from proposed(passage, rule, match.span(), english, "the head of a government")
    for match in _ARABIC.finditer(text):
        doubt = _doubt(passage, match)
        if doubt is not None:
            english = _cased(written_ordinal(style, int(match[1])), text, match.start())
            reason = "an ordinal in its French form"
            yield from proposed(passage, rule, match.span(), english, reason, doubt=doubt)
    for match in _ROMAN.finditer(text):
        siecle = match[2] or ""
        if not siecle and not (passage.article.signs - {"ordinals"}):
            continue
        noun = {"siècle": " century", "siècles": " centuries"}.get(
            siecle, f" {siecle}" if siecle else ""
        )
        yield from proposed(
            passage,
            rule,
            match.span(),
            _cased(written_ordinal(style, _roman(match[1])), text, match.start()) + noun,
            "a French century or ordinal",
            doubt="" if siecle else "it may be the number of a king or a part",
        )


_ENDINGS = {
    1: {"er", "ers", "ere", "eres", "ère", "ères"},
    2: {"nde", "ndes"},
}
_DAMAGED = {"the", "And"}


def _doubt(passage: Passage, match: re.Match[str]) -> str | None:
    """Why an ordinal may be something else: '' for no doubt, None where it is, or is English."""
    number, ending, text = int(match[1]), match[2], passage.text
    if not number or ending in ("nd", "nds") or (ending == "And" and number % 10 != 2):
        return None  # 2nd and 22nd are English
    if any(ending in own and number != only for only, own in _ENDINGS.items()):
        return None
    if _PRIME_MINISTER.match(text, match.start()):
        return None
    counted = bool(_COUNTED.match(text, match.end()))
    following = re.compile(r"\s([^\W\d_]+)").match(text, match.end())
    if following and not counted and Gate.packaged().alarm(following[1]) & Alarm.WORD:
        return None  # 3e trimestre: the noun is French, too
    if ending in ("e", "es", "è") and not counted:
        return "it may be an edition, a model or a sum" if passage.article.is_french else None
    return "the figure is damaged" if ending in _DAMAGED and not counted else ""


def _cased(word: str, text: str, start: int) -> str:
    """The word with a capital where the sentence begins with it."""
    return word[0].upper() + word[1:] if not text[:start].strip(" “\"‘'«(") else word


def _roman(figure: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in figure]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


def written_ordinal(style: Style, number: int) -> str:
    """An ordinal as the house writes it.

    >>> from cleaner.styles import load_style
    >>> [written_ordinal(load_style("ap"), number) for number in (1, 2, 11, 22, 103)]
    ['first', 'second', '11th', '22nd', '103rd']
    """
    if number <= min(style.numbers.words_to, len(_WORDS) - 1):
        return _WORDS[number]
    ending = (
        "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"
