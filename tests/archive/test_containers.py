"""Parquet, WARC and large tables: what is changed in them, and that nothing else is."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from tests.archive import torture
from tests.archive.samples import CLEAN, DIRTY, MODEL, tree

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("warcio")

FIXED = "The road reopens Wednesday. “They came [Monday] at dawn,” he said.\n"


def archive(*arguments: str, expected: int = 0) -> str:
    """Runs `cleaner archive` with small parts; what it said."""
    done = torture.begin("local", 2, *arguments)
    _, said = done.communicate()
    assert done.returncode == expected, said.decode()
    return said.decode()


def table(rows: int, text: str = DIRTY) -> pyarrow.Table:
    texts = [text if number % 5 == 0 else f"{number} {CLEAN}" for number in range(rows)]
    texts[1] = None
    sections = pyarrow.array(["mercredi", "world"] * (rows // 2)).dictionary_encode()
    columns = {
        "id": pyarrow.array(range(rows), pyarrow.int32()),
        "text": pyarrow.array(texts, pyarrow.large_string()),
        "summary": pyarrow.array([CLEAN] * rows),
        "section": sections,
        "title": sections,
        "published": pyarrow.array([date(2024, 5, 1 + number % 28) for number in range(rows)]),
        "tags": pyarrow.array([["mercredi"]] * rows),
    }
    return pyarrow.table(columns).replace_schema_metadata({"made by": "a test"})


@pytest.mark.parametrize("compression", ["none", "zstd"])
def test_parquet(tmp_path, compression):
    source = tmp_path / "in"
    source.mkdir()
    given = table(200)
    parquet.write_table(given, source / "a.parquet", row_group_size=30, compression=compression)
    given = parquet.read_table(source / "a.parquet")
    parquet.write_table(table(20, CLEAN).drop(["title"]), source / "clean.parquet")
    archive("run", str(source), str(tmp_path / "out"))
    assert (tmp_path / "out/clean.parquet").read_bytes() == (source / "clean.parquet").read_bytes()
    file = parquet.ParquetFile(tmp_path / "out/a.parquet")
    groups = [file.metadata.row_group(at) for at in range(file.num_row_groups)]
    assert [group.num_rows for group in groups] == [30] * 6 + [20]
    codec = "UNCOMPRESSED" if compression == "none" else "ZSTD"
    assert {group.column(at).compression for group in groups for at in range(7)} == {codec}
    fixed = file.read()
    assert fixed.schema.equals(given.schema, check_metadata=True)
    for name in ("id", "summary", "section", "published", "tags"):
        assert fixed[name] == given[name]
    assert fixed["text"].to_pylist() == [
        FIXED if text == DIRTY else text for text in given["text"].to_pylist()
    ]
    assert set(fixed["title"].to_pylist()) == {"Wednesday", "world"}


def test_parquet_dates_reach_the_rows(tmp_path):
    (tmp_path / "in").mkdir()
    parquet.write_table(table(20), tmp_path / "in/a.parquet")
    archive("run", str(tmp_path / "in"), str(tmp_path / "out"), "--to", "parquet")
    rows = parquet.read_table(tmp_path / "out/results.parquet").to_pylist()
    assert [row["status"] for row in rows[:2]] == ["fixed", "clean"]
    assert FIXED.strip() in rows[0]["text"]


def record(kind: str, text: bytes, media: str = "text/plain", number: int = 0) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://a.example/{number}\r\n"
        f"WARC-Date: 2024-05-03T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    return head.encode() + text + b"\r\n\r\n"


RECORDS = [
    record("warcinfo", b"software: mercredi\r\n", "application/warc-fields", 1),
    record("conversion", DIRTY.encode(), number=2),
    record("conversion", CLEAN.encode(), number=3),
    record("conversion", "It reopens mercredi, caf\xe9.".encode("latin-1"), number=4),
    record("response", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nmercredi", "a/http", 5),
    record("conversion", MODEL.encode(), number=6),
    record("conversion", DIRTY.encode(), number=7),
]


@pytest.mark.parametrize("is_packed", [True, False])
def test_warc(tmp_path, is_packed):
    source = tmp_path / "in"
    source.mkdir()
    name = "a.warc.wet.gz" if is_packed else "a.warc"
    records = [gzip.compress(one, mtime=0) for one in RECORDS] if is_packed else RECORDS
    (source / name).write_bytes(b"".join(records))
    archive("run", str(source), str(tmp_path / "out"), expected=2)
    assert "UTF-8" in (tmp_path / "out/rejects/rejects.jsonl").read_text(encoding="utf-8")
    data = (tmp_path / "out" / name).read_bytes()
    for number in (0, 2, 3, 4):
        assert records[number] in data
    plain = gzip.decompress(data) if is_packed else data
    assert plain.count(FIXED.encode()) == 2
    assert f"Content-Length: {len(FIXED.encode())}\r\n".encode() in plain
    from warcio.archiveiterator import WARCIterator

    with (tmp_path / "out" / name).open("rb") as file:
        kinds = [one.rec_headers.get_header("WARC-Record-ID") for one in WARCIterator(file)]
    assert kinds == [f"<urn:uuid:{number}>" for number in range(1, 8)]


DAMAGED = {
    "a.parquet": b"PAR1 no more",
    "empty.parquet": b"",
    "a.warc": b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 999\r\n\r\nmercredi",
    "b.warc": b"no warc at all\n",
    "whole.warc.gz": gzip.compress(b"".join(RECORDS)),
    "cut.warc.gz": gzip.compress(RECORDS[1])[:-40],
}


def test_damaged(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    for name, data in DAMAGED.items():
        (source / name).write_bytes(data)
    archive("run", str(source), str(tmp_path / "out"), expected=2)
    lines = (tmp_path / "out/rejects/rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["file"] for line in lines} == set(DAMAGED)
    for name, data in DAMAGED.items():
        assert (tmp_path / "out" / name).read_bytes() == data


def rows(number: int) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["id", "published", "text", "no, text"])
    for at in range(number):
        text = f'He said "yes"\nand, {at},\n{DIRTY}' if at % 3 else f"{at} {CLEAN}"
        writer.writerow([at, f"2024-0{1 + at % 9}-01", text, "mercredi"])
    return ("\ufeff" + out.getvalue()).encode()


@pytest.mark.parametrize("is_packed", [True, False])
def test_large_tables(run, tmp_path, is_packed):
    source = tmp_path / "in"
    source.mkdir()
    name = "a.csv.gz" if is_packed else "a.csv"
    data = rows(400)
    (source / name).write_bytes(gzip.compress(data, mtime=0) if is_packed else data)
    (source / "odd.csv").write_bytes(b"id,text\n" + b'1,5" of mercredi\n' * 1001)
    archive("run", str(source), str(tmp_path / "out"), "--ignore", "PL")
    base = tmp_path / "out/.cleaner/archive.sqlite"
    parts = sqlite3.connect(base).execute("SELECT path, count(*) FROM parts GROUP BY path")
    assert (dict(parts)[name] > 3) is not is_packed
    assert run("fix", "--quiet", f"in/{name}", "in/odd.csv", "--ignore", "PL").returncode == 0
    assert (tmp_path / "out/odd.csv").read_bytes() == (source / "odd.csv").read_bytes()
    fixed, expected = (
        gzip.decompress(path.read_bytes()) if is_packed else path.read_bytes()
        for path in (tmp_path / "out" / name, source / name)
    )
    assert fixed == expected != data
    assert fixed.count(b"[Monday]") == data.count(b"[lundi]")


@pytest.mark.parametrize("seed", ["a.parquet", "b.warc", "c.jsonl.gz"])
def test_in_place_and_back(tmp_path, seed):
    source = tmp_path / "in"
    source.mkdir()
    lines = "".join(json.dumps({"id": n, "text": f"{n} {DIRTY}"}) + "\n" for n in range(200))
    if seed.endswith("parquet"):
        parquet.write_table(table(200), source / seed, row_group_size=30)
    else:
        (source / seed).write_bytes(
            gzip.compress(lines.encode()) if seed.endswith("gz") else b"".join(RECORDS)
        )
    given = tree(source)
    archive("run", str(source), "--in-place", expected=2 if "warc" in seed else 0)
    assert tree(source)[seed] != given[seed]
    archive("undo", str(source))
    assert {n: d for n, d in tree(source).items() if not n.startswith(".cleaner")} == given
    assert not list(Path(source).glob(".cleaner/old/*"))
