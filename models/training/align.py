"""Word-align the parallel text with eflomal, both ways, and symmetrise the links.

Output: a TSV of source, French, English and links ("0-0 1-2", indices of the words as
``text.py`` splits them). Dictionary entries take part, because they teach the aligner rare
words, but "to" before a verb is dropped there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from models.training.corpus import DICTIONARIES, Pair, read_corpus, read_file
from models.training.text import english_words, french_words

Links = set[tuple[int, int]]
_NEIGHBOURS = [(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]


def parse_links(text: str) -> Links:
    """Read "0-0 1-2" into a set of index pairs."""
    return {(int(a), int(b)) for a, _, b in (link.partition("-") for link in text.split())}


def symmetrise(forward: Links, backward: Links) -> Links:
    """Merge the links of both directions (grow-diag-final-and).

    The links both agree on grow by adjoining links of either; then links between two words
    that are both still free are added.
    """
    links = forward & backward
    union = forward | backward
    french = {i for i, _ in links}
    english = {j for _, j in links}
    queue = sorted(links)
    while queue:
        i, j = queue.pop(0)
        for di, dj in _NEIGHBOURS:
            new = (i + di, j + dj)
            free = new[0] not in french or new[1] not in english
            if free and new in union and new not in links:
                links.add(new)
                french.add(new[0])
                english.add(new[1])
                queue.append(new)
    for i, j in sorted(union - links):
        if i not in french and j not in english:
            links.add((i, j))
            french.add(i)
            english.add(j)
    return links


def intersect(forward: Links, backward: Links) -> Links:
    """Only the links that both directions agree on: fewer, and seldom wrong."""
    return forward & backward


def usable(pairs: Iterable[Pair], longest: int) -> Iterator[tuple[Pair, str, str]]:
    """Yield pairs fit for the aligner with their words joined by spaces."""
    for pair in pairs:
        english = pair.english
        if pair.source in DICTIONARIES and english.startswith("to "):
            english = english[3:]
        pair = Pair(pair.source, pair.french, english)
        french_keys = [w.key for w in french_words(pair.french)]
        english_keys = [w.key for w in english_words(english)]
        shorter, longer = sorted((len(french_keys), len(english_keys)))
        if shorter > 0 and longer <= min(longest, 3 * shorter + 4):
            yield pair, " ".join(french_keys), " ".join(english_keys)


# The options of both programs for the two texts and the links between them.
FILES = ("-s", "fr", "-t", "en", "-f", "fwd", "-r", "rev")


def run_eflomal(folder: Path, priors: Path | None) -> None:
    """Align ``folder``/fr and /en; leaves the links in ``folder``/fwd and /rev."""
    command = [
        "eflomal-align",
        *FILES,
        "-m",
        "3",
        "--n-samplers",
        "2",
    ]
    if priors is not None:
        command += ["-p", str(priors.resolve())]
    tool = Path(sys.executable).with_name(command[0])
    subprocess.run(
        [str(tool) if tool.exists() else command[0], *command[1:]], cwd=folder, check=True
    )


def align(
    pairs: Iterable[Pair],
    out: Path,
    longest: int,
    priors: Path | None,
    save: Path | None,
    merge: Callable[[Links, Links], Links] = symmetrise,
) -> int:
    """Align ``pairs`` and write them with their links; returns how many were written."""
    with tempfile.TemporaryDirectory(dir=out.parent) as name:
        folder = Path(name)
        kept: list[Pair] = []
        with (folder / "fr").open("w") as french, (folder / "en").open("w") as english:
            for pair, fr, en in usable(pairs, longest):
                kept.append(pair)
                french.write(fr + "\n")
                english.write(en + "\n")
        run_eflomal(folder, priors)
        if save is not None:
            tool = Path(sys.executable).with_name("eflomal-makepriors")
            subprocess.run(
                [
                    str(tool),
                    *FILES,
                    "-p",
                    str(save.resolve()),
                ],
                cwd=folder,
                check=True,
            )
        with (folder / "fwd").open() as fwd, (folder / "rev").open() as rev, out.open("w") as tsv:
            for pair, forward, backward in zip(kept, fwd, rev, strict=True):
                links = merge(parse_links(forward), parse_links(backward))
                text = " ".join(f"{i}-{j}" for i, j in sorted(links))
                tsv.write(f"{pair.source}\t{pair.french}\t{pair.english}\t{text}\n")
    return len(kept)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of NAME.tsv.xz files")
    parser.add_argument("--out", type=Path, required=True, help="TSV to write")
    parser.add_argument("--file", help="align this one file of the folder instead of the corpus")
    parser.add_argument("--longest", type=int, default=40, help="most words in a sentence")
    parser.add_argument("--priors", type=Path, help="start from these priors")
    parser.add_argument("--save-priors", type=Path, help="write priors here")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    pairs: Iterable[Pair]
    if args.file:
        name = args.file.removesuffix(".tsv.xz")
        pairs = (Pair(name, fr, en) for fr, en in read_file(args.data / args.file))
    else:
        pairs = read_corpus(args.data, args.seed)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    count = align(pairs, args.out, args.longest, args.priors, args.save_priors)
    print(f"{count} pairs aligned: {args.out}")


if __name__ == "__main__":
    main()
