"""FR2xx: French words, phrases and sentences left bare in an English text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detection.evidence import ELIDED_LETTERS
from cleaner.detection.judge import ELIDED_WORDS, Verdict, judge, rests_on_french
from cleaner.detection.tokens import Kind
from cleaner.detection.witnesses import has_accent
from cleaner.document import Span
from cleaner.finding import Finding, Request
from cleaner.rules.brackets import prose_brackets
from cleaner.rules.passage import FRENCH_SHARE, SENTENCE_WORDS, SURELY_ENGLISH, Passage, Run
from cleaner.rules.purpose import is_on_purpose
from cleaner.rules.registry import Example, register
from cleaner.translate.word_order import noun_before

__all__ = ["french_phrases", "french_sentences", "french_words"]

_NAME_JOINTS = frozenset(("d'", "de", "des", "du", "et", "l'", "la", "le", "les"))
# Shorter words without an accent are other languages' small words and parts of names.
SHORTEST = 4
# Listed words that French itself uses less than once in ten million words are curiosities.
RARE = 2.0
# Parts of speech that open a sentence without being a name: Selon, Cependant, Hier.
_SENTENCE_OPENERS = frozenset(("adv", "conj", "phrase", "prep", "day"))
# 86,3 millions: the number goes with its noun, since English writes it in another way.
_FRENCH_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:(?:[ \u00a0\u202f]\d{3})+(?:,\d{1,2})?|,\d{1,2})[ \u00a0\u202f]\Z"
)


def _candidates(passage: Passage) -> Iterator[Run]:
    """Runs outside brackets, in prose, not French on purpose."""
    brackets = [Span(m.start(), m.end()) for m in prose_brackets(passage.text)]
    for run in passage.runs:
        span = Span(run.start, run.end)
        if (
            not any(span.overlaps(bracket) for bracket in brackets)
            and not _is_garbled(passage.text, span)
            and not _is_name(run)
            and not _hangs_on_name(passage, run)
            and not _is_misread(run)
            and not is_on_purpose(passage, span)
        ):
            yield run


def _is_name(run: Run) -> bool:
    """Whether the run is but words with capitals and what joins them: de la Chapelle."""
    words = run.words[run.first == 0 :]
    return any(w.token.capitalised for w in words) and all(
        w.token.capitalised or w.token.lower in _NAME_JOINTS for w in words
    )


def _hangs_on_name(passage: Passage, run: Run) -> bool:
    """Whether a hyphen joins the run to a capitalised word that is no part of it: I-télé."""
    before = run.first - 1
    return (
        before >= 0
        and passage.text[run.start - 1] == "-"
        and passage.weighed[before].token.capitalised
    )


def _is_misread(run: Run) -> bool:
    """Whether the run is an English contraction that lost a letter: t's, l'm."""
    if run.words[0].token.kind != Kind.ELISION or len(run.words) != ELIDED_WORDS:
        return False
    return len(run.words[1].token.text) == 1 and run.words[1].token.lower not in ELIDED_LETTERS


def _is_garbled(text: str, span: Span) -> bool:
    """Whether the span touches a quotation mark that was read in the wrong encoding: â€œ."""
    return "€" in (text[span.start - 1 : span.start], text[span.end : span.end + 1])


def _is_adjective_behind_noun(passage: Passage, before: str, span: Span) -> bool:
    """Whether the span is an adjective, and the word before it a noun of both languages."""
    lookup = passage.tools.glossary.lookup
    adjective = {reading.entry.pos for reading in lookup(passage.text[span.start : span.end])}
    nouns = (reading.entry.pos.startswith("noun") for reading in lookup(before))
    return bool(adjective) and adjective <= {"adj", "pp"} and any(nouns)


def _is_sentence(passage: Passage, run: Run) -> bool:
    words = [w for w in passage.weighed if not w.token.text.isdigit()]
    inside = [w for w in words if run.start <= w.token.start < run.end]
    return len(inside) >= SENTENCE_WORDS and len(inside) >= FRENCH_SHARE * len(words)


def _is_word(passage: Passage, run: Run) -> bool:
    """Whether the run is a word of the language: no name, and none that opens a sentence."""
    word = run.words[0]
    short = len(word.token.text) < SHORTEST and not has_accent(word.token.lower)
    if word.neutral or word.english_stem or short:
        return False
    if 0 < word.frequency.fr < RARE and not word.term:
        return False
    if passage.text.isupper():
        return False
    opens = run.first == 0 and _opens_a_sentence(passage, run)
    return opens or not word.token.capitalised


def _verdict(passage: Passage, run: Run) -> Verdict:
    """What the witnesses say of a run."""
    end = run.first + len(run.words)
    return judge(passage.weighed, passage.text, run.first, end, listed=_is_listed(passage, run))


def _rests_on_french(passage: Passage, run: Run) -> bool:
    """Whether the run is surely French: such a run is reported whatever its place says."""
    text = passage.text[run.start : run.end]
    opens = run.first == 0 and _opens_a_sentence(passage, run)
    return rests_on_french(run.words, text, listed=_is_listed(passage, run), opens=opens)


def _is_listed(passage: Passage, run: Run) -> bool:
    return bool(passage.tools.glossary.lookup(passage.text[run.start : run.end]))


def _finding(
    passage: Passage, rule: str, name: str, span: Span, run: Run, verdict: Verdict
) -> Finding:
    start = _with_number(passage.text, span.start)
    text = passage.text[start : span.end]
    before, after = passage.text[:start], passage.text[span.end :]
    return Finding(
        rule,
        name,
        *passage.span_in_document(start, span.end),
        text,
        verdict.evidence(run.words),
        request=Request(
            text,
            before,
            after,
            doubt=_doubt(passage, Span(start, span.end), run),
            noun_before=noun_before(text, before),
        ),
    )


def _with_number(text: str, start: int) -> int:
    """Where the span begins with a number in French format that stands right before it."""
    number = _FRENCH_NUMBER.search(text, max(0, start - 20), start)
    return number.start() if number else start


def _doubt(passage: Passage, span: Span, run: Run) -> str:
    """Why the span is not to be changed unasked: not surely French, or French on purpose."""
    if not _rests_on_french(passage, run):
        return "no word in it is French alone"
    capitals = [word.token.capitalised for word in run.words[run.first == 0 :]]
    if any(capitals[:1]) or (any(capitals) and not _is_listed(passage, run)):
        return "may be part of a name"
    before = [w for w in passage.weighed if w.token.end <= span.start]
    if before and passage.text[before[-1].token.end : span.start].isspace():
        word = before[-1]
        if word.token.capitalised and word.frequency.fr >= 3.0 and word.frequency.odds > 0:
            return "may be part of a name"
        if _is_adjective_behind_noun(passage, word.token.text, span):
            return "an adjective behind its noun: English has it in front"
    quotation = passage.quotation_around(*span)
    if quotation and quotation.end - quotation.start <= span.end - span.start + 3:
        return "a quotation that is French throughout"
    return ""


@register(
    "FR201",
    "french-word",
    summary="A French word in an English sentence",
    why=(
        "Machine translation passes over words it does not know, and readers stumble on them. "
        "Only words that English does not use are reported; loanwords and names stay."
    ),
    fixes=(
        "Safe where the word is French alone and has one meaning in the reviewed glossary, or "
        "an editor's correction for this place. Unsafe where it has several, where parallel "
        "text or the model answered, where it may be part of a name or a quotation, and for an "
        "adjective behind its noun, which English has in front."
    ),
    examples=(
        Example("It reopens mercredi at noon.", "It reopens Wednesday at noon."),
        Example("A load of farine was lost.", "A load of flour was lost.", unsafe=True),
        Example("The coup d'état failed.", "The coup d'état failed.", "a loanword"),
    ),
)
def french_words(passage: Passage) -> Iterator[Finding]:
    """Single words that are French by all that is known of them and their place."""
    for run in _candidates(passage):
        if len(run.words) == 1 and _is_word(passage, run):
            verdict = _verdict(passage, run)
            if verdict.french or _rests_on_french(passage, run):
                span = Span(run.start, run.end)
                yield _finding(passage, "FR201", "french-word", span, run, verdict)


@register(
    "FR202",
    "french-phrase",
    summary="Several French words in a row in an English sentence",
    why=(
        "Machine translation sometimes copies a phrase instead of translating it, often a "
        "source (selon une source judiciaire) that readers need to weigh the news. Names, "
        "titles of works and what the text introduces as French stay."
    ),
    fixes=(
        "Safe where the phrase, or each of its words, has one meaning in the reviewed glossary, "
        "and nothing speaks for a name or a quotation. What parallel text or the model say is "
        "unsafe."
    ),
    examples=(
        Example(
            "It fell, selon une source judiciaire, in the east.",
            "It fell, according to a judicial source, in the east.",
        ),
        Example("She quoted the motto of Quebec.", "She quoted the motto of Quebec.", "English"),
    ),
)
def french_phrases(passage: Passage) -> Iterator[Finding]:
    """Runs of two or more words that are surely French, but not the whole sentence."""
    for run in _candidates(passage):
        if len(run.words) < 2 or _is_sentence(passage, run):
            continue
        verdict = _verdict(passage, run)
        if verdict.french or _rests_on_french(passage, run):
            span = Span(run.start, run.end)
            yield _finding(passage, "FR202", "french-phrase", span, run, verdict)


@register(
    "FR203",
    "french-sentence",
    summary="A whole sentence in French",
    why=(
        "A caption, a crosshead or a paragraph of the original was left as it was, sometimes "
        "right beside its own translation. What stands in quotation marks with its English, or "
        "is a name throughout, stays."
    ),
    fixes=(
        "Unsafe: no list has whole sentences, and a machine wrote the proposal. Where the "
        "English beside it says the same, with the same numbers, names and denials, the French "
        "is proposed for deletion, also unsafe."
    ),
    examples=(
        Example(
            "The talks failed. Les négociations ont échoué.",
            "The talks failed. The negotiations have failed.",
            unsafe=True,
        ),
        Example(
            "The talks failed. The ministers left.",
            "The talks failed. The ministers left.",
            "English",
        ),
    ),
)
def french_sentences(passage: Passage) -> Iterator[Finding]:
    """Sentences that are French as a whole, from the first word to the last."""
    for run in _candidates(passage):
        if len(run.words) < 2 or not _is_sentence(passage, run):
            continue
        verdict = _verdict(passage, run)
        if verdict.french or _rests_on_french(passage, run):
            span = _whole_sentence(passage, run)
            yield _finding(passage, "FR203", "french-sentence", span, run, verdict)


def _whole_sentence(passage: Passage, run: Run) -> Span:
    """The run, drawn out to the sentence's words when only names and numbers are beyond it."""
    words = passage.tokens
    start, end = run.start, run.end
    if all(w.neutral or w.score > SURELY_ENGLISH for w in passage.weighed if w.token.end <= start):
        start = words[0].start
    if all(w.neutral or w.score > SURELY_ENGLISH for w in passage.weighed if w.token.start >= end):
        end = words[-1].end
        behind = passage.text[end:]
        end += len(behind) - len(behind.lstrip(".!?…"))
    return Span(start, end)


def _opens_a_sentence(passage: Passage, run: Run) -> bool:
    """Whether a word is of a kind that opens sentences without being a name."""
    readings = passage.tools.glossary.lookup(run.words[0].token.text)
    return any(reading.entry.pos in _SENTENCE_OPENERS for reading in readings)
