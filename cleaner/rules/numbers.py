"""FM101 to FM104: decimal commas, thousands, percentages, millions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.rules.article import GAP
from cleaner.rules.figures import (
    AMOUNT,
    UNITS,
    english_figure,
    is_french_figure,
    is_list_comma,
    is_table_row,
)
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed
from cleaner.rules.registry import Example, register

__all__ = [
    "OTHER_ENGLISH",
    "SPACED",
    "as_range",
    "decimal_commas",
    "large_numbers",
    "percentages",
    "thousands",
]

OTHER_ENGLISH = "southern African English writes numbers so, too"
SPACED = "southern African and technical English write thousands so, too"
_AMOUNT = re.compile(AMOUNT)
_DECIMAL = re.compile(
    rf"(?<![\w.,:/+])(?<!\d{GAP})(?:\d{{1,3}}|[1-9]\d{{0,2}}(?:[ \u00a0\u202f.]\d{{3}})+),"
    r"(?:\d{1,2}|\d{4,}|(?<=\b0,)\d{3})(?![\d\w])(?!,\d)(?![:/]|°(?! ?[CF]\b))"
)
_MEASURED = re.compile(
    rf"{GAP}?°{GAP}?[CF]\b|(?:{GAP}|-)?(?:{UNITS}\b|millions?\b|billions?\b|trillions?\b|thousands?\b|milliards?\b|"
    r"(?:US )?dollars?\b|[Ee]uros?\b|pounds?\b|francs?\b|yen\b|rubles?\b|roubles?\b|crowns?\b)"
)
_PERCENT = re.compile(rf"({AMOUNT})({GAP}?)(%|per ?cents?\b)")
# What stands before a number that names a thing: an article of law, a telephone, a flight.
_NAMED = re.compile(
    r"\b(?:[Nn]os?|[Nn]umbers?|[Nn]r|[Tt]el|[Pp]hones?|[Cc]all|[Ff]ax|[Ff]lights?|[Rr]oute|[Rr]oom|"
    r"[Aa]rticles?|[Ss]ections?|[Ll]aws?|[Dd]ecrees?|[Aa]cts?|[Cc]hapters?|[Vv]ersions?|[Pp]apers?|"
    r"[Pp]ages?|pp?|ISBN|ISSN|EAN|IBAN|SIRET|RC|PO|[Bb]ox|[Bb]oeing|[Aa]irbus|[Mm]odel|[Ww]indows|"
    r"[Pp]sal?ms?|[Vv]erses?|v|[Cc]ode|[Zz]ip|[Pp]ost(?:al)?|[Cc]atalog(?:ue)?|[Ff]igs?|[Tt]able|"
    r"[Ll]ine|[Bb]us|[Uu]nit|[Ee]rf|[Bb]lock|[Rr]ule|[Vv]ol(?:ume)?)"
    r"(?:\.|°|º)?(?: is|:)?\s?\Z|\b[A-Z]{2,3}\s\Z"
)
_MONTH = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\Z|\b(?:19|20)\d\d\s\Z"
)


def _names_a_thing(passage: Passage, start: int) -> bool:
    """Whether a number names something; its word may seem to end the sentence before (Tel.)."""
    text, start = passage.article.text, passage.sentence.start + start
    before = text[max(0, start - 20) : start]
    return bool(_NAMED.search(before) or _MONTH.search(before))


@register(
    "FM101",
    "decimal-comma",
    summary="A decimal comma",
    why=(
        "French writes 3,5 where English writes 3.5. A comma before one or two figures, or before "
        "four, is a decimal one where a unit, a currency or a large number follows; elsewhere the "
        "article has to show other French forms. Lists (1,2 and 3), chemical names and "
        "coordinates stay."
    ),
    fixes=(
        "Safe where a unit, a currency or a large number follows, where the number begins "
        "with 0, and where its thousands are parted the French way as well. Elsewhere it may be "
        "two numbers, and southern Africa writes a decimal comma in English."
    ),
    examples=(
        Example("It weighs 17,5 tons.", "It weighs 17.5 tons."),
        Example("It killed 1,250 people in 3,500 days.", "It killed 1,250 people in 3,500 days."),
        Example("See chapters 1,2 and 3.", "See chapters 1,2 and 3.", "a list"),
    ),
    reads="forms",
)
def decimal_commas(passage: Passage) -> Iterator[Finding]:
    """Numbers with a decimal comma, but for percentages."""
    article, text = passage.article, passage.text
    if is_table_row(text):
        return
    for match in _DECIMAL.finditer(text):
        start, end = match.span()
        if is_list_comma(text, start, end) or _names_a_thing(passage, start):
            continue
        after = text[end : end + 30]
        measured = bool(_MEASURED.match(after)) or _is_range(text, end)
        sure = (
            measured
            or match.group().startswith("0,")
            or bool(re.search(r"[.\u00a0\u202f ]", match.group()))
        )
        if after[:1] in ("-", "–") and not measured:
            continue
        if re.match(r"\s?(?:millions?|milliards?) d(?:['’]|es? )", after):
            continue  # the noun is French, too, and the number goes with it
        if not sure and not (article.is_french or article.decimal_commas):
            continue
        if article.other_english and not article.is_french:
            continue
        doubt = (
            OTHER_ENGLISH if article.other_english else ("" if sure else "it may be two numbers")
        )
        yield from proposed(
            passage,
            ("FM101", "decimal-comma"),
            (start, end),
            english_figure(match.group()),
            "a decimal comma",
            doubt=doubt,
        )


def _is_range(text: str, end: int) -> bool:
    """Whether a second number with its unit follows: between 1,2 and 1,4 million."""
    second = re.compile(rf"\s?(?:and|to|or|-|–)\s?({_DECIMAL.pattern})").match(text, end)
    return bool(
        second and (_MEASURED.match(text, second.end()) or _PERCENT.match(text, second.start(1)))
    )


@register(
    "FM102",
    "french-thousands",
    summary="Thousands parted by a space or a point",
    why=(
        "French writes 2 500 or 2.500 for 2,500. English in southern Africa uses the space as "
        "well, and a point may be a decimal one, so that the fix is safe only where the article "
        "shows other French forms or the number itself can be nothing else. Telephone numbers, "
        "versions, articles of law, years and tables stay."
    ),
    fixes=(
        "Safe where the article shows other French forms, and where points part a number that "
        "can be nothing else (1.250.000). Elsewhere unsafe: southern African and technical "
        "English set the space, too."
    ),
    examples=(
        Example("About 80 000 people came.", "About 80,000 people came.", unsafe=True),
        Example("It has 1.250.000 members.", "It has 1,250,000 members."),
        Example("Call 06 12 345 678 or 192.168.100.200.", "Call 06 12 345 678 or 192.168.100.200."),
        Example(
            "South Africa recorded 8 436 new cases.",
            "South Africa recorded 8 436 new cases.",
            "its own form",
        ),
    ),
    reads="forms",
)
def thousands(passage: Passage) -> Iterator[Finding]:
    """Whole numbers with groups of three parted in the French way."""
    if is_table_row(passage.text):
        return
    for match in _GROUPED.finditer(passage.text):
        doubt = _doubt_about_thousands(passage, match)
        if doubt is not None:
            yield from proposed(
                passage,
                ("FM102", "french-thousands"),
                match.span(),
                english_figure(match.group()),
                "thousands in groups",
                doubt=doubt,
            )


_GROUPED = re.compile(
    rf"(?<![\w.,:/+°#@])(?<!\d{GAP})(?<!\d-)(?<![€£]\s)"
    rf"(?:[1-9]\d{{0,2}}(?:{GAP}\d{{3}})+|[1-9]\d{{0,2}}(?:\.\d{{3}})+)"
    rf"(?![\d°/]|{GAP}\d|[,.:]\d|-\d)(?!\w)"
)
_NOT_COUNTED = re.compile(
    rf"{GAP}?(?:million|billion|trillion|milliard|thousand|%|per ?cent|points?\b|seconds?\b|"
    r"tons?\b|tonnes?\b|kg\b|kilo|km\b|met(?:re|er)s?\b|miles?\b|degrees?\b|GPA|average|carats?\b|"
    r"grams?\b|lit(?:re|er)s?\b|bn\b|tn\b)|-(?:met|year|mile|foot|day)"
)
_THINGS = re.compile(r" (?:[a-z]+ )?(?:[a-z]{3,}s|people|men|women|children)\b")


def _doubt_about_thousands(passage: Passage, match: re.Match[str]) -> str | None:
    """Why a grouped number may be something else: '' for no doubt, None for no finding at all."""
    article, text, number = passage.article, passage.text, match.group()
    if _names_a_thing(passage, match.start()):
        return None
    if article.other_english:
        return OTHER_ENGLISH if article.is_french else None
    french = article.is_french or article.decimal_commas > 0
    if "." in number:
        if number.count(".") == 3 and all(int(group) < 256 for group in number.split(".")):
            return None  # an address on the internet
        if number.count(".") > 1:
            return "" if number.endswith("000") or french else "it may be a version or an address"
        if french and not re.match(
            rf"{GAP}?(?:million|billion|trillion|bn|tn|%)", text[match.end() :]
        ):
            return ""
        counted = _THINGS.match(text, match.end()) and not _NOT_COUNTED.match(text, match.end())
        return "" if number.endswith("00") and counted else None
    if re.match(r"-(?:met|mile|yard|foot)", text[match.end() :]):
        return None
    if french:
        return ""
    if len(re.sub(r"\D", "", number)) == 4:
        return None  # 1 804 alone says too little
    return SPACED


@register(
    "FM103",
    "french-percentage",
    summary="A percentage with a decimal comma or a space",
    why=(
        "French writes 3,5 % where English writes 3.5%. A comma before one or two figures and a "
        "percent sign is a decimal one in any English but that of southern Africa."
    ),
    fixes=(
        "Safe, but for a plain space alone (20 %) in an article that shows no other French "
        "form, and for articles from southern Africa."
    ),
    examples=(
        Example("Prices rose by 3,5 % in May.", "Prices rose by 3.5% in May."),
        Example("It won 47,3% and 20% of the votes.", "It won 47.3% and 20% of the votes."),
        Example("Prices rose by 3.5% in May.", "Prices rose by 3.5% in May.", "English"),
    ),
    reads="forms",
    style=("numbers",),
)
def percentages(passage: Passage) -> Iterator[Finding]:
    """Percentages that are written in the French way; the house's word for percent is used."""
    article, text = passage.article, passage.text
    if is_table_row(text):
        return
    for match in _PERCENT.finditer(text):
        figure, gap, sign = match.groups()
        french = is_french_figure(figure) and not ("." in figure and "," not in figure)
        sign_apart = sign == "%" and gap != ""
        if not french and not sign_apart:
            continue
        if article.other_english and not article.is_french:
            continue
        doubt = OTHER_ENGLISH if article.other_english else ""
        if not french and gap == " " and not article.is_french and not article.decimal_commas:
            doubt = "some write the space in English"
        percent = article.style.numbers.percent if sign == "%" else gap + sign
        end, written = match.end(), english_figure(figure) + percent
        if to := re.compile(rf"{GAP}à(?={GAP}{AMOUNT}{GAP}?%)").match(text, end):
            end, written = to.end(), f"{written} to"
        yield from proposed(
            passage,
            ("FM103", "french-percentage"),
            (match.start(), end),
            written,
            "a percentage written the French way",
            doubt=doubt,
        )


@register(
    "FM104",
    "french-millions",
    summary="15 millions, 3 milliards",
    why=(
        "French millions has a plural behind a figure, English million has not; milliard is "
        "billion. Amounts of money are rewritten as a whole by another rule."
    ),
    fixes="Safe, unless “of” follows: 47 millions of them may be meant loosely.",
    examples=(
        Example("It holds 47 millions documents.", "It holds 47 million documents."),
        Example("More than 1 milliard goes to roads.", "More than 1 billion goes to roads."),
        Example(
            "Millions of people and 3 million books.", "Millions of people and 3 million books."
        ),
    ),
    reads="forms",
)
def large_numbers(passage: Passage) -> Iterator[Finding]:
    """A figure with ``millions``, ``milliard`` or ``milliards`` behind it."""
    for match in _LARGE.finditer(passage.text):
        figure, word, of = match.groups()
        end = match.end()
        measure = re.compile(r"\s(?:d['’]|de )(hectares|tonnes|litres|volts)\b").match(
            passage.text, end
        )
        if not measure and re.match(r"\s(?:d['’]|des? )", passage.text[end:]):
            continue  # the noun is French, too, and goes with it
        unit = f" {measure[1]}" if measure else ""
        scale = "billion" if word.startswith(("milliard", "Md")) else "million"
        doubt = "the number may be meant loosely" if of else ""
        yield from proposed(
            passage,
            ("FM104", "french-millions"),
            (match.start(), measure.end() if measure else end),
            f"{as_range(figure)} {scale}{unit}",
            f"English {scale} has no plural behind a figure",
            doubt=doubt,
        )


_LARGE = re.compile(
    rf"((?:{AMOUNT}(?:{GAP}?(?:and|to|or|à|et|-|–){GAP}?))?{AMOUNT}){GAP}"
    r"(millions|milliards?|Mds?)\b( of\b)?"
)


def as_range(figures: str) -> str:
    """One number, or two with a word between, in English figures."""
    text = _AMOUNT.sub(lambda match: english_figure(match.group()), figures)
    return re.sub(r"(?<=\s)à(?=\s)", "to", re.sub(r"(?<=\s)et(?=\s)", "and", text))
