"""House styles: the shipped ones are complete and cited, one's own are checked."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from cleaner import Cleaner, Config, ConfigError
from cleaner.styles import STYLES, load_style

TABLES = ("numbers", "currency", "time", "date", "titles", "quotes", "notes", "spelling", "names")


@pytest.mark.parametrize("name", STYLES)
def test_shipped_styles_cite_a_source_for_each_table(name: str):
    text = files("cleaner.styles").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    sources = tomllib.loads(text)["sources"]
    assert load_style(name).name == name
    assert all(sources.get(table) for table in TABLES)


def test_ones_own_style_overrides_what_it_names(tmp_path: Path):
    path = tmp_path / "gazette.toml"
    path.write_text('base = "ap"\n[numbers]\npercent = " per cent"\n', encoding="utf-8")
    style = load_style(str(path))
    assert (style.name, style.numbers.percent, style.time.pm) == ("gazette", " per cent", " p.m.")
    fixed = Cleaner(Config(style=str(path), select=("FM",))).fix("It rose 3,5 % at 14H30 there.")
    assert fixed.text == "It rose 3.5 per cent at 2:30 p.m. there."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('base = "tabloid"', "is none of"),
        ('base = "ap"\n[number]\npercent = "%"', "did you mean 'numbers'"),
        ('base = "ap"\n[numbers]\npercents = "%"', "did you mean 'percent'"),
        ('base = "ap"\n[numbers]\npercent = "pct"', "choose one of"),
        ('base = "ap"\n[numbers]\nwords_to = "nine"', "type int"),
        ('base = "ap"\n[time]\nnoon = 1', "type bool"),
        ('base = "ap"\nnumbers = 3', "has to be a table"),
        ("[numbers]\npercent = '%'", "lacks"),
        ("name = 3", "name has to be a string"),
        ('base = "ap"\nnames = 3', r"\[names\] has to be a table"),
        ('base = "ap"\n[names]\nKyiv = ""', "the name that the house writes"),
        ("= broken", "can't be read"),
    ],
)
def test_slips_are_errors(tmp_path: Path, text: str, complaint: str):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=complaint):
        Config(style=str(path))


def test_unknown_names_say_what_there_is():
    with pytest.raises(ConfigError, match="did you mean reuters"):
        load_style("reuter")


def test_the_command_line_takes_a_file(run, tmp_path: Path):
    (tmp_path / "own.toml").write_text('base = "guardian"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("It began at 14H30 there.\n", encoding="utf-8")
    run("fix", "--style", "own.toml", "a.txt")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "It began at 2.30pm there.\n"
