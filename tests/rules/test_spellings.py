"""PL201 and PL202: matters of taste, never applied unasked."""

import pytest

from cleaner import Cleaner, Config

BOTH = "Ships left Hodeida. In Hodeida, near Hodeidah, and in le Yémen, shots were heard."


def test_the_rarer_spelling_is_reported() -> None:
    [finding] = [f for f in Cleaner().check(BOTH) if f.rule == "PL201"]
    assert (finding.found, finding.replacement, str(finding.safety)) == (
        "Hodeidah",
        "Hodeida",
        "unsafe",
    )
    assert finding.evidence["spellings"] == {"Hodeida": 2, "Hodeidah": 1}


def test_it_is_unified_on_request() -> None:
    result = Cleaner(Config(unsafe_fixes=True, select=("PL201",))).fix(BOTH)
    assert result.text == BOTH.replace("Hodeidah", "Hodeida")
    assert "Hodeidah" in Cleaner(Config(select=("PL201",))).fix(BOTH).text


@pytest.mark.parametrize(
    "text",
    [
        "Ships left Hodeidah and came back to Hodeidah.",
        "He went from Granada to Grenada.",
        "The Dnieper flows through Dnipro.",
        "The Netherlands, or Holland, is flat.",
        "Kyiv was called Rangoon by nobody.",
    ],
)
def test_other_names_are_no_spellings(text: str) -> None:
    assert [f for f in Cleaner().check(text) if f.rule == "PL201"] == []


@pytest.mark.parametrize("text", ["He flew to Kiev and Lvov.", "Dmitri Medvedev left Swaziland."])
def test_english_variants_are_left_alone_unless_asked(text: str) -> None:
    assert Cleaner().check(text) == []
    assert len(Cleaner(Config(select=("PL202",))).check(text)) == 2
