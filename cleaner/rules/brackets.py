"""FR1xx: French left in square brackets, where the agency put it.

The brackets themselves always stay: they mark an editor's insertion. Only their content changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detection.evidence import Weighed
from cleaner.detection.judge import Verdict, judge
from cleaner.detection.language import french_confidence
from cleaner.document import Sentence, Span
from cleaner.finding import Finding, Request
from cleaner.languages.tables import read_column
from cleaner.rules.passage import SURELY_ENGLISH, Passage
from cleaner.rules.registry import Example, register
from cleaner.translate.phrase_table import parallel_text
from cleaner.translate.word_order import noun_before

__all__ = ["bracketed_grammar", "bracketed_leftovers", "leftovers", "prose_brackets"]

_BRACKET = re.compile(r"\[(\s*)([^\[\]\r\n]{1,300}?)(\s*)\](?![(\[:])")
# Shortcodes and their ends, footnotes, task boxes, attributes, addresses, code, abbreviations.
_MARKUP = re.compile(
    r"[/^#@!<%$&*]|.*[=<>{}|\\]|https?:|[a-z]+_\w+$|[\W\d]*$|x$|\w+\.$|et al",
    re.IGNORECASE,
)
# "note de la rédaction", at the end of a bracket's content.
_EDITORS_NOTE = re.compile(r"\s*[,;:–—-]?\s*\bNDLR\.?\s*\Z", re.IGNORECASE)

# A sister language may use a word ten times as much; of phrases with other words (de la casa),
# lingua must be able to imagine that they are French.
SISTERS = -1.0
LINGUA_PERMITS = 0.15
# A word is its own translation in at least this share of its occurrences in parallel text.
OWN_TRANSLATION = 0.1
# Of words that English uses once in a million, those are reported that weigh this much.
COMMON_ENGLISH = 3.0
CLEARLY_FRENCH = 0.5


def prose_brackets(text: str) -> Iterator[re.Match[str]]:
    """Brackets that hold words of the text: no markup, no part of a word, no note number.

    >>> [m.group(2) for m in prose_brackets("a [b] [1] [c](url) [/gallery] wor[d] [sic]")]
    ['b', 'sic']
    """
    for match in _BRACKET.finditer(text):
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if before.isalnum() or after.isalnum() or before in ("!", "\\", "]"):
            continue
        if not _MARKUP.match(match.group(2)):
            yield match


def _verdict(content: Passage) -> Verdict:
    """What the witnesses say of a bracket's content; the bracket is one of them."""
    listed = bool(content.tools.glossary.lookup(content.text))
    end = len(content.weighed)
    return judge(content.weighed, content.text, 0, end, listed=listed, bracketed=True)


def _holds_words(content: Passage) -> bool:
    """Whether the bracket holds more than names."""
    words = [word for word in content.weighed if not word.neutral]
    return any(not word.token.capitalised and len(word.token.text) > 1 for word in words) or bool(
        words and content.tools.glossary.lookup(content.text)
    )


def _could_be_french(content: Passage) -> bool:
    """Whether the bracket holds words that French uses as much as other languages do."""
    words = [word for word in content.weighed if not word.neutral]
    if content.tools.glossary.lookup(content.text):
        return bool(words)
    if any(word.only_french for word in words):
        return True
    if len(words) == 1 and not words[0].frequency.fr:
        return True
    frequencies = [word.frequency for word in words if word.frequency.fr]
    if len(words) == len(frequencies) and all(f.fr - f.other >= SISTERS for f in frequencies):
        return True
    english = sum(word.score <= SURELY_ENGLISH for word in words)
    if len(words) < 2 or 2 * english > len(words):
        return False
    return french_confidence(content.text) >= LINGUA_PERMITS


def _is_english_too(content: Passage, verdict: Verdict) -> bool:
    """Whether the bracket holds one word that English has as well, and that may be meant.

    A word that translates itself (air, final, pause) is English; one that English knows with
    another meaning (pays, plus) must be clearly more French.
    """
    if len(content.weighed) != 1:
        return False
    word = content.weighed[0]
    known = parallel_text().find(word.token.lower)
    shares = dict(zip(known.english, known.shares, strict=True)) if known else {}
    if shares.get(word.token.lower, 0.0) >= OWN_TRANSLATION:
        return True
    return word.frequency.en >= COMMON_ENGLISH and verdict.odds < CLEARLY_FRENCH


def _is_grammar_only(words: list[Weighed]) -> bool:
    """Pronouns, auxiliaries and particles alone: their English depends on the whole sentence."""
    grammar = frozenset(read_column("cleaner.languages.fr", "grammar_only.tsv"))
    return all(word.token.lower in grammar for word in words)


def leftovers(passage: Passage) -> Iterator[tuple[re.Match[str], Passage, Verdict]]:
    """Brackets with French in them, each with its content as a passage of its own."""
    for match in prose_brackets(passage.text):
        start = passage.sentence.start + match.start(2)
        content = Passage(
            Sentence(match.group(2), start), passage.tools, passage.article, passage.habits
        )
        if not _holds_words(content):
            continue
        verdict = _verdict(content)
        if verdict.french and _could_be_french(content) and not _is_english_too(content, verdict):
            yield match, content, verdict


@register(
    "FR101",
    "bracketed-leftover",
    summary="French words in square brackets",
    why=(
        "French agencies put words in brackets that the speaker left out. Machine translation "
        "often passes them over, because a bracketed fragment is no sentence that it could "
        "read. The brackets mark an editor's insertion in somebody's words, so they stay."
    ),
    fixes=(
        "Safe where the reviewed glossary has one meaning for the words, or an editor's "
        "correction stands in the memory for this place. What has several meanings, and what "
        "parallel text or the model say, is unsafe: it is not right often enough."
    ),
    examples=(
        Example(
            "“They attacked [lundi] at dawn,” he said.",
            "“They attacked [Monday] at dawn,” he said.",
        ),
        Example(
            "“He [sic] left [Monday],” she said.", "“He [sic] left [Monday],” she said.", "English"
        ),
        Example(
            "See [notes](https://example.org/notes).",
            "See [notes](https://example.org/notes).",
            "a link",
        ),
    ),
)
def bracketed_leftovers(passage: Passage) -> Iterator[Finding]:
    """Brackets whose content is French, with a request for its translation."""
    for match, content, verdict in leftovers(passage):
        if _is_grammar_only(content.weighed):
            continue
        for span in _french_spans(content):
            whole = span == Span(0, len(content.text))
            start = match.start() if whole else match.start(2) + span.start
            end = match.end() if whole else match.start(2) + span.end
            words = [w for w in content.weighed if span.start <= w.token.start < span.end]
            fragment = content.text[span.start : span.end]
            evidence = {"bracket": True, **verdict.evidence(words)}
            yield Finding(
                "FR101",
                "bracketed-leftover",
                *passage.span_in_document(start, end),
                passage.text[start:end],
                evidence,
                request=Request(
                    fragment,
                    passage.text[:start],
                    passage.text[end:],
                    prefix="[" + match.group(1) if whole else "",
                    suffix=match.group(3) + "]" if whole else "",
                    bracketed=True,
                    noun_before=noun_before(fragment, passage.text[:start]) if whole else "",
                ),
            )


def _french_spans(content: Passage) -> list[Span]:
    """The whole content, or its French runs where it also has words that are surely not."""
    note = _EDITORS_NOTE.search(content.text)
    if note and note.start():
        return [Span(0, note.start())]
    foreign = any(word.score <= SURELY_ENGLISH for word in content.weighed)
    if not foreign or not content.runs:
        return [Span(0, len(content.text))]
    return [Span(run.start, run.end) for run in content.runs]


@register(
    "FR102",
    "bracketed-grammar",
    summary="French grammar words in square brackets, which can't be translated by themselves",
    why=(
        "A bracketed pronoun or auxiliary, such as [n'était] or [eux], patches the grammar of the "
        "French sentence. What English needs there, if anything, an editor has to say."
    ),
    fixes="No fix: the whole sentence decides, and no word in the bracket says how.",
    examples=(
        Example(
            "“If it [n'était] for the rain,” he said.",
            "“If it [n'était] for the rain,” he said.",
            "reported only",
        ),
    ),
)
def bracketed_grammar(passage: Passage) -> Iterator[Finding]:
    """Brackets that hold nothing but French grammar words: reported, never guessed."""
    for match, content, verdict in leftovers(passage):
        if _is_grammar_only(content.weighed):
            yield Finding(
                "FR102",
                "bracketed-grammar",
                *passage.span_in_document(match.start(), match.end()),
                match.group(),
                {
                    "bracket": True,
                    **verdict.evidence(content.weighed),
                    "why": "French grammar words; the English depends on the whole sentence",
                },
            )
