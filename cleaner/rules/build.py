"""Compiles the gate's trigger words (`make lexicon`, after the lexicon and the gazetteer).

``triggers.txt`` is the set of words that make a sentence worth a rule's look: French words that
English does not use, the glossary's forms, and a telling word of each name of the gazetteer,
and function words of other languages.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from cleaner.detection.foreign import telling_words
from cleaner.detection.lexicon import Frequency, Lexicon
from cleaner.gazetteer.lookup import Gazetteer
from cleaner.translate.glossary import french_glossary

DATA = Path(__file__).resolve().parent.parent / "data"
WORD = re.compile(r"[^\W\d_]+")
# A word this many powers of ten likelier in French than in English calls the slow path.
TRIGGER_ODDS = 1.5
# Words of the glossary that English uses this much would call it all the time.
ENGLISH_WORD = 1.5


def is_trigger(frequency: Frequency) -> bool:
    """Whether a word of this frequency is worth a second look.

    >>> is_trigger(Frequency(4.9, 1.8, 1.6)), is_trigger(Frequency(4.4, 5.2, 3.0))
    (True, False)
    """
    return frequency.fr >= 2.0 and frequency.odds >= TRIGGER_ODDS


def triggers() -> set[str]:
    """Lower-case words that send a sentence to the rules."""
    lexicon = Lexicon.load()
    gazetteer = Gazetteer.load()
    names = gazetteer.trigger_words() | set(gazetteer.spellings)
    terms = {word for form in french_glossary().forms() for word in WORD.findall(form.lower())}
    words = {word for word in lexicon.words() if is_trigger(lexicon.frequency(word))}
    words |= {word.lower() for name in names for word in WORD.findall(name)}
    words |= {word for word in terms if lexicon.frequency(word).en < ENGLISH_WORD and _rare(word)}
    words |= telling_words()
    return {word for word in words if len(word) > 1}


def _rare(word: str) -> bool:
    """Whether English hardly knows a word that no French list has."""
    from wordfreq import zipf_frequency

    return len(word) > 2 and zipf_frequency(word, "en", minimum=0.0) < ENGLISH_WORD


def main() -> None:
    """Writes the triggers, sorted, the same bytes at every run."""
    parser = argparse.ArgumentParser(description="Compile the gate's trigger words.")
    parser.add_argument("--output", type=Path, default=DATA / "triggers.txt")
    output: Path = parser.parse_args().output
    words = sorted(triggers())
    output.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words in {output.name}")


if __name__ == "__main__":
    main()
