from cleaner.gazetteer.lookup import Gazetteer
from cleaner.gazetteer.search import differences, near, rows_of


def test_differences_between_two_builds() -> None:
    old = list(Gazetteer.load().entries())[:10]
    new = [*old[1:9], old[9]._replace(safety="unsafe", note="doubt")]
    lines = list(differences(old, new))
    assert lines[-1] == "0 rows came, 1 went, 1 changed"
    assert [line[0] for line in lines[:-1]] == ["-", "~"]
    assert list(differences(old, old)) == ["0 rows came, 0 went, 0 changed"]


def test_names_are_found_without_accents() -> None:
    gazetteer = Gazetteer.load()
    assert {row.canonical for row in rows_of(gazetteer, "ZAPORIJJIA")} == {"Zaporizhzhia"}
    assert rows_of(gazetteer, "Nowhereville") == []
    assert near(gazetteer, "Beyrout") == ["Beyrouth"]
