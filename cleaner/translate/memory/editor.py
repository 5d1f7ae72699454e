"""Editors' corrections as translations: they win over glossary, phrase table and model.

A correction for the same neighbours is sure. One for any place is sure only where the glossary
lists or composes it too: elsewhere it comes first, but is left to an editor. The guards and the
place have their say about both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cleaner.finding import Request, Source
from cleaner.translate.answer import Answer, Translator
from cleaner.translate.compose import is_stranded_adjective
from cleaner.translate.glossary import normalised
from cleaner.translate.guards import Checked, failed_guard
from cleaner.translate.memory.entry import Context, Correction, context_of, fragment_key
from cleaner.translate.memory.store import Memory
from cleaner.translate.place import fitted, opens_sentence, stripped

__all__ = ["Corrected", "Corrections", "refusal"]

NOT_CORRECTED = "no correction"
LEFT_ALONE = "an editor left it"
WRITTEN = "an editor wrote it"
# Doubts of the glossary that an editor settles once and for all. Whether a word is French at all,
# or whose it is, every sentence says anew.
_OF_MEANING = (
    "has other meanings",
    "has another common sense",
    "the form has several readings",
    "several readings",
)
# Estimates by hand of how often the next editor would agree.
SAME_PLACE, ANY_PLACE, UNSURE = 0.99, 0.95, 0.7
_MOST_ALTERNATIVES = 5

ByPlace = Mapping[tuple[str, Context | None], Correction]


@dataclass(frozen=True, slots=True)
class _Place:
    """A request as the memory sees it; ``left`` and ``right`` are folded, with their spaces."""

    request: Request
    keys: tuple[str, ...]
    context: Context
    left: str
    middle: str
    right: str


class Corrections:
    """Answers from the corrections alone; those that an editor decided are ``by_editor``.

    ``glossary`` is asked whether it knows a correction that was made for any place.
    """

    def __init__(self, memory: Memory, glossary: Translator) -> None:
        self._memory = memory
        self._glossary = glossary

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers, in the order of the requests. Raises ``MemoryFileError``."""
        places = [_place(request) for request in requests]
        keys = {key for place in places for key in place.keys if _storable(key)}
        found = self._memory.corrections(keys) if keys else []
        by_place = {(one.fragment, one.context): one for one in found}
        texts = {
            middle: self._memory.containing(middle)
            for middle in {place.middle for place in places}
            if middle and _storable(middle)
        }
        return [self._answer(place, by_place, texts.get(place.middle, ())) for place in places]

    def _answer(self, place: _Place, by_place: ByPlace, texts: Sequence[Correction]) -> Answer:
        known = _most_specific(place, by_place)
        if known and known.left_alone:
            return _decided(Answer.none(_signed(LEFT_ALONE, known), Source.MEMORY))
        if any(_wrote(one, place, known) for one in texts):
            return _decided(Answer.none(WRITTEN, Source.MEMORY))
        if known is None:
            return Answer.none(NOT_CORRECTED, Source.MEMORY)
        request = place.request
        answer = _fitted(request, known)
        if answer.found and known.context is None and not self._knows(request, answer):
            answer = replace(answer, sure=False, confidence=UNSURE)
        return _decided(answer)

    def _knows(self, request: Request, answer: Answer) -> bool:
        """Whether the glossary, too, holds the answer to be possible in that place."""
        [known] = self._glossary.translate([request])
        inner = replace(request, fragment=stripped(request.fragment).core)
        return (
            answer.text in (known.text, *known.alternatives)
            and (known.sure or known.reason.endswith(_OF_MEANING))
            and not is_stranded_adjective(inner)
        )


class Corrected:
    """Another translator, with the corrections before it.

    An unsure correction takes the other's answers as its alternatives.
    """

    def __init__(self, corrections: Translator, others: Translator) -> None:
        self._corrections = corrections
        self._others = others

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers, in the order of the requests."""
        answers = self._corrections.translate(requests)
        asked = [
            at
            for at, answer in enumerate(answers)
            if not answer.by_editor or (answer.found and not answer.sure)
        ]
        others = self._others.translate([requests[at] for at in asked]) if asked else []
        for at, other in zip(asked, others, strict=True):
            answers[at] = _joined(answers[at], other)
        return answers


def refusal(correction: Correction) -> str:
    """Why the guards would withhold a correction wherever it is, or ""."""
    if correction.left_alone:
        return ""
    verdict = failed_guard(Checked(correction.fragment, stripped(correction.text).core))
    return verdict.reason if verdict else ""


def _joined(correction: Answer, other: Answer) -> Answer:
    if not correction.by_editor:
        return other
    texts = dict.fromkeys((*correction.alternatives, other.text, *other.alternatives))
    texts = {text: None for text in texts if text and text != correction.text}
    return replace(correction, alternatives=tuple(texts)[:_MOST_ALTERNATIVES])


def _place(request: Request) -> _Place:
    edges = stripped(request.fragment)
    key = fragment_key(request.fragment)
    keys = [key] if key else []
    # A capital may make a name of a word, unless the place asks for it.
    if key != key.lower() and (opens_sentence(request) or key.isupper()):
        keys.append(key.lower())
    # The marks keep the spaces at the seams from being trimmed.
    left = normalised(f"|{request.before}{edges.before}|")[1:-1]
    right = normalised(f"|{edges.after}{request.after}|")[1:-1]
    return _Place(
        request,
        tuple(keys),
        context_of(request),
        left.casefold(),
        key.casefold(),
        right.casefold(),
    )


def _most_specific(place: _Place, by_place: ByPlace) -> Correction | None:
    wanted = ((key, context) for context in (place.context, None) for key in place.keys)
    return next((by_place[one] for one in wanted if one in by_place), None)


def _wrote(correction: Correction, place: _Place, known: Correction | None) -> bool:
    """Whether the place reads as the correction does: what an editor wrote is no leftover.

    Without this, French that an editor put in on purpose would be translated the next time.
    """
    text, context = correction.folded, correction.context
    if context is None and known is not None and text == place.middle:
        return False
    for at in _occurrences(text, place.middle):
        head, tail = text[:at], text[at + len(place.middle) :]
        if not place.left.endswith(head) or not place.right.startswith(tail):
            continue
        before = place.left[: len(place.left) - len(head)]
        after = place.right[len(tail) :]
        if before[-1:].isalnum() or after[:1].isalnum():
            continue
        here = context_of(Request("", before, after, bracketed=place.context.bracketed))
        if context is None or _is_same(context, here, text):
            return True
    return False


def _is_same(wanted: Context, here: Context, text: str) -> bool:
    """Whether the contexts agree, a neighbour counted that the text did not say again."""
    words = text.split(" ")
    return (
        here.bracketed == wanted.bracketed
        and wanted.before in (here.before, words[0])
        and wanted.after in (here.after, words[-1])
    )


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _fitted(request: Request, correction: Correction) -> Answer:
    """The correction as it stands in its place, or withheld with the reason."""
    core = stripped(request.fragment).core
    verdict = failed_guard(Checked(core, stripped(correction.text).core))
    if verdict is None:
        confidence = ANY_PLACE if correction.context is None else SAME_PLACE
        reason = _signed("an editor's correction", correction)
        answer = Answer(correction.text, (), confidence, Source.MEMORY, True, reason)
        answer = fitted(request, answer)
        if not answer.found:
            return answer
        verdict = failed_guard(
            Checked(request.fragment, answer.text, request.before, request.after)
        )
        if verdict is None:
            return answer
    return Answer.none(f"an editor's correction, but {verdict.reason}", Source.MEMORY)


def _signed(what: str, correction: Correction) -> str:
    """With author and day, as far as they are known."""
    author = f" ({correction.author})" if correction.author else ""
    day = f" of {correction.date[:10]}" if correction.date else ""
    return f"{what}{day}{author}"


def _decided(answer: Answer) -> Answer:
    return replace(answer, by_editor=True)


def _storable(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
