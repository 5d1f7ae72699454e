"""Compiles the lexicon from wordfreq's lists (`make lexicon`; CC BY-SA 4.0, see NOTICE)."""

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
WORD = re.compile(r"[^\W\d_]+")
# British spellings, which newsrooms use more than the lists: mobilisation, organiser.
BRITISH = re.compile(r"is(ations?|ers?)$")


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
        english = max(
            zipf_frequency(spelling, "en", minimum=0.0)
            for spelling in (word, BRITISH.sub(r"iz\1", word))
        )
        other = max(zipf_frequency(word, language, minimum=0.0) for language in OTHERS)
        yield word, Frequency(french, english, other)


def main() -> None:
    """Writes the lexicon, sorted, the same bytes at every run."""
    parser = argparse.ArgumentParser(description="Compile the lexicon.")
    parser.add_argument("--output", type=Path, default=DATA / "lexicon.tsv")
    output: Path = parser.parse_args().output
    rows = [
        f"{word}\t{round(f.fr * 10)}\t{round(f.en * 10)}\t{round(f.other * 10)}\n"
        for word, f in sorted(lexicon_lines(), key=lambda pair: pair[0].encode())
    ]
    output.write_text("".join(rows), encoding="utf-8")
    print(f"{len(rows)} words in {output.name}")


if __name__ == "__main__":
    main()
