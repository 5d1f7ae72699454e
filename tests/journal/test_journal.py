"""Fix and undo give the same bytes back, whatever the text, its encoding and its edits."""

from __future__ import annotations

import codecs
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, JournalFileError
from cleaner.apply import put
from cleaner.document import Document
from cleaner.finding import Edit, Finding, Fix, Safety, Source
from cleaner.formats.text import DecodedText, decode
from cleaner.journal.lines import JournalWriter, read_journal
from cleaner.journal.record import Record, Run, changes_between, checksum
from cleaner.journal.unwind import unwind

MARKS = {
    "utf-8": [b"", codecs.BOM_UTF8],
    "utf-16-le": [codecs.BOM_UTF16_LE],
    "utf-16-be": [codecs.BOM_UTF16_BE],
    "utf-32-le": [codecs.BOM_UTF32_LE],
    "cp1252": [b""],
}
written = st.sampled_from([(encoding, mark) for encoding in MARKS for mark in MARKS[encoding]])
PIECES = [
    "The road reopens mercredi.",
    "“They came [lundi] at dawn,” he said.",
    "Flights between Le Caire and Beyrouth resumed.",
    "« It cost 2 500 € », said M. Roy at 14H30 ; “ so ” be it.",
    "A café near the Élysée\u00a0Palace, the naïve owner said.",
]
texts = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["\n", "\r\n", "\r", " ", ""])), max_size=5
).map(lambda pairs: "".join(piece + end for piece, end in pairs))
slow = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def through_a_file(records: list[Record]) -> list[Record]:
    """The records as they are read again; their files lie in the journal's folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder).resolve() / "journal.jsonl"
        with JournalWriter(path) as writer:
            for record in records:
                writer.change(record)
                writer.outcome(record, replaced=True)
        read = read_journal(path)
        assert not read.damaged
        return list(read.records)


def record(number: int, before: bytes, after: bytes, decoded: DecodedText, applied) -> Record:
    return Record(
        Run("run", "0.1.0", "model"),
        number,
        "/somewhere/a.txt",
        "2026-01-01T00:00:00.000Z",
        decoded.encoding,
        checksum(before),
        checksum(after),
        changes_between(before, after, decoded.text, decoded.encoding, applied),
    )


@given(texts, written)
@slow
def test_fix_and_undo_is_nothing(cleaner: Cleaner, text: str, way: tuple[str, bytes]):
    encoding, mark = way
    before = mark + text.encode(encoding)
    decoded = decode(before)
    [result] = cleaner.fix_documents([Document.plain(decoded.text, decoded.encoding)])
    after = decoded.encode(result.text)
    made = record(1, before, after, decoded, result.applied)
    assert len(made.changes) == len(result.applied)
    [read] = through_a_file([made])
    assert read == made
    assert unwind(after, [read]).data == before


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    """A text, and findings of it with one or more edits each, as those of markup have."""
    text = draw(st.text(min_size=1, max_size=30).filter(lambda t: t.isprintable()))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    words = st.text("aé€\u202f", max_size=3)
    edits = [Edit(a, b, draw(words)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    groups = [edits[i : i + 2] for i in range(0, len(edits), 2)]
    fix = Fix("?", Source.RULE, 1.0, Safety.SAFE)
    findings = [
        Finding("X", "x", g[0].start, g[-1].end, "?", fix=fix, parts=tuple(g)) for g in groups
    ]
    return text, draw(st.permutations(findings))


# The last two have states and marks of their own, so that pieces do not add up to the whole.
@given(edited(), st.sampled_from(["utf-8", "utf-16-le", "utf-7", "utf-16"]))
@slow
def test_several_edits_a_finding(case: tuple[str, list[Finding]], encoding: str):
    text, applied = case
    decoded = DecodedText(text, encoding)
    before = decoded.encode(text)
    after = decoded.encode(put(text, [edit for finding in applied for edit in finding.edits]))
    made = record(1, before, after, decoded, applied)
    assert through_a_file([made])[0].undone(after) == before


def chain(*states: bytes) -> list[Record]:
    """Records from the first to the second state, from the third to the fourth, and so on."""
    pairs = zip(states[::2], states[1::2], strict=True)
    fix = Fix("?", Source.RULE, 1.0, Safety.SAFE)
    return [
        record(
            number,
            before,
            after,
            DecodedText(before.decode(), "utf-8"),
            [Finding("X", "x", 0, len(before), "?", fix=fix, parts=(Edit(0, 1, "?"),))],
        )
        for number, (before, after) in enumerate(pairs, 1)
    ]


CHAINS = [
    pytest.param(chain(b"A", b"B", b"B", b"C"), b"C", b"A", 2, id="both are taken back"),
    pytest.param(chain(b"A", b"B", b"B", b"C"), b"B", b"A", 1, id="the later one was never made"),
    pytest.param(chain(b"A", b"B", b"B", b"C"), b"A", b"A", 0, id="both were undone before"),
    pytest.param(chain(b"A", b"B", b"A", b"C"), b"C", b"A", 1, id="the earlier was never made"),
    pytest.param(chain(b"A", b"B", b"A", b"B"), b"B", b"A", 1, id="made, undone and made again"),
]


@pytest.mark.parametrize(("records", "now", "before", "undone"), CHAINS)
def test_several_runs(records: list[Record], now: bytes, before: bytes, undone: int):
    back = unwind(now, records)
    assert (back.data, len(back.undone), back.known, back.stuck) == (before, undone, True, None)


def test_changed_since():
    assert not unwind(b"X", chain(b"A", b"B", b"B", b"C")).known


def test_changed_by_hand_between_two_runs():
    records = chain(b"A", b"B", b"H", b"C")
    back = unwind(b"C", records)
    assert (back.data, back.stuck) == (b"H", records[0])


def test_half_a_line_does_not_spoil_what_follows(tmp_path: Path):
    path = tmp_path / "journal.jsonl"
    first, second = chain(b"A", b"B", b"B", b"C")
    with JournalWriter(path) as writer:
        writer.change(first)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    with JournalWriter(path) as writer:
        writer.change(second)
    read = read_journal(path)
    assert (list(read.records), read.damaged) == ([first, second], (2,))


def test_names_below_the_journal_move_with_it(tmp_path: Path):
    made = chain(b"A", b"B")[0]
    inside = Record(**{f: getattr(made, f) for f in made.__slots__} | {"file": str(tmp_path / "a")})
    with JournalWriter(tmp_path / "journal.jsonl") as writer:
        writer.change(inside)
        writer.change(made)
    moved = tmp_path / "moved"
    moved.mkdir()
    (tmp_path / "journal.jsonl").rename(moved / "journal.jsonl")
    names = [record.file for record in read_journal(moved / "journal.jsonl").records]
    assert names == [str(moved / "a"), "/somewhere/a.txt"]


@pytest.mark.parametrize("data", [b"Some prose.\n", b'{"a": 1}\n', b"\xff\xfe\n"])
def test_no_journal(tmp_path: Path, data: bytes):
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(JournalFileError, match="is no journal"):
        read_journal(tmp_path / "a")


def test_a_newer_journal(tmp_path: Path):
    with JournalWriter(tmp_path / "a") as writer:
        writer.change(chain(b"A", b"B")[0])
    entry = json.loads((tmp_path / "a").read_text())
    (tmp_path / "a").write_text(json.dumps(entry | {"journal": 2, "cleaner": "9.9"}))
    with pytest.raises(JournalFileError, match=r"Cleaner 9\.9"):
        read_journal(tmp_path / "a")
