"""Feeds each reader damaged fixtures, random bytes and odd documents for some minutes.

``python -m tests.fuzz --format html --minutes 10``; without ``--format``, each in turn. A reader
may refuse a file, and that is all: no other error, no more than 2 seconds for reading it or for
placing an edit, and 500 MB. What fails is made small, printed, and ends the run with 1.
"""

from __future__ import annotations

import argparse
import resource
import time
from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cleaner import InputError
from cleaner.apply import put
from cleaner.formats import compression
from cleaner.formats.registry import FORMATS, Options
from cleaner.formats.source import read
from tests.formats import strategies
from tests.formats.fixture_files import FILES, articles, options_for
from tests.limits import processor_seconds

LONGEST = 2.0  # seconds of the processor
MOST_MEMORY = 500 << 20  # bytes, beyond what the program takes before it reads anything
# Examples between two looks at the clock.
ROUND = 200
BITS = (
    "< > & \" ' \\ { } [ ] , : ; | \t \r \n \r\n \0 &eacute; &# </p> <p <b> <!-- --> <script> ]]> "
    '<![CDATA[ \\u \\ud83d "" null 1e999 --- +++ [^1]: ``` {{< %} \u2028 \ufeff \ufffc lundi '
    "<!--cleaner:off-->"
).split(" ")
NAMES = [known.name for known in FORMATS] + [one.suffix for one in compression.COMPRESSIONS]


def _limit_memory() -> None:
    with open("/proc/self/statm", encoding="ascii") as status:  # noqa: PTH123
        now = int(status.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MOST_MEMORY, resource.RLIM_INFINITY))


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A fixture with something cut out, put in, doubled or changed."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 60)))
        piece = data[start:end]
        bit = draw(st.sampled_from(BITS)).encode()
        data = (
            data[:start]
            + draw(
                st.sampled_from([b"", piece * 2, bit, piece + bit, bit * 500, piece * 300])
                | st.binary(max_size=4)
            )
            + data[end:]
        )
    return data


def files(name: str) -> st.SearchStrategy[bytes]:
    """Files of a format, or compressed ones: whole, damaged, and anything at all."""
    if name.startswith("."):
        [how] = [one for one in compression.COMPRESSIONS if one.suffix == name]
        header = b"\x1f\x8b\x08\0\0\0\0\0\0\0"
        packed = [how.pack(text, original=header) for text in (b"", b"lundi\n" * 50, bytes(3000))]
        return mutated(packed) | st.binary(max_size=60).map(lambda rest: how.magic + rest)
    seeds = [file.read_bytes() for file in FILES if file.parent.name == name]
    texts = st.lists(st.sampled_from(BITS) | st.text(max_size=3), max_size=40).map("".join)
    return (
        mutated(seeds)
        | strategies.files(name)
        | texts.map(lambda text: text.encode("utf-8", "surrogatepass"))
        | st.binary(max_size=200)
    )


def example(data: bytes, name: str, options: Options) -> None:
    """Reads a file, edits it here and there, and reads it again."""
    with suppress(InputError):
        with processor_seconds(LONGEST):
            source = read(data, "a", format_name=None if name[0] == "." else name, options=options)
        assert source.edited(()) == data
        assert source.suppressions is not None
        made = []
        for article, origin in zip(source.articles, articles(source), strict=False):
            assert source.line(article) > 0
            for piece in origin.pieces:
                assert 0 <= piece.source_start <= piece.source_end <= len(source.text)
                assert origin.text[piece.start : piece.end]
            at = origin.text.find(" ") + 1
            for start, end in ((0, len(origin.text)), (at, at + 5), (at, at)):
                with processor_seconds(LONGEST):
                    found = origin.edits(start, min(end, len(origin.text)), "Mon & <day>")
                made = list(found[0]) if found else made
        changed = put(source.text, made)
        if name != "markdown" and not source.errors:
            read(source.decoded.encode(changed), "a", format_name=source.format, options=options)


def fuzz(name: str, seconds: float, seed: int) -> int:
    """Runs until the time is up or something fails; how many examples that were."""
    fields = sorted({options_for(file).fields for file in FILES if file.parent.name == name})
    options = st.sampled_from([Options(), Options(), *(Options(one) for one in fields)])
    count = 0

    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(files(name), options)
    def one_round(data: bytes, options: Options) -> None:
        nonlocal count
        count += 1
        example(data, name, options)

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        one_round._hypothesis_internal_use_seed = seed  # what hypothesis.seed() sets
        one_round()
        seed += 1
    return count


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--format", choices=NAMES, help="else each in turn")
    parser.add_argument("--minutes", type=float, default=10, help="for each format")
    parser.add_argument("--seed", type=int, default=time.time_ns() // 1_000_000)
    given_ = parser.parse_args()
    _limit_memory()
    for name in [given_.format] if given_.format else NAMES:
        print(f"{name}: seed {given_.seed}", end="", flush=True)
        count = fuzz(name, given_.minutes * 60, given_.seed)
        print(f", {count} examples, nothing found", flush=True)


if __name__ == "__main__":
    main()
