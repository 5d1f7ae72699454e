"""`cleaner fix` through the real command line: the bytes that change, and those that don't."""

from __future__ import annotations

import codecs
import json
import os
import stat

import pytest

DIRTY = "The road reopens mercredi. “They came [lundi] at dawn,” he said.\n"
FIXED = "The road reopens Wednesday. “They came [Monday] at dawn,” he said.\n"
REPORTED = "“If it [n'était] for him,” she said.\n"


def test_in_place(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY, encoding="utf-8")
    path.chmod(0o640)
    done = run("fix", "a.txt")
    assert done.returncode == 0
    assert path.read_text(encoding="utf-8") == FIXED
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert done.stderr.decode() == "2 fixed, nothing remains, in 1 file.\n"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_clean_file_is_not_written(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Nothing to see here.\n")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    inode = path.stat().st_ino
    assert run("fix", "a.txt").returncode == 0
    assert (path.stat().st_mtime, path.stat().st_ino) == (1_000_000_000, inode)


def test_remaining_findings(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY + REPORTED)
    done = run("fix", "a.txt")
    assert done.returncode == 1
    assert "FR102 bracketed-grammar: [n'était]" in done.stdout.decode()
    assert (tmp_path / "a.txt").read_text() == FIXED + REPORTED


def test_stdin_to_stdout(run):
    done = run("fix", "-", stdin=DIRTY.encode())
    assert (done.returncode, done.stdout.decode()) == (0, FIXED)


def test_stdin_reports_on_stderr(run):
    done = run("fix", "-", "--format", "json", stdin=REPORTED.encode())
    assert (done.returncode, done.stdout.decode()) == (1, REPORTED)
    assert '"FR102"' in done.stderr.decode()


def test_unreadable_stdin_comes_back(run):
    data = b"\x89PNG\r\n\0\0"
    done = run("fix", "-", stdin=data)
    assert (done.returncode, done.stdout) == (2, data)


def test_diff_writes_nothing_and_explains(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY + REPORTED)
    done = run("fix", "--diff", "a.txt")
    shown = done.stdout.decode()
    assert done.returncode == 1
    assert "-" + DIRTY in shown
    assert "+" + FIXED in shown
    assert "safe, from the glossary, confidence 0.9" in shown
    assert "Not changed in a.txt, for an editor:" in shown
    assert (tmp_path / "a.txt").read_text() == DIRTY + REPORTED


def test_diff_as_json_lines(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY + REPORTED)
    done = run("fix", "--diff", "--format", "jsonl", "a.txt")
    rules = [json.loads(line)["rule"] for line in done.stdout.splitlines() if line[:1] == b"{"]
    assert rules == ["FR201", "FR101", "FR102"]


def test_nothing_to_diff(run):
    done = run("fix", "--diff", "-", stdin=b"All is well.\n")
    assert (done.returncode, done.stdout) == (0, b"")


ENCODINGS = [
    pytest.param("utf-8", b"", id="utf-8"),
    pytest.param("utf-8", codecs.BOM_UTF8, id="utf-8 with a byte order mark"),
    pytest.param("utf-16-le", codecs.BOM_UTF16_LE, id="utf-16 little-endian"),
    pytest.param("utf-16-be", codecs.BOM_UTF16_BE, id="utf-16 big-endian"),
    pytest.param("cp1252", b"", id="cp1252"),
    pytest.param("latin-1", b"", id="latin-1"),
]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
def test_bytes_outside_edits_stay(run, encoding, mark, ending):
    template = (
        "A café near the Élysée\u00a0Palace reopens {day}, the naïve owner said.{end}"
        "Mixed ends:\n none at the close of François's reign on [{day}]"
    )
    before = mark + template.format(day="mercredi", end=ending).encode(encoding)
    after = mark + template.format(day="Wednesday", end=ending).encode(encoding)
    assert run("fix", "-", stdin=before).stdout == after


def test_narrow_no_break_space_and_mixed_line_ends(run):
    text = "At 5\u202fo'clock mercredi.\r\nThen\u00a0left.\nAnd\r\nmore"
    assert run("fix", "-", stdin=text.encode()).stdout.decode() == text.replace(
        "mercredi", "Wednesday"
    )


def test_read_only_file(run, tmp_path):
    (tmp_path / "locked.txt").write_text(DIRTY)
    (tmp_path / "locked.txt").chmod(0o444)
    (tmp_path / "open.txt").write_text(DIRTY)
    done = run("fix", "locked.txt", "open.txt")
    assert done.returncode == 2
    assert "locked.txt: can't be written (the file is read-only)" in done.stderr.decode()
    assert (tmp_path / "locked.txt").read_text() == DIRTY
    assert (tmp_path / "open.txt").read_text() == FIXED


def test_broken_utf16_is_left_alone(run, tmp_path):
    data = codecs.BOM_UTF16_LE + DIRTY.encode("utf-16-le")[:-1]
    (tmp_path / "a.txt").write_bytes(data)
    assert run("fix", "a.txt").returncode == 2
    assert (tmp_path / "a.txt").read_bytes() == data


def test_link_stays_a_link(run, tmp_path):
    (tmp_path / "real.txt").write_text(DIRTY)
    (tmp_path / "link.txt").symlink_to("real.txt")
    run("fix", "link.txt")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == FIXED


def test_stdin_with_files_is_refused(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    assert run("fix", "-", "a.txt").returncode == 2
    assert (tmp_path / "a.txt").read_text() == DIRTY


def test_select(run):
    done = run("fix", "-", "--select", "FR1", stdin=DIRTY.encode())
    assert done.stdout.decode() == DIRTY.replace("lundi", "Monday")
