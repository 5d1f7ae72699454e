"""`cleaner memory` and `--memory`: the real command line, and what goes wrong outside."""

from __future__ import annotations

import ctypes
import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest

DIRTY = "“A rocket attack [lundi] against the base,” he said.\n"
FIXED = "“A rocket attack [Monday night] against the base,” he said.\n"
PLACE = ("--before", "attack", "--after", "against", "--bracketed")
ADD = ("memory", "add", "lundi", "Monday night", *PLACE, "--memory", "m.sqlite")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
FOREIGN = (
    HEAD
    + """<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence"
 o-tmf="x" adminlang="en-US" srclang="fr-FR" datatype="html"/><body>
<tu changedate="20260301T080000Z" changeid="Zoë"><prop type="x-domain">news</prop>
 <tuv xml:lang="fr-FR"><seg><bpt i="1">&lt;b&gt;</bpt>l’armée
   <hi>syrienne</hi><ept i="1">&lt;/b&gt;</ept></seg></tuv>
 <tuv xml:lang="EN-us"><seg>the <ph>{1}</ph>Syrian
   army<it pos="end">&lt;/i&gt;</it><ut>x</ut></seg></tuv></tu>
<tu><tuv lang="fr"><seg>mardi</seg></tuv><tuv lang="en_GB"><seg>Tuesday</seg></tuv></tu>
<tu><tuv xml:lang="de"><seg>Montag</seg></tuv><tuv xml:lang="en"><seg>Monday</seg></tuv></tu>
<tu><tuv xml:lang="frp"><seg>delon</seg></tuv><tuv xml:lang="en"><seg>Monday</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>jeudi</seg></tuv><tuv xml:lang="en"><seg> </seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Le Monde</seg></tuv><tuv xml:lang="en"><seg>Le Monde</seg></tuv></tu>
</body></tmx>"""
)
BOMB = (
    HEAD
    + '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    + '<tmx version="1.4"><header/><body><tu><tuv xml:lang="fr"><seg>&b;</seg></tuv></tu></body>'
    + "</tmx>"
)


def shown(run, *arguments: str, memory: str = "m.sqlite") -> list[dict]:
    done = run("memory", "show", "--format", "json", "--memory", memory, *arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    return json.loads(done.stdout)


def error_of(done) -> str:
    """The one line that a command which could not run prints."""
    assert done.returncode == 2
    [line] = done.stderr.decode().splitlines()
    assert line.startswith("error: ")
    return line


def test_a_correction_stays(run, tmp_path):
    assert run(*ADD, "--author", "Ann", "--note", "they meant the night").returncode == 0
    done = run("fix", "-", "--memory", "m.sqlite", stdin=DIRTY.encode())
    assert (done.returncode, done.stdout) == (0, FIXED.encode())
    again = run("fix", "-", "--memory", "m.sqlite", stdin=FIXED.encode())
    assert (again.returncode, again.stdout) == (0, FIXED.encode())
    [entry] = shown(run)
    assert (entry["fragment"], entry["text"], entry["author"]) == ("lundi", "Monday night", "Ann")
    assert (entry["before"], entry["after"], entry["bracketed"]) == ("attack", "against", True)
    assert shown(run, "lundi") == [entry]
    assert shown(run, "mardi") == []
    found = run("check", "-", "--memory", "m.sqlite", "--format", "json", stdin=DIRTY.encode())
    [finding] = json.loads(found.stdout)
    assert finding["source"] == "memory"
    assert finding["safety"] == "safe"
    assert finding["reason"].startswith("an editor's correction")
    assert "Ann" in finding["reason"]


@pytest.mark.parametrize(
    ("options", "environment", "replacement"),
    [
        (("--memory", "m.sqlite"), {}, "[Monday night]"),
        ((), {"CLEANER_MEMORY": "m.sqlite"}, "[Monday night]"),
        (("--no-memory",), {"CLEANER_MEMORY": "m.sqlite"}, "[Monday]"),
        (("--memory", "other.sqlite"), {"CLEANER_MEMORY": "m.sqlite"}, "[Monday]"),
        ((), {}, "[Monday]"),
    ],
)
def test_which_memory(run, options, environment, replacement, tmp_path):
    run(*ADD)
    where = {"CLEANER_MEMORY": "", "XDG_DATA_HOME": str(tmp_path / "none"), **environment}
    done = run("check", "-", "--format", "json", *options, stdin=DIRTY.encode(), **where)
    assert json.loads(done.stdout)[0]["replacement"] == replacement


@pytest.mark.skipif(sys.platform != "linux", reason="the folder is elsewhere")
def test_the_users_own_memory_is_used_once_it_is_there(run, tmp_path):
    where = {"CLEANER_MEMORY": "", "XDG_DATA_HOME": str(tmp_path / "data")}
    run("check", "-", stdin=DIRTY.encode(), **where)
    assert not (tmp_path / "data").exists()
    assert run(*ADD[:-2], **where).returncode == 0
    done = run("fix", "-", stdin=DIRTY.encode(), **where)
    assert done.stdout == FIXED.encode()


def test_a_clean_article_opens_nothing(tmp_path):
    (tmp_path / "a.txt").write_text("The road reopens on Friday.\n")
    (tmp_path / "m.sqlite").write_bytes(b"no database")
    code = (
        "import sys; sys.argv = ['cleaner', 'check', '--memory', 'm.sqlite', 'a.txt']\n"
        "from cleaner.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "assert 'sqlite3' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "Nothing found in 1 file.\n")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("add", "lundi", "Monday", "--before", "on"), "both --before and --after"),
        (("add", "lundi", "Monday", "--bracketed"), "both --before and --after"),
        (("add", "…", "Monday"), "no word"),
        (("add", "lundi", "Mon\x07day"), "U+0007"),
        (("export", "a.txt"), ".tmx"),
        (("import", "a.txt"), "neither .tmx nor .tsv"),
        (("import", "none.tmx"), "can't be read"),
        (("clear",), "add --yes"),
    ],
)
def test_what_can_not_be_done(run, arguments, why):
    run(*ADD)
    before = shown(run)
    assert why in error_of(run("memory", *arguments, "--memory", "m.sqlite"))
    assert shown(run) == before


def test_memory_and_no_memory_contradict(run):
    done = run("check", "-", "--memory", "a", "--no-memory", stdin=DIRTY.encode())
    assert "contradict" in error_of(done)


@pytest.mark.parametrize("command", ["show", "export"])
def test_no_memory_yet(run, command, tmp_path):
    arguments = ("memory", command, *(["a.tmx"] if command == "export" else []))
    assert "no such translation memory" in error_of(run(*arguments, "--memory", "m.sqlite"))
    assert list(tmp_path.iterdir()) == []


def test_a_warning_where_guards_will_withhold(run):
    done = run("memory", "add", "trois soldats", "four soldiers", "--memory", "m.sqlite")
    assert done.returncode == 0
    assert b"the source says 3" in done.stderr
    found = run(
        "check", "-", "--memory", "m.sqlite", "--format", "json",
        stdin=b"It killed [trois soldats] there.\n",
    )  # fmt: skip
    [finding] = json.loads(found.stdout)
    assert finding["replacement"] is None
    assert "the source says 3" in finding["evidence"]["withheld"]


def test_export_clear_import_export(run, tmp_path):
    run(*ADD, "--author", "A & <B>", "--note", "“why”  not")
    run("memory", "add", "l’armée", "the 1\u00a0st army", "--memory", "m.sqlite")
    run("memory", "add", "Le Monde", "", "--memory", "m.sqlite")
    edge = ("--before", "", "--after", "")
    run("memory", "add", "mardi", "Tuesday", *edge, "--memory", "m.sqlite")
    before = shown(run)
    assert len(before) == 4
    assert run("memory", "export", "a.tmx", "--memory", "m.sqlite").returncode == 0
    assert run("memory", "clear", "--yes", "--memory", "m.sqlite").returncode == 0
    assert shown(run) == []
    units = ElementTree.parse(tmp_path / "a.tmx").getroot().findall("body/tu")
    assert len({unit.get("tuid") for unit in units}) == len(units) == 4
    assert [unit.get("changeid") for unit in units].count("A & <B>") == 1
    done = run("memory", "import", "a.tmx", "--memory", "m.sqlite")
    assert done.stdout.startswith(b"4 added, 0 replaced by newer ones, 0 already there")
    assert shown(run) == before
    again = run(
        "memory", "import", "-", "--memory", "m.sqlite", stdin=(tmp_path / "a.tmx").read_bytes()
    )
    assert again.stdout.startswith(b"0 added, 0 replaced by newer ones, 4 already there")
    done = run("memory", "export", "-", "--memory", "m.sqlite")
    assert done.stdout == (tmp_path / "a.tmx").read_bytes()


def test_foreign_tmx(run, tmp_path):
    (tmp_path / "a.tmx").write_text(FOREIGN)
    done = run("memory", "import", "a.tmx", "--memory", "m.sqlite")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().strip() == (
        "2 added, 0 replaced by newer ones, 0 already there, 2 in other languages left out, "
        "1 without a text left out, 1 with the same text in both languages left out"
    )
    army, tuesday = shown(run)
    assert (army["fragment"], army["text"]) == ("l'armée syrienne", "the Syrian army")
    assert (army["author"], army["date"]) == ("Zoë", "2026-03-01T08:00:00Z")
    assert (tuesday["fragment"], tuesday["text"], tuesday["date"]) == ("mardi", "Tuesday", "")
    (tmp_path / "a.tmx").write_bytes(FOREIGN.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert b"0 added" in run("memory", "import", "a.tmx", "--memory", "m.sqlite").stdout


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.tmx", BOMB, "entities"),
        ("a.tmx", FOREIGN[:-40], "well-formed"),
        ("a.tmx", "", "well-formed"),
        ("a.tmx", "lundi\tMonday\n", "well-formed"),
        ("a.tmx", "<html></html>", "no TMX"),
        ("a.tmx", HEAD.replace("UTF-8", "klingon") + "<tmx/>", "can't be read|well-formed"),
        ("a.tsv", "lundi\tMonday\nmardi\n", "line 2"),
        ("a.tsv", "lundi\tMonday\nmardi\tTues\x07day\n", "line 2"),
        ("a.tsv", "lundi\tMonday\n…\tTuesday\n", "line 2"),
        ("a.tsv", b"lundi\tMond\xe9\n", "UTF-8"),
    ],
)
def test_a_bad_file_changes_nothing(run, tmp_path, name, data, why):
    run(*ADD)
    before = shown(run)
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    line = error_of(run("memory", "import", name, "--memory", "m.sqlite"))
    assert any(part in line for part in why.split("|")), line
    assert shown(run) == before


def test_a_table(run, tmp_path):
    rows = (
        "\ufefffragment\tenglish\r\n"
        "lundi\tMonday\tattack\tagainst\tyes\tAnn\t2026-01-02\tnote\r\n\r\n"
        "mardi\tTuesday\n"
    )
    done = run("memory", "import", "-", "--memory", "m.sqlite", stdin=rows.encode())
    assert done.stdout.startswith(b"2 added")
    monday, tuesday = shown(run)
    assert (monday["before"], monday["bracketed"], monday["author"]) == ("attack", True, "Ann")
    assert monday["date"] == "2026-01-02T00:00:00Z"
    assert tuesday["before"] is None


@pytest.mark.parametrize(
    ("date", "text", "counted"),
    [
        ("2020-01-01", "Monday night", b"0 replaced by newer ones, 1 already there (1 in another"),
        ("2999-01-01", "Mon.", b"1 replaced by newer ones, 0 already there"),
        ("", "Monday night", b"0 replaced by newer ones, 1 already there (1 in another"),
    ],
)
def test_the_newer_wins(run, date, text, counted):
    run(*ADD)
    row = f"lundi\tMon.\tattack\tagainst\tyes\tBob\t{date}\n"
    done = run("memory", "import", "-", "--memory", "m.sqlite", stdin=row.encode())
    assert counted in done.stdout
    assert [entry["text"] for entry in shown(run)] == [text]


def test_what_an_editor_adds_replaces_even_a_later_date(run):
    row = "lundi\tMon.\tattack\tagainst\tyes\tBob\t2999-01-01\n"
    run("memory", "import", "-", "--memory", "m.sqlite", stdin=row.encode())
    run(*ADD)
    assert [entry["text"] for entry in shown(run)] == ["Monday night"]


def test_show_and_clear_by_kind(run):
    run(*ADD)
    unknown = b"The road was [d\xc3\xa9sembourb\xc3\xa9e] on Friday.\n"
    first = run("check", "-", "--memory", "m.sqlite", "--format", "json", stdin=unknown)
    machine = shown(run, "--kind", "machine")
    assert [one["fragment"] for one in machine] == ["désembourbée"] * 2, "in its place and alone"
    second = run("check", "-", "--memory", "m.sqlite", "--format", "json", stdin=unknown)
    without = run("check", "-", "--no-memory", "--format", "json", stdin=unknown)
    assert first.stdout == second.stdout == without.stdout
    assert json.loads(first.stdout)[0]["found"] == "[désembourbée]"
    assert [entry["kind"] for entry in shown(run)] == ["editor", "machine", "machine"]
    text = run("memory", "show", "--memory", "m.sqlite").stdout.decode()
    assert "lundi -> Monday night  in “attack [lundi] against”" in text
    done = run("memory", "clear", "--kind", "machine", "--yes", "--memory", "m.sqlite")
    assert done.stdout == b"2 entries removed\n"
    assert [entry["kind"] for entry in shown(run)] == ["editor"]


def other_database(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE precious (a)")


def newer(file: Path) -> None:
    memory(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")


def memory(file: Path) -> None:
    """A memory of several pages, all in the one file."""
    rows = "".join(f"mot{n}\tword {n}\n" for n in range(2000))
    subprocess.run(
        [sys.executable, "-m", "cleaner", "memory", "import", "-", "--memory", str(file)],
        input=rows.encode(), check=True, capture_output=True,
    )  # fmt: skip
    assert file.stat().st_size > 50_000


def truncated(file: Path) -> None:
    memory(file)
    with file.open("r+b") as data:
        data.truncate(file.stat().st_size // 2)


def scribbled(file: Path) -> None:
    memory(file)
    with file.open("r+b") as data:
        data.seek(4096)
        data.write(b"\xff" * (file.stat().st_size - 8192))


def text_file(file: Path) -> None:
    file.write_text("no database, but precious\n" * 99)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (text_file, "no SQLite database"),
        (truncated, "damaged"),
        (scribbled, "damaged"),
        (other_database, "no translation memory"),
        (newer, "newer Cleaner"),
        (Path.mkdir, "a folder"),
    ],
)
def test_a_file_that_can_not_be_used(run, tmp_path, spoil, why):
    file = tmp_path / "m.sqlite"
    spoil(file)
    data = None if file.is_dir() else file.read_bytes()
    (tmp_path / "a.txt").write_text(DIRTY)
    for arguments in (
        ("check", "a.txt", "--memory", "m.sqlite"),
        ("fix", "a.txt", "--memory", "m.sqlite"),
        ("memory", "show", "--memory", "m.sqlite"),
        ADD,
    ):
        assert why in error_of(run(*arguments))
    assert (tmp_path / "a.txt").read_text() == DIRTY
    assert data is None or file.read_bytes() == data
    done = run("fix", "-", "--memory", "m.sqlite", stdin=DIRTY.encode())
    assert (done.returncode, done.stdout) == (2, DIRTY.encode())


def test_many_processes_write_at_once(run, tmp_path):
    workers = 8
    command = [sys.executable, "-m", "cleaner", "memory", "import", "-", "--memory", "m.sqlite"]
    running = [
        subprocess.Popen(
            command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(workers)
    ]  # fmt: skip
    for number, process in enumerate(running):
        assert process.stdin
        rows = [f"own{number} mot{n}\tword {n}\n" for n in range(300)]
        process.stdin.write("".join([*rows, "lundi\tMonday\n"]).encode())
        process.stdin.close()
    for process in running:
        assert process.stderr
        assert process.stdout
        assert process.stderr.read() == b""
        assert process.wait(120) == 0
        process.stdout.close()
        process.stderr.close()
    assert len(shown(run)) == workers * 300 + 1


WRITER = """
import sys
from pathlib import Path
from xml.etree import ElementTree
from cleaner.translate.memory.entry import Correction
from cleaner.translate.memory.store import Memory
memory = Memory(Path(sys.argv[1]))
for turn in range(100_000):
    memory.store(Correction.made(f"turn{turn} mot{n}", "word") for n in range(50))
    print(turn, flush=True)
"""


def test_killed_in_the_middle(run, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, "m.sqlite"], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    done = [int(process.stdout.readline()) for _ in range(20)]
    time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    done += [int(line) for line in process.stdout.read().split()]
    process.stdout.close()
    process.wait()
    entries = shown(run)
    assert len(entries) % 50 == 0, "a part of a transaction"
    assert len(entries) >= 50 * len(done), "a transaction that was finished is lost"
    assert run(*ADD).returncode == 0


def test_a_full_disk(run, tmp_path):
    """A file that can't grow beyond some pages stands in for a disk without room."""
    import resource

    run(*ADD)
    before = shown(run)
    rows = "".join(f"mot{n}\t{'word ' * 20}\n" for n in range(9000))
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "memory", "import", "-", "--memory", "m.sqlite"],
        cwd=tmp_path, input=rows.encode(), capture_output=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )  # fmt: skip
    assert "m.sqlite" in error_of(done)
    assert shown(run) == before


def without_rights(
    tmp_path: Path, *arguments: str, stdin: bytes
) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line so that permissions hold, even where the tests run as root."""
    libc = ctypes.CDLL(None)

    def drop() -> None:
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP

    return subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=tmp_path, input=stdin, capture_output=True, check=False, preexec_fn=drop,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="rights are dropped the way of Linux")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_read_only(run, tmp_path, what):
    run(*ADD)
    file = tmp_path / "m.sqlite"
    data = file.read_bytes()
    file.chmod(0o444 if what == "file" else 0o666)
    tmp_path.chmod(0o777 if what == "file" else 0o555)
    unknown = "The road was [désembourbée] on Friday.\n"
    try:
        text = (DIRTY + unknown).encode()
        done = without_rights(tmp_path, "fix", "-q", "-", "--memory", "m.sqlite", stdin=text)
        refused = without_rights(tmp_path, *ADD, stdin=b"")
    finally:
        tmp_path.chmod(0o755)
    assert done.stdout == (FIXED + unknown).encode()
    warnings = [line for line in done.stderr.decode().splitlines() if "warning" in line]
    assert len(warnings) == 1
    assert "read-only" in warnings[0]
    assert refused.returncode == 2
    assert b"read-only" in refused.stderr
    assert file.read_bytes() == data
