"""FM113 to FM116: spaces around marks, ligatures, ellipses and the dashes of dialogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.rules.figures import is_table_row
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed, reported
from cleaner.rules.registry import Example, register

__all__ = ["dialogue", "ligatures", "quote_spaces", "spaces_before_marks"]

_NARROW = "\u00a0\u202f\u2009"
_SPACED = re.compile(
    rf"(?<=[\w\"”’)\]»%…€$'])(?P<gap>[ {_NARROW}]+)(?P<mark>[;:!?]+)(?=[\s\"”’»)\]]|\Z)"
    r"(?!\s*[()\[\]DPp3oO/|](?:\s|\Z))"
)


@register(
    "FM113",
    "space-before-punctuation",
    summary="A space before : ; ! or ?",
    why=(
        "French sets a space, often one that does not break, before high punctuation; English sets "
        "none. A plain space before a colon is also a slip of English writers, so that it goes "
        "unasked only where the article shows other French forms."
    ),
    fixes=(
        "Safe where the space does not break, before a semicolon within a sentence, and in "
        "articles that are set the French way."
    ),
    examples=(
        Example("Three cities are hit ; two are safe.", "Three cities are hit; two are safe."),
        Example("Why\u00a0?", "Why?", "a space that does not break"),
        Example("He smiled :) at 12:30; why?", "He smiled :) at 12:30; why?"),
    ),
    reads="forms",
)
def spaces_before_marks(passage: Passage) -> Iterator[Finding]:
    """Spaces between a word and the high punctuation behind it."""
    text = passage.text
    if is_table_row(text):
        return
    for match in _SPACED.finditer(text):
        if re.search(r"(?<!\w)\w\Z", text[: match.start()]) and re.match(
            r"\s\w\b", text[match.end() :]
        ):
            continue  # a : b
        narrow = any(space in match["gap"] for space in _NARROW)
        clause = match["mark"] == ";" and bool(re.match(r"\s[a-zà-ÿ]", text[match.end() :]))
        sure = narrow or clause or passage.article.is_set_in_french
        if (
            not sure
            and re.match(r"\s?\d", text[match.end() :])
            and text[match.start() - 1].isdigit()
        ):
            continue  # a score, or a proportion
        yield from proposed(
            passage,
            ("FM113", "space-before-punctuation"),
            match.span(),
            match["mark"],
            "English sets no space before it",
            doubt="" if sure else "it may be no French one",
        )


_INSIDE = re.compile(
    rf"(?<![\w“”€])“(?P<left>[ {_NARROW}]*)(?P<words>[^“”]*?[^“”\s])(?P<right>[ {_NARROW}]*)”"
    r"(?P<stuck>(?=[a-z]{3}))?"
)


@register(
    "FM114",
    "space-inside-quotes",
    summary="A space inside quotation marks, or none behind them",
    why=(
        "Where guillemets were replaced by English marks their spaces often stayed (“ so ”), "
        "and a space behind them is sometimes missing (”said)."
    ),
    fixes=(
        "Safe with spaces at both ends, with a space that does not break, and in articles that "
        "show other French forms. Elsewhere an English writer may have slipped."
    ),
    examples=(
        Example("He spoke of “ peace ” twice.", "He spoke of “peace” twice."),
        Example("“No,”said the man.", "“No,” said the man.", unsafe=True),
        Example("“No,” said the man.", "“No,” said the man."),
    ),
    reads="forms",
)
def quote_spaces(passage: Passage) -> Iterator[Finding]:
    """Spaces inside curly quotation marks that are opened and closed within the sentence."""
    rule = ("FM114", "space-inside-quotes")
    for match in _INSIDE.finditer(passage.text):
        spaces = match["left"] + match["right"]
        sure = (match["left"] and match["right"]) or any(space in spaces for space in _NARROW)
        doubt = "" if sure or passage.article.is_french else "a slip that English writers make, too"
        if match["left"]:
            span = (match.start(), match.start("words"))
            yield from proposed(passage, rule, span, "“", "a space inside quotes", doubt=doubt)
        stuck = match["stuck"] is not None
        if match["right"] or stuck:
            span = (match.end("words"), match.end())
            closing = "” " if stuck else "”"
            yield from proposed(passage, rule, span, closing, "a space misplaced", doubt=doubt)


_JOINED = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_JOINED_LETTER = re.compile("[ﬀﬁﬂﬃﬄ]")
_OE = re.compile(
    r"\b(?:man|hors d['’])?(?:œuvr)(?:e|es|ed|ing|able)?\b|\b(?:trompe[- ]l['’]œil|œuvres?|œdema|"
    r"œsophag\w+|œstrogens?|fœtus(?:es)?|fœtal|diarrhœa|homœopath\w+|manœuvr\w+|subpœna\w*|"
    r"phœnix|amœba\w*|œcumenical|Œcumenical|Phœnix|Œdipus|œdipal)\b"
)


@register(
    "FM115",
    "ligature",
    summary="œ in an English word, or letters joined by a typesetter",
    why=(
        "English writes manoeuvre, foetus and hors d'oeuvre with two letters; fi and fl as one "
        "sign come from typeset pages. French names and titles keep their œ."
    ),
    fixes="Safe: only listed words and letters are changed.",
    examples=(
        Example("A naval manœuvre of the ﬁrst fleet.", "A naval manoeuvre of the first fleet."),
        Example("They saw Sacré-Cœur and Le Nœud.", "They saw Sacré-Cœur and Le Nœud.", "names"),
    ),
    reads="forms",
)
def ligatures(passage: Passage) -> Iterator[Finding]:
    """Ligatures that English spells as two letters."""
    rule = ("FM115", "ligature")
    for match in _JOINED_LETTER.finditer(passage.text):
        yield from proposed(passage, rule, match.span(), _JOINED[match.group()], "joined letters")
    for match in _OE.finditer(passage.text):
        plain = match.group().replace("œ", "oe").replace("Œ", "Oe")
        yield from proposed(passage, rule, match.span(), plain, "English has two letters here")


_ETC = re.compile(r"\b(etc)(?:\.{2,}|\.?…)")
_DASH = re.compile(r"\A[—–][ \u00a0\u202f](?=[A-ZÀ-Þ«“])")


@register(
    "FM116",
    "dialogue-mark",
    summary="etc... with an ellipsis, or a dash that opens somebody's words",
    why=(
        "French writes etc... and opens each speaker's turn with a dash. English has etc. and "
        "quotation marks, but where the turn ends the dash does not say, so that it is reported "
        "only, and only where the article shows other French forms: lists have dashes, too."
    ),
    fixes="etc. is safe. A dash has no fix: where the turn ends only an editor can say.",
    examples=(
        Example("They sold figs, dates, etc... to us.", "They sold figs, dates, etc. to us."),
        Example("Figs, dates, etc., were sold.", "Figs, dates, etc., were sold."),
    ),
    reads="forms",
)
def dialogue(passage: Passage) -> Iterator[Finding]:
    """An ellipsis behind etc.; a dash at the beginning of a line."""
    rule, text = ("FM116", "dialogue-mark"), passage.text
    for match in _ETC.finditer(text):
        yield from proposed(passage, rule, match.span(), "etc.", "etc. says it")
    dash = _DASH.match(text)
    start, article = passage.sentence.start, passage.article
    if dash and start and article.begins_line(start) and article.is_set_in_french:
        yield from reported(passage, rule, dash.span(), "a dash that may open somebody's words")
