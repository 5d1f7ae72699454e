"""Measures a translator on sentences and on fragments whose English is known.

Every answer comes from ``MarianTranslator.candidates``: the first candidate, before any guard, so
that the figures are those of the model, whichever it is and however it is run.
"""

from __future__ import annotations

import gzip
import lzma
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cleaner.errors import InputError, ModelError
from cleaner.finding import Request

if TYPE_CHECKING:
    from cleaner.translate.marian import Hypothesis

__all__ = [
    "Fragment",
    "Measured",
    "exact",
    "measure_fragments",
    "measure_sentences",
    "read_fragments",
    "read_sentences",
    "sampled",
    "scored",
    "signatures",
]

# Requests that are asked for together; after each batch progress is reported.
_BATCH = 256
_HEADER = ("fragment", "english")
_MARKED = re.compile(r"(.*?)⟪ ?(.*?)⟫(.*)")
_OPENERS = tuple(" \"“‘«([{'’-–—/\u00a0")
_CLOSERS = re.compile(r"[\w\"“‘«(\[{$€£]")
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A French fragment, its English, and the English sentence before and after it."""

    french: str
    english: str
    before: str = ""
    after: str = ""

    @property
    def in_context(self) -> Request:
        """The fragment asked for where it stands."""
        return Request(self.french, self.before, self.after)

    @property
    def bare(self) -> Request:
        """The fragment asked for alone."""
        return Request(self.french)


@dataclass(frozen=True, slots=True)
class Measured:
    """How one way of translating did.

    ``exact`` is the share of answers that are right but for upper and lower case. ``chrf`` and
    ``bleu`` are sacrebleu's scores of all answers together, from 0 to 100. What was not measured
    is None.
    """

    what: str
    count: int
    exact: float | None
    chrf: float
    bleu: float | None
    per_second: float | None

    def to_json(self) -> dict[str, Any]:
        """As in ``--format json``."""
        return {
            key: round(value, 4) if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }


class Candidates(Protocol):
    """Whatever gives n-best lists, as ``MarianTranslator`` does."""

    def candidates(self, requests: Sequence[Request]) -> list[list[Hypothesis] | str]:
        """The outputs for each request, best first, or why there is none."""
        ...  # pragma: no cover


def read_fragments(path: Path) -> list[Fragment]:
    """The fragments of a TSV file, plain, .gz or .xz. Raises ``InputError``.

    Columns: fragment, English, and the sentence's text before and after the fragment, or in one
    column the sentence with the fragment between ⟪ and ⟫. A first line that begins with
    ``fragment`` and ``english`` is a header.
    """
    rows = enumerate(_rows(path), 1)
    found = [
        _fragment(columns, f"{path}, line {number}")
        for number, columns in rows
        if number > 1 or tuple(name.lower() for name in columns[:2]) != _HEADER
    ]
    if not found:
        raise InputError(f"{path}: no fragments in this file")
    return found


def read_sentences(path: Path) -> list[tuple[str, str]]:
    """The French and English sentences of a TSV file, plain, .gz or .xz. Raises ``InputError``."""
    found = []
    for number, columns in enumerate(_rows(path), 1):
        if len(columns) != 2 or not all(column.strip() for column in columns):
            raise InputError(f"{path}, line {number}: not a French sentence, a tab, its English")
        found.append((columns[0].strip(), columns[1].strip()))
    if not found:
        raise InputError(f"{path}: no sentences in this file")
    return found


def _rows(path: Path) -> Iterator[list[str]]:
    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".xz": lzma.open}
    try:
        with openers.get(path.suffix, open)(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield line.rstrip("\r\n").split("\t")
    except (OSError, EOFError, lzma.LZMAError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: can't be read ({why})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text; convert it first") from error


def _fragment(columns: list[str], where: str) -> Fragment:
    if not 2 <= len(columns) <= 4 or not all(column.strip() for column in columns[:2]):
        raise InputError(f"{where}: not fragment, English, before and after, with tabs between")
    french, english = columns[0].strip(), columns[1].strip()
    if len(columns) == 3 and (marked := _MARKED.fullmatch(columns[2])):
        before, _, after = marked.groups()
    else:
        before, after = [*columns[2:], "", ""][:2]
    return Fragment(french, english, _spaced_before(before), _spaced_after(after))


def _spaced_before(text: str) -> str:
    return f"{text} " if text and not text.endswith(_OPENERS) else text


def _spaced_after(text: str) -> str:
    return f" {text}" if _CLOSERS.match(text) else text


def sampled(rows: Sequence[_Row], most: int) -> list[_Row]:
    """At most so many rows, drawn the same way every time, in their order.

    >>> sampled("abcdefgh", 3) == sampled("abcdefgh", 3), sampled("ab", 3)
    (True, ['a', 'b'])
    """
    if len(rows) <= most:
        return list(rows)
    return [rows[at] for at in sorted(random.Random(1).sample(range(len(rows)), most))]


def _ignored(done: int) -> None:
    del done


def measure_fragments(
    translator: Candidates,
    fragments: Sequence[Fragment],
    advance: Callable[[int], None] = _ignored,
) -> list[Measured]:
    """The scores of the fragments alone, and of the fragments where they stand.

    ``advance`` is called with the number of requests done. Raises ``ModelError``.
    """
    wanted = [fragment.english for fragment in fragments]
    asked = {
        "fragments, bare": [fragment.bare for fragment in fragments],
        "fragments, in context": [fragment.in_context for fragment in fragments],
    }
    return [
        scored(what, *_answered(translator, requests, advance), wanted)
        for what, requests in asked.items()
    ]


def measure_sentences(
    translator: Candidates,
    pairs: Sequence[tuple[str, str]],
    advance: Callable[[int], None] = _ignored,
) -> Measured:
    """The scores of whole sentences. Raises ``ModelError``."""
    requests = [Request(french) for french, _ in pairs]
    wanted = [english for _, english in pairs]
    answers, seconds = _answered(translator, requests, advance)
    return scored("sentences", answers, seconds, wanted, sentences=True)


def _answered(
    translator: Candidates, requests: Sequence[Request], advance: Callable[[int], None]
) -> tuple[list[str], float]:
    """The first candidate for each request, nothing where there is none; and the seconds."""
    answers: list[str] = []
    began = time.perf_counter()
    for at in range(0, len(requests), _BATCH):
        outputs = translator.candidates(requests[at : at + _BATCH])
        answers += [
            "" if isinstance(output, str) or not output else output[0].text for output in outputs
        ]
        advance(len(outputs))
    return answers, time.perf_counter() - began


def scored(
    what: str,
    answers: Sequence[str],
    seconds: float | None,
    wanted: Sequence[str],
    *,
    sentences: bool = False,
) -> Measured:
    """The scores of answers beside the English that was wanted. Raises ``ModelError``."""
    bleu, chrf = _metrics()
    return Measured(
        what,
        len(wanted),
        None if sentences else exact(answers, wanted),
        float(chrf.corpus_score(list(answers), [list(wanted)]).score),
        float(bleu.corpus_score(list(answers), [list(wanted)]).score) if sentences else None,
        len(wanted) / seconds if seconds else None,
    )


def exact(answers: Sequence[str], wanted: Sequence[str]) -> float:
    """The share of answers that are right, upper and lower case and apostrophes alike.

    >>> exact(["on monday", "lunch"], ["on Monday", "Monday"])
    0.5
    """
    pairs = list(zip(answers, wanted, strict=True))
    return sum(_folded(one) == _folded(other) for one, other in pairs) / len(pairs)


def _folded(text: str) -> str:
    return text.lower().replace("’", "'").strip()


def signatures() -> dict[str, str]:
    """How sacrebleu computed the scores, by their names, as papers ask for it."""
    bleu, chrf = _metrics()
    for metric in (bleu, chrf):
        metric.corpus_score(["one"], [["one"]])  # the signature counts the references
    return {"BLEU": str(bleu.get_signature()), "chrF": str(chrf.get_signature())}


def _metrics() -> tuple[Any, Any]:
    try:
        from sacrebleu.metrics import BLEU, CHRF
    except ImportError as error:
        raise ModelError(
            "measuring a model needs sacrebleu; install it with: pip install 'cleaner[evaluate]'"
        ) from error
    return BLEU(), CHRF()
