"""`cleaner gazetteer`: the real command line."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[bytes]]


def test_lookup_says_what_and_why(run: Run) -> None:
    done = run("gazetteer", "lookup", "alep")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("Alep: becomes Aleppo (safe)\n    city, SY, ")
    assert "from reviewed, gn:170063" in done.stdout.decode()


def test_lookup_shows_the_senses(run: Run) -> None:
    done = run("gazetteer", "lookup", "Valence")
    assert "Valencia, the city in Spain (if ES are named)" in done.stdout.decode()


def test_lookup_as_json(run: Run) -> None:
    done = run("gazetteer", "lookup", "Le Monde", "--format", "json")
    assert [row["safety"] for row in json.loads(done.stdout)] == ["keep"]


def test_lookup_of_what_is_not_known(run: Run) -> None:
    done = run("gazetteer", "lookup", "Zaporijjja")
    assert done.returncode == 1
    assert "not known; did you mean Zaporij" in done.stderr.decode()


def test_add_then_fix(run: Run, tmp_path: Path) -> None:
    own = str(tmp_path / "own.tsv")
    done = run("gazetteer", "add", "Quxville", "Quxtown", "--gazetteer", own)
    assert done.returncode == 0, done.stderr
    text = tmp_path / "a.txt"
    text.write_text("He left Quxville.\n", encoding="utf-8")
    assert run("fix", "--gazetteer", own, str(text)).returncode == 0
    assert text.read_text(encoding="utf-8") == "He left Quxtown.\n"
    assert "Quxville: becomes Quxtown" in run(
        "gazetteer", "lookup", "Quxtown", "--gazetteer", own
    ).stdout.decode()  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("alep", "Aleppo"), "has no capital"),
        (("Alep", "Aleppo", "--kind", "town"), "is no kind of name"),
        (("Alep", "Aleppo", "--country", "Syria"), "is no country"),
        (("Alep", "Alger"), "Alger is rewritten itself, as Algiers"),
    ],
)
def test_a_bad_name_is_refused(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    own = tmp_path / "own.tsv"
    done = run("gazetteer", "add", *arguments, "--gazetteer", str(own))
    assert done.returncode == 2
    assert complaint in done.stderr.decode()
    assert not own.exists()


def test_export_has_sources_and_licences(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "rows.json"
    assert run("gazetteer", "export", str(out)).returncode == 0
    rows = json.loads(out.read_text(encoding="utf-8"))
    assert len(rows) > 5000
    assert all(row["source"] and row["licence"] for row in rows)
    assert run("gazetteer", "export", "rows.xls").returncode == 2
