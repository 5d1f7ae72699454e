"""What a model is given for a request: the fragment in its sentence, alone, or whole sentences."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from cleaner.finding import Request
from cleaner.translate.backends import Job
from cleaner.translate.found_again import surroundings
from cleaner.translate.hints import MARKS, LookUp, hints
from cleaner.translate.place import stripped

__all__ = ["Asked", "asked_of", "model_input", "sentences_of"]

CONTEXT_WORDS = 8
_SENTENCE_WORDS = 6
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»]?\s+(?=[«“\"(]?[A-ZÀ-Ý])")


class Asked(NamedTuple):
    """What a request asks of the model.

    ``parts`` are the sentences of a passage, or the fragment as their only one. ``other`` is a
    second way to ask for a fragment: alone for models that know markers, in its sentence for
    those that do not.
    """

    parts: list[Job]
    other: Job | None = None

    @property
    def jobs(self) -> list[Job]:
        """All inputs, the parts first."""
        return self.parts if self.other is None else [*self.parts, self.other]


def model_input(
    request: Request, markers: tuple[str, str] | None, look_up: LookUp | None = None
) -> str:
    """What the model reads: the fragment between its markers, up to 8 words on each side.

    With ``look_up``, what the dictionaries answer to the fragment stands behind that.

    >>> request = Request("lundi", "A rocket attack ", " against forces", "[", "]", True)
    >>> model_input(request, ("<", ">"))
    'A rocket attack [< lundi>] against forces'
    >>> model_input(request, None)
    'lundi'
    """
    fragment = stripped(request.fragment).core if markers else request.fragment.strip()
    if markers is None:
        return fragment
    edges = stripped(request.fragment)
    opening, closing = markers
    strip = str.maketrans("", "", opening + closing + "".join(MARKS))
    if _is_sentence(request):
        return _hinted(request.fragment.strip().translate(strip), look_up)
    left = (request.before + request.prefix + edges.before).translate(strip)
    right = (edges.after + request.suffix + request.after).translate(strip)
    left_words = left.split()[-CONTEXT_WORDS:]
    gap = " " if right[:1].isspace() else ""
    right_words = right.split()[:CONTEXT_WORDS]
    fragment = fragment.translate(strip)
    sentence = (
        " ".join(left_words)
        + f"{opening} {fragment}{closing}"
        + (gap + " ".join(right_words) if right_words else "")
    )
    return f"{sentence} {hints(fragment, look_up)}" if look_up else sentence


def _hinted(sentence: str, look_up: LookUp | None) -> str:
    """A whole sentence, with its hints behind it."""
    return f"{sentence} {hints(sentence, look_up)}" if look_up else sentence


def _is_sentence(request: Request) -> bool:
    """Whether the fragment is a whole sentence, not a part of an English one."""
    alone = not re.search(r"\w", request.before + request.after)
    words = len(request.fragment.split())
    ended = request.fragment.rstrip('»"” \n').endswith((".", "!", "?", "…"))
    return alone and (words >= _SENTENCE_WORDS or (ended and words > 2))


def sentences_of(request: Request) -> list[str]:
    """The sentences of a fragment that is one or more; none of one that is a part of a sentence.

    >>> sentences_of(Request("Il est parti. Elle est là.")), sentences_of(Request("lundi"))
    (['Il est parti.', 'Elle est là.'], [])
    """
    if not _is_sentence(request):
        return []
    return [part for part in _SENTENCE_END.split(request.fragment.strip()) if part]


def asked_of(
    request: Request, markers: tuple[str, str] | None, look_up: LookUp | None = None
) -> Asked:
    """The inputs for a request: the fragment in its place and alone, or a passage's sentences."""
    parts = sentences_of(request)
    if len(parts) > 1:
        strip = str.maketrans("", "", "".join((*(markers or ()), *MARKS)))
        plain = [part.translate(strip) for part in parts]
        texts = [_hinted(part, look_up) if markers else _normalised(part) for part in plain]
        return Asked([Job(text, part) for text, part in zip(texts, plain, strict=True)])
    text = model_input(request, markers, look_up)
    if markers is not None:
        alone = model_input(Request(request.fragment), markers, look_up)
        other = Job(alone, request.fragment) if alone != text else None
        return Asked([Job(text, request.fragment)], other)
    return Asked([Job(_normalised(text), request.fragment)], _sentence_job(request))


def _sentence_job(request: Request) -> Job | None:
    around = surroundings(request)
    if around is None:
        return None
    sentence = f"{around.before}{stripped(request.fragment).core}{around.after}".strip()
    return Job(_normalised(sentence), sentence)


def _normalised(text: str) -> str:
    """Punctuation as the training data of public models has it: straight, French spaces gone."""
    from sacremoses import MosesPunctNormalizer

    normalizer: Any = MosesPunctNormalizer(
        lang="fr", norm_quote_commas=False, norm_numbers=False, penn=False
    )
    return str(normalizer.normalize(text))
