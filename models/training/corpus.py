"""Reading the parallel text: ``NAME.tsv.xz`` files of French<TAB>English lines.

Each source has a cap, so that long legal or technical collections do not drown the everyday
and news-like ones. The sample is drawn by a seeded hash of the line: the same lines come out
whatever the order of the files, and nothing is held in memory.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Share of each source's lines that is kept; sources not named here are left out.
SHARES: dict[str, float] = {
    "tatoeba": 1.0,
    "hansard": 1.0,
    "europarl_sample": 1.0,
    "wikipedia": 1.0,
    "wiktionary_dict": 1.0,
    "names_iso_cldr": 1.0,
    "laws_general": 0.3,
    "debian_webwml": 0.4,
}

#: Sources whose lines are dictionary entries, not sentences.
DICTIONARIES = frozenset({"wiktionary_dict", "names_iso_cldr"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A French text, its English, and the source they are from."""

    source: str
    french: str
    english: str


def _kept(line: str, share: float, seed: int) -> bool:
    return zlib.crc32(line.encode(), seed) < share * 2**32


def read_file(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the (French, English) pairs of one compressed file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            french, tab, english = line.rstrip("\n").partition("\t")
            if tab and french and english and "\t" not in english:
                yield french, english


def read_corpus(folder: Path, seed: int = 1) -> Iterator[Pair]:
    """Yield the sampled pairs of every source in ``folder``, in a fixed order."""
    for source, share in SHARES.items():
        path = folder / f"{source}.tsv.xz"
        if not path.exists():
            continue
        for french, english in read_file(path):
            if share >= 1 or _kept(french, share, seed):
                yield Pair(source, french, english)
