"""A user's own names: read, checked, laid over the packaged ones."""

from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from cleaner.errors import GazetteerFileError
from cleaner.gazetteer.overlay import own_entry, read_own, rendered

HEAD = "form\tenglish\tkind\tcountry\tarticle\tsafety\tnote\n"


def table(folder: Path, rows: str, head: str = HEAD) -> Path:
    path = folder / "own.tsv"
    path.write_text(head + rows, encoding="utf-8")
    return path


def test_own_names_win(tmp_path: Path) -> None:
    path = table(
        tmp_path, "Quxville\tQuxtown\tcity\tSY\t\tsafe\t\nMoscou\tMoskva\tcity\t\t\tsafe\t\n"
    )
    own = Cleaner(Config(gazetteer=str(path)))
    assert own.fix("He left Quxville for Moscou.").text == "He left Quxtown for Moskva."
    assert Cleaner().fix("He left Quxville for Moscou.").text == "He left Quxville for Moscow."


def test_own_names_stay(tmp_path: Path) -> None:
    path = table(tmp_path, "Moscou\tMoscou\tcity\t\t\tsafe\tour house style\n")
    assert Cleaner(Config(gazetteer=str(path))).check("He left Moscou.") == []


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    rows = [own_entry("Alep", "Aleppo|Halab", country="SY", note="x"), own_entry("Zed Éa", "Zed")]
    path = tmp_path / "own.tsv"
    path.write_text(rendered(rows), encoding="utf-8")
    assert read_own(path) == rows


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("Alep\tAleppo\tcity\n", "own.tsv:2: 3 columns, not 7"),
        ("Alep\t\tcity\t\t\tsafe\t\n", "own.tsv:2: a form and an English name"),
        ("alep\tAleppo\tcity\t\t\tsafe\t\n", "has no capital"),
        ("Alep\tAleppo\ttown\t\t\tsafe\t\n", "'town' is no kind of name"),
        ("Alep\tAleppo\tcity\tSyria\t\tsafe\t\n", "'Syria' is no country"),
        ("Alep\tAleppo\tcity\t\tle\tsafe\t\n", "'le' is no English article"),
        ("Alep\tAleppo\tcity\t\t\tsure\t\n", "'sure': choose one of"),
        (
            "Alep\tHalab\tcity\t\t\tsafe\t\nHalab\tAleppo\tcity\t\t\tsafe\t\n",
            "becomes Halab, which",
        ),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, rows: str, complaint: str) -> None:
    with pytest.raises(GazetteerFileError) as error:
        read_own(table(tmp_path, rows))
    assert complaint in str(error.value)


def test_a_table_has_its_header(tmp_path: Path) -> None:
    with pytest.raises(GazetteerFileError, match="the first line must be"):
        read_own(table(tmp_path, "Alep\tAleppo\n", head=""))
    with pytest.raises(GazetteerFileError, match="can't be read"):
        read_own(tmp_path / "nowhere.tsv")
