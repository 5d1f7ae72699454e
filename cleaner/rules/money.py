"""FM105 and FM106: amounts of money and measures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.rules.article import GAP, Article
from cleaner.rules.figures import AMOUNT, english_figure, is_french_figure, is_table_row
from cleaner.rules.numbers import OTHER_ENGLISH, SPACED, as_range
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed
from cleaner.rules.registry import Example, register

__all__ = ["amounts", "measures"]

_SCALES = {"k": "thousand", "M": "million", "Md": "billion", "Mds": "billion"}
_RANGE = rf"(?:{AMOUNT}{GAP}?(?:and|to|or|à|et|-|–){GAP}?)?{AMOUNT}"
_SYMBOL = re.compile(
    rf"(?<![$€£])({_RANGE}){GAP}?"
    rf"(?:(?P<scale>Mds?|[Mk]){GAP}?)?(?P<symbol>€|(?:US|CA)?\$(?:US|CA)?|£)(?![\d\w])"
)
_WORD = re.compile(
    rf"(?<![$€£])({_RANGE}){GAP}"
    rf"(?:(?P<scale>millions?|milliards?|Mds?|milliers){GAP})?(?P<of>d['’]|de )?"
    r"(?P<word>[Ee]uros?|EUR|Eur|dollars?(?: (?:US|américains?|canadiens?))?|livres sterling|yens?|"
    r"francs CFA|roubles|yuans?|francs suisses)\b"
)
_NAMES = {
    "€": "euro", "eur": "euro", "euro": "euro", "euros": "euro", "£": "pound",
    "livres sterling": "pound", "yens": "yen", "roubles": "ruble", "yuans": "yuan",
    "francs cfa": "CFA franc", "francs suisses": "Swiss franc",
    "dollars us": "U.S. dollar", "dollars américains": "U.S. dollar",
    "dollars canadiens": "Canadian dollar",
}  # fmt: skip
_NO_PLURAL = frozenset({"yen", "yuan"})


@register(
    "FM105",
    "french-amount",
    summary="An amount of money written the French way",
    why=(
        "French puts the sign behind the amount (25 000 $, 20 M€) and says millions d'euros. "
        "English has the sign in front, or the currency's name behind, as the house style says. "
        "No amount is converted, and no currency guessed."
    ),
    fixes=(
        "Safe where the number, the scale or the space is French. Unsafe where only the sign "
        "stands behind (25$), which English writers do by mistake, where only a space parts the "
        "thousands, and in articles from southern Africa."
    ),
    examples=(
        Example("He was fined 25 000 $.", "He was fined $25,000."),
        Example("It sold for 20 M€.", "It sold for 20 million euros."),
        Example("It costs 15 millions euros.", "It costs 15 million euros."),
        Example("It costs $2.5 million or €20.", "It costs $2.5 million or €20.", "English"),
    ),
    reads="forms",
    style=("currency", "numbers"),
)
def amounts(passage: Passage) -> Iterator[Finding]:
    """Amounts with a French number, a sign behind, or a French word for currency or scale."""
    if is_table_row(passage.text):
        return
    article = passage.article
    for match in _SYMBOL.finditer(passage.text):
        figure, symbol = match.group(1), match["symbol"]
        replacement = _amount(article, figure, _SCALES.get(match["scale"] or "", ""), symbol)
        spaced = (
            is_french_figure(figure) or match["scale"] or match.group()[len(figure)] != symbol[0]
        )
        doubt = "" if spaced else "the sign may have slipped behind in English, too"
        yield from proposed(
            passage,
            ("FM105", "french-amount"),
            match.span(),
            replacement,
            "the sign of the currency behind the amount",
            doubt=doubt or _southern(article),
        )
    for match in _WORD.finditer(passage.text):
        figure, scale, word = match.group(1), match["scale"] or "", match["word"]
        french_word = word.lower() in _NAMES and word.lower() not in ("euro", "euros", "eur")
        french_scale = scale in ("millions", "milliard", "milliards", "Md", "Mds", "milliers")
        numbers = [m.group() for m in re.finditer(AMOUNT, figure)]
        french_number = any(_is_french_amount(number) for number in numbers)
        if scale == "milliers" or (match["of"] and not scale):
            continue
        if not (french_number or french_scale or french_word or match["of"]):
            continue
        spaced = not (french_scale or french_word or match["of"]) and not any(
            re.search(r"[,.]", number) for number in numbers
        )
        doubt = SPACED if spaced and word != "Eur" and not article.is_french else ""
        english_scale = "billion" if scale.startswith(("milliard", "Md")) else "million"
        yield from proposed(
            passage,
            ("FM105", "french-amount"),
            match.span(),
            _in_words(figure, english_scale if scale else "", word),
            "an amount written the French way",
            doubt=doubt or _southern(article),
        )


def _is_french_amount(number: str) -> bool:
    """Whether a number before a currency is French; 1.250 euros may be one euro and a quarter."""
    return is_french_figure(number) and not re.fullmatch(r"0?\.?\d?\.\d{3}", number)


def _southern(article: Article) -> str:
    return OTHER_ENGLISH if article.other_english else ""


def _amount(article: Article, figure: str, scale: str, symbol: str) -> str:
    currency = article.style.currency
    sign = re.sub(r"[A-Z]", "", symbol)
    choice = {"€": currency.euro, "$": currency.dollar, "£": currency.pound}[sign]
    if scale == "thousand":
        figure, scale = _thousandfold(figure), ""
    number = as_range(figure)
    if choice == "word":
        name = {"€": "euro", "$": "dollar", "£": "pound"}[sign]
        plural = "" if number == "1" and not scale else "s"
        return f"{number}{' ' + scale if scale else ''} {name}{plural}"
    country = {"US": "US", "CA": "CA"}.get(re.sub(r"\W", "", symbol), "")
    tail = {"million": article.style.numbers.million, "billion": article.style.numbers.billion}
    return re.sub(AMOUNT, lambda m: f"{country}{sign}{m.group()}", number) + tail.get(scale, "")


def _thousandfold(figure: str) -> str:
    """12 k€ -> 12,000; 1,5 k€ -> 1,500."""
    return re.sub(
        AMOUNT,
        lambda m: f"{round(float(english_figure(m.group()).replace(',', '')) * 1000):,}",
        figure,
    )


def _in_words(figure: str, scale: str, word: str) -> str:
    number = as_range(figure)
    name = _NAMES.get(word.lower(), word.lower().removesuffix("s"))
    plural = "" if name in _NO_PLURAL or (number == "1" and not scale) else "s"
    return f"{number}{' ' + scale if scale else ''} {name}{plural}"


_UNITS = {
    "kilomètre": ("kilometer", "kilometre"), "mètre": ("meter", "metre"),
    "centimètre": ("centimeter", "centimetre"), "millimètre": ("millimeter", "millimetre"),
    "litre": ("liter", "litre"), "microgramme": ("microgram", "microgram"),
    "milligramme": ("milligram", "milligram"), "kilogramme": ("kilogram", "kilogram"),
    "gramme": ("gram", "gram"), "quintal": ("quintal", "quintal"), "degré": ("degree", "degree"),
    "kilomètre carré": ("square kilometer", "square kilometre"),
    "mètre carré": ("square meter", "square metre"), "mètre cube": ("cubic meter", "cubic metre"),
    "km2": ("square kilometer", "square kilometre"), "m2": ("square meter", "square metre"),
    "kilomètre-heure": ("kilometer per hour", "kilometre per hour"),
    "mégawatt": ("megawatt", "megawatt"),
}  # fmt: skip
_MEASURE = re.compile(
    rf"({AMOUNT}){GAP}(kilomètres?[ -](?:carrés?|heure)|mètres? (?:carrés?|cubes?)|quintaux|"
    r"(?:kilo|centi|milli)?mètres?|(?:micro|milli|kilo)?grammes|degrés?|mégawatts?|km2|m2)"
    r"(?!\w)(?!-heure)"
)


@register(
    "FM106",
    "french-measure",
    summary="A measure with its French unit",
    why=(
        "Units are spelled in another way in English: kilomètres, microgrammes. Signs that both "
        "languages have (km, km/h, °C, hectares, tonnes) stay, and nothing is converted."
    ),
    fixes=(
        "Safe: the French spelling has one meaning. Units that both languages spell alike are "
        "changed only where the article shows other French forms."
    ),
    examples=(
        Example("It goes above 15 microgrammes.", "It goes above 15 micrograms."),
        Example("It covers 1 200 km2 of land.", "It covers 1,200 square kilometers of land."),
        Example("At 90 km/h and 25 °C on 40 hectares.", "At 90 km/h and 25 °C on 40 hectares."),
    ),
    reads="forms",
    style=("spelling",),
)
def measures(passage: Passage) -> Iterator[Finding]:
    """A number with a unit that is spelled the French way."""
    british = passage.article.style.spelling.english == "british"
    for match in _MEASURE.finditer(passage.text):
        figure, unit = match.groups()
        singular = "quintal" if unit == "quintaux" else re.sub(r"s(?= |-|$)", "", unit)
        name = _UNITS[singular.replace("-carré", " carré")][british]
        number = english_figure(figure)
        if number != "1":
            name = name.replace(" per", "s per") if " per" in name else name + "s"
        shared = unit in ("km2", "m2", "grammes", "kilogrammes")
        if shared and not is_french_figure(figure) and not passage.article.is_french:
            continue  # English copy has these, too
        yield from proposed(
            passage,
            ("FM106", "french-measure"),
            match.span(),
            f"{number} {name}",
            "a unit in its French spelling",
        )
