"""Ignore lists: what they cover, what they do not, and how they are learnt."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from cleaner.errors import ConfigError
from cleaner.ignores import HEADER, Ignores, Trusted, learnt, read_ignores

TEXT = "He left for Beyrouth on mercredi, and the [lundi] paper said nothing."


def lists(folder: Path, *rows: str) -> str:
    path = folder / "ignores.tsv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return str(path)


def found(text: str, *files: str) -> list[str]:
    return [one.found for one in Cleaner(Config(ignores=files)).check(text)]


@pytest.mark.parametrize(
    ("term", "left"),
    [
        ("mercredi", ["Beyrouth", "[lundi]"]),
        ("Beyrouth", ["mercredi", "[lundi]"]),
        ("lundi", ["Beyrouth", "mercredi"]),
        ("on mercredi", ["Beyrouth", "[lundi]"]),
        ("Mercredi", ["Beyrouth", "mercredi", "[lundi]"]),
        ("mercred", ["Beyrouth", "mercredi", "[lundi]"]),
        ("beyrouth", ["mercredi", "[lundi]"]),
    ],
)
def test_a_listed_term_is_not_reported(tmp_path, term, left):
    assert found(TEXT, lists(tmp_path, f"{term}\twe say so")) == left


def test_nothing_else_changes(tmp_path):
    file = lists(tmp_path, "mercredi\tthe paper's name")
    result = Cleaner(Config(ignores=(file,))).fix(TEXT)
    assert result.text == "He left for Beirut on mercredi, and the [Monday] paper said nothing."


def test_forms_can_not_be_ignored(tmp_path):
    assert found("It rose 3,5 percent.", lists(tmp_path, "3,5 percent\tno")) == ["3,5 percent"]


def test_several_lists(tmp_path):
    house = tmp_path / "house"
    house.mkdir()
    files = (
        lists(tmp_path, "mercredi\tx"),
        lists(house, "lundi\tx", "", "# a remark", "Beyrouth\tx"),
    )
    assert found(TEXT, *files) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "first line"),
        ("lundi\tours\n", "first line"),
        (f"{HEADER}\nlundi\n", ":2: a line has a term, a tab and the reason"),
        (f"{HEADER}\nlundi\t \n", ":2: "),
        (f"{HEADER}\n\n12\tours\n", ":3: "),
        (f"{HEADER}\nlundi\tours\tmine\n", ":2: "),
        (None, "can't be read"),
    ],
)
def test_a_list_that_can_not_be_used(tmp_path, content, message):
    path = tmp_path / "list.tsv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigError, match=message):
        Cleaner(Config(ignores=(str(path),)))


def test_no_terms_cover_nothing():
    assert not Ignores([]).covers("lundi", 0, 5)


def test_what_is_learnt_is_ignored_from_then_on(tmp_path, run):
    (tmp_path / "one.txt").write_text("The Mercredi Club met.\n\nIt was mercredi there, it said.\n")
    (tmp_path / "two.txt").write_text("They read mercredi and Beyrouth, and 3,5 percent.\n")
    done = run("check", "--learn-ignores", "one.txt", "two.txt")
    assert done.returncode == 0
    header, *rows = done.stdout.decode().splitlines()
    assert header == HEADER
    assert [row.split("\t")[0] for row in rows] == ["mercredi", "Beyrouth"]
    assert "FR201 in 2 trusted texts, such as one.txt: " in rows[0]
    (tmp_path / "house.tsv").write_bytes(done.stdout)
    again = run("check", "--ignores", "house.tsv", "one.txt", "two.txt", "--format", "jsonl")
    assert b"FR201" not in again.stdout
    assert b"PL101" not in again.stdout
    assert b"FM103" in again.stdout


def test_the_environment_names_a_list(tmp_path, run):
    file = lists(tmp_path, "mercredi\tours")
    done = run("check", "-", stdin=b"It reopens mercredi.\n", CLEANER_IGNORES=file)
    assert (done.returncode, done.stdout) == (0, b"")
    done = run("fix", "-", "--ignores", "none.tsv", stdin=b"It reopens mercredi.\n")
    assert done.returncode == 2
    assert b"error: none.tsv: can't be read" in done.stderr


def test_the_commonest_first():
    finding = Cleaner().check("It is mercredi.")[0]
    other = Cleaner().check("It is lundi.")[0]
    archive = [
        Trusted("a", "It is lundi.", (other,)),
        Trusted("b", "It is mercredi.", (finding,)),
        Trusted("c", "It is mercredi.", (finding, finding)),
    ]
    assert [term for term, _ in learnt(archive)] == ["mercredi", "lundi"]


def test_lists_are_read_together(tmp_path):
    ignores = read_ignores([Path(lists(tmp_path, "salon bleu\tQuebec's chamber"))])
    assert ignores.covers("the Salon bleu", 4, 9)
    assert ignores.covers("the Salon\u00a0bleu", 4, 9) is False
