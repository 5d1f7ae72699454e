"""Guards: what a machine translation must not do. A failed guard withholds the answer.

Each guard is a small pure function that looks at source, output and neighbours, and says in one
clause what is wrong, or nothing. They are meant to be strict where a wrong text would do harm
(numbers, negation) and lenient where the translation is merely unusual.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from cleaner.translate.fluency import Sequences
from cleaner.translate.negation import invents_denial, loses_denial
from cleaner.translate.numerals import english_values, french_values
from cleaner.translate.seams import SAYS_THE_SAME, words_of

__all__ = ["GUARDS", "Checked", "Verdict", "failed_guard", "guard"]


class Checked(NamedTuple):
    """A translation to be judged: both texts, and what stands beside the fragment."""

    source: str
    output: str
    before: str = ""
    after: str = ""


class Verdict(NamedTuple):
    """A guard that failed, and why."""

    guard: str
    reason: str


Guard = Callable[[Checked], str]
GUARDS: dict[str, Guard] = {}


def guard(function: Guard) -> Guard:
    """Registers a guard under its name; the order of registration is the order of asking."""
    GUARDS[function.__name__.replace("_", "-")] = function
    return function


def failed_guard(checked: Checked) -> Verdict | None:
    """The first guard that fails, or None.

    >>> failed_guard(Checked("trois soldats", "four soldiers"))
    Verdict(guard='numbers', reason='the source says 3, the translation does not')
    >>> failed_guard(Checked("trois soldats", "three soldiers")) is None
    True
    """
    for name, function in GUARDS.items():
        reason = function(checked)
        if reason:
            return Verdict(name, reason)
    return None


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BROKEN = re.compile(r"<unk>|⁇|[⟪⟫⟦¦‖▁\ufffd]|&#?\w+;|>>|<<|</?s>|<pad>")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ("«", "»"))
_LOOP = re.compile(r"(.{1,5}?)\1{5,}")
_ACCENTED = re.compile(r"[àâäçéèêëîïôöùûüÿœæ]", re.IGNORECASE)


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text)]


@guard
def not_empty(checked: Checked) -> str:
    """Something must be said."""
    return "" if _WORD.search(checked.output) else "the translation is empty"


@guard
def no_debris(checked: Checked) -> str:
    """No unknown tokens, markers or brackets that the source does not have."""
    broken = _BROKEN.search(checked.output)
    if broken and broken.group() not in checked.source:
        return f"the translation has debris: {broken.group()}"
    for opening, closing in _PAIRS:
        out = checked.output.count(opening) - checked.output.count(closing)
        if out != checked.source.count(opening) - checked.source.count(closing):
            return f"unbalanced {opening}{closing}"
    if checked.output.count("[") > checked.source.count("["):
        return "the translation adds brackets"
    return ""


@guard
def length(checked: Checked) -> str:
    """Neither much longer nor much shorter than the source."""
    source, output = len(_words(checked.source)), len(_words(checked.output))
    if output > 2 * source + 4:
        return f"{output} words for {source}"
    if source > 5 and output * 3 < source:
        return f"{output} words for {source}"
    if len(checked.output) > 3 * len(checked.source) + 25:
        return "much longer than the source"
    return ""


@guard
def not_cut_off(checked: Checked) -> str:
    """No article or the like at the end, with nothing behind it."""
    dangling = words_of("article", "dangling")
    last = [word.lower() for word in _words(checked.output)][-1:]
    source = [word.lower() for word in _words(checked.source)][-1:]
    if last and last[0] in dangling and source and source[0] not in words_of("french-small"):
        return f"the translation ends in “{last[0]}”"
    return ""


@guard
def no_loop(checked: Checked) -> str:
    """No n-gram at once again, unless the source does it too."""
    if _LOOP.search(checked.output) and not _LOOP.search(checked.source):
        return "letters repeat"
    words = [word.lower() for word in _words(checked.output)]
    repeated = _repeated(words)
    if repeated and not _repeated([word.lower() for word in _words(checked.source)]):
        return f"“{repeated}” repeats"
    for at in range(len(words) - 2):
        gram = words[at : at + 3]
        times = sum(words[i : i + 3] == gram for i in range(len(words) - 2))
        if times >= 3:
            return f"“{' '.join(gram)}” stands {times} times"
    return ""


def _repeated(words: list[str]) -> str:
    for size in range(1, 7):
        for at in range(len(words) - 2 * size + 1):
            first = words[at : at + size]
            if first != words[at + size : at + 2 * size]:
                continue
            if (
                size > 1
                or first[0] not in words_of("doubles-well")
                or words[at + 2 : at + 3] == first
            ):
                return " ".join(first)
    return ""


@guard
def not_a_copy(checked: Checked) -> str:
    """French words must not come back as they were; names may."""
    source, output = _words(checked.source), _words(checked.output)
    if [word.lower() for word in source] != [word.lower() for word in output]:
        return ""
    names = all(not word[:1].islower() for word in source)
    return "" if names and len(source) > 1 else "the translation is the source"


@guard
def not_french(checked: Checked) -> str:
    """No French-only words or accents in the output, outside names of the source."""
    names = {word for word in _words(checked.source) if word[:1].isupper()}
    words = _words(checked.output)
    for at, word in enumerate(words):
        neighbours = words[max(0, at - 1) : at] + words[at + 1 : at + 2]
        in_name = any(near in names for near in neighbours) and word in _words(checked.source)
        lower = word.lower()
        if word.islower() and lower in words_of("french-only", "french-in-names") and not in_name:
            return f"“{word}” is French"
        stem = lower.split("'", 1)[0]
        if "'" in word and stem in ("l", "d", "qu", "n", "s", "j") and word not in names:
            return f"“{word}” is French"
        if _ACCENTED.search(word) and lower not in words_of("accented-english"):
            known = word in names or word.removesuffix("'s") in names
            if not known:
                return f"“{word}” is not English"
    return ""


@guard
def english_words(checked: Checked) -> str:
    """Only words that English has, but for names: none that was made up, or left in French."""
    known = Sequences.packaged().knows
    for word in _words(checked.output):
        if word.islower() and word.isalpha() and not known(word):
            left = word in _words(checked.source)
            return f"“{word}” is left as it was" if left else f"“{word}” is no English word"
    return ""


@guard
def numbers(checked: Checked) -> str:
    """Every number of the source is there, and none is new."""
    source, output = french_values(checked.source), english_values(checked.output)
    optional = _loose_numbers(checked.source)
    for value in source:
        if value not in output and value not in optional:
            return f"the source says {_shown(value)}, the translation does not"
    for value in output:
        if value not in source and value not in optional:
            return f"the translation says {_shown(value)}, the source does not"
    if not (source.keys() & output.keys()):
        return ""
    lost = [value for value in source if source[value] > output[value] and value not in optional]
    return f"{_shown(lost[0])} is said less often" if lost else ""


def _shown(value: float) -> str:
    if value % 1 == 0.5 and value < 1441 and value > 60:
        return f"{int(value) // 60}:{int(value) % 60:02d} or {value:g}"
    return f"{value:g}"


# Words whose number English may say or not: un tiers, a third; une douzaine, a dozen or twelve.
_LOOSE = (
    (r"\bdizaine\b", (10, 12)),
    (r"\bdouzaine\b", (12,)),
    (r"\bquinzaine\b", (15, 2)),
    (r"\bvingtaine\b", (20,)),
    (r"\btrentaine\b", (30,)),
    (r"\bquarantaine\b", (40,)),
    (r"\bcinquantaine\b", (50,)),
    (r"\bsoixantaine\b", (60,)),
    (r"\bcentaine\b", (100,)),
    (r"\bmillier\b", (1000,)),
    (r"\btiers\b", (3,)),
    (r"\bquarts?\b", (4, 3)),
    (r"\bneuf\b", (9,)),
    (r"\b(?:tous|toutes) (?:les )?deux\b", (2,)),
    (r"\bdeuxième\b|\bseconde?\b|\bdouble\b|\bbi", (2,)),
    (r"\b1er\b|\b1re\b", (1,)),
)


def _loose_numbers(source: str) -> set[float]:
    found: set[float] = set()
    for pattern, values in _LOOSE:
        if re.search(pattern, source, re.IGNORECASE):
            found.update(values)
    return found


@guard
def negation(checked: Checked) -> str:
    """What is denied stays denied, and nothing is denied that was not."""
    if loses_denial(checked.source, checked.output):
        return "the negation is lost"
    if invents_denial(checked.source, checked.output):
        return "the translation denies what the source does not"
    return ""


@guard
def seam(checked: Checked) -> str:
    """The output must not say again what stands beside it."""
    words = [word.lower() for word in _words(checked.output)]
    before = [word.lower() for word in _words(checked.before)][-8:]
    after = [word.lower() for word in _words(checked.after)][:8]
    core = words[1:] if len(words) > 1 and words[0] in _LEADING else words
    if core and (before[-len(core) :] == core or after[: len(core)] == core):
        return SAYS_THE_SAME
    if words and before[-1:] == words[:1] and words[0] not in words_of("doubles-well"):
        return f"“{words[0]}” would stand twice"
    if words and after[:1] == words[-1:] and words[-1] not in words_of("doubles-well"):
        return f"“{words[-1]}” would stand twice"
    return ""


_LEADING = frozenset({"on", "in", "at", "of", "the", "a", "an", "to", "for", "from", "by", "with"})
