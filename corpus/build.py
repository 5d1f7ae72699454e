"""Write what is made from the articles, and turn markup into case lines.

``python -m corpus.build`` writes ``corpus/sample.txt``, the dirty text of ``articles/war.txt``;
a test asserts that the two agree. ``python -m corpus.build --sentence ID`` reads one marked-up
sentence a line from standard input and prints the lines to add to a ``.jsonl`` file, numbered from
ID on; a tab and a note may follow the sentence, and another tab and a topic.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator

from corpus.cases import FOLDER, Case, case_to_json, load
from corpus.markup import parse_markup

__all__ = ["main", "sample_text", "sentence_lines"]

SAMPLE = FOLDER / "sample.txt"


def sample_text() -> str:
    """The dirty text of the sample article."""
    return load(FOLDER / "articles" / "war.txt")[0].text


def sentence_lines(marked: Iterable[str], first_id: str) -> Iterator[str]:
    r"""JSON lines for marked-up sentences; the number at the end of ``first_id`` counts up.

    >>> lines = sentence_lines(["Rain {{fragment|lundi=>Monday}}.\tday"], "s007")
    >>> json.loads(next(lines))["clean"]
    ['Rain Monday.']
    """
    match = re.fullmatch(r"(.*?)(\d+)", first_id)
    if not match:
        raise ValueError(f"the id {first_id!r} does not end in a number")
    prefix, digits = match.groups()
    for number, line in enumerate(marked, start=int(digits)):
        sentence, note, topic, *_ = [*line.rstrip("\n").split("\t"), "", ""]
        text, edits = parse_markup(sentence)
        case = Case(f"{prefix}{number:0{len(digits)}}", text, edits, topic=topic, note=note)
        yield json.dumps(case_to_json(case), ensure_ascii=False)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m corpus.build", description=__doc__)
    parser.add_argument("--sentence", metavar="ID", help="print case lines for standard input")
    options = parser.parse_args(arguments)
    if options.sentence:
        for line in sentence_lines(sys.stdin, options.sentence):
            print(line)
    else:
        SAMPLE.write_text(sample_text(), encoding="utf-8")
        print(f"wrote {SAMPLE.relative_to(FOLDER.parent)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
