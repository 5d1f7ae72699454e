"""Compiles the lexicon and the gate's trigger words (`make lexicon`).

``lexicon.tsv`` comes from wordfreq (CC BY-SA 4.0, see NOTICE). ``triggers.txt`` is the set of
words that make a sentence worth a second look: French words that English does not use, the
glossary's forms, and a telling word of each name of the gazetteer.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

from cleaner.detection.lexicon import Frequency

DATA = Path(__file__).resolve().parent.parent / "data"
OTHERS = ("es", "it", "pt", "de", "nl")
# Rarer than this the lists are mostly names, misprints and numbers glued to units.
FLOOR = 1.5
# A word this many powers of ten likelier in French than in English calls the slow path.
TRIGGER_ODDS = 1.5
WORD = re.compile(r"[^\W\d_]+")


def lexicon_lines() -> Iterable[tuple[str, Frequency]]:
    """French words of wordfreq's large lists with their Zipf frequencies."""
    from wordfreq import get_frequency_dict, zipf_frequency

    for word in get_frequency_dict("fr", "large"):
        if not WORD.fullmatch(word):
            continue
        french = zipf_frequency(word, "fr")
        if french < FLOOR:
            continue
        # A list's words are cut at accents or apostrophes by other languages' tokenizers;
        # minimum=0 keeps an unknown word at zero.
        english = zipf_frequency(word, "en", minimum=0.0)
        other = max(zipf_frequency(word, language, minimum=0.0) for language in OTHERS)
        yield word, Frequency(french, english, other)


def triggers(lexicon: Iterable[tuple[str, Frequency]]) -> set[str]:
    """Lower-case words that send a sentence to the rules."""
    words = {word for word, frequency in lexicon if len(word) > 1 and is_trigger(frequency)}
    words.update(_words_of_the_gazetteer())
    words.update(_words_of_the_glossary())
    return words


def is_trigger(frequency: Frequency) -> bool:
    """Whether a word of this frequency is worth a second look."""
    return frequency.fr >= 2.0 and frequency.odds >= TRIGGER_ODDS


def _words_of_the_gazetteer() -> set[str]:
    from cleaner.gazetteer.lookup import Gazetteer

    words = {word for name in Gazetteer.load().trigger_words() for word in WORD.findall(name)}
    return {word.lower() for word in words if len(word) > 1}


def _words_of_the_glossary() -> set[str]:
    """Rare glossary words that no frequency list has (``antidjihadiste``)."""
    from wordfreq import zipf_frequency

    from cleaner.translate.glossary import french_glossary

    words = {word for form in french_glossary().forms() for word in WORD.findall(form.lower())}
    return {word for word in words if len(word) > 2 and zipf_frequency(word, "en", minimum=0) < 1.5}


def main() -> None:
    """Writes both files, sorted, the same bytes at every run."""
    parser = argparse.ArgumentParser(description="Compile the lexicon and the gate's triggers.")
    parser.add_argument("--output", type=Path, default=DATA, help="folder to write to")
    folder: Path = parser.parse_args().output
    lexicon = sorted(lexicon_lines(), key=lambda pair: pair[0].encode())
    rows = (
        f"{word}\t{round(f.fr * 10)}\t{round(f.en * 10)}\t{round(f.other * 10)}\n"
        for word, f in lexicon
    )
    (folder / "lexicon.tsv").write_text("".join(rows), encoding="utf-8")
    words = sorted(triggers(lexicon))
    (folder / "triggers.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(lexicon)} words in lexicon.tsv, {len(words)} in triggers.txt")


if __name__ == "__main__":
    main()
