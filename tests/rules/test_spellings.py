"""PL201 and PL202: matters of taste, never applied unasked."""

import pytest

from cleaner import Cleaner, Config
from cleaner.styles import STYLES, load_style

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


HOUSES = [
    ("ap", "Ships left Hodeïda.", "Ships left Hodeida."),
    ("reuters", "Ships left Hodeïda.", "Ships left Hodeidah."),
    ("guardian", "He fled Falloudja.", "He fled Falluja."),
    ("un", "He flew from Turquie to the base d'Aïn Al-Assad.", None),
    ("reuters", "Mouammar Kadhafi spoke.", "Muammar Gaddafi spoke."),
    ("cp", "Mouammar Kadhafi spoke.", "Moammar Gadhafi spoke."),
    ("reuters", "Fighters of Al-Qaïda left.", "Fighters of al Qaeda left."),
    # English is left alone, in whatever form.
    ("reuters", "Ships left Hodeida for Burma and Côte d'Ivoire.", None),
    ("un", "Ivory Coast, Turkey and Vietnam voted; Odessa and Kharkov are cities.", None),
]


@pytest.mark.parametrize(("style", "text", "expected"), HOUSES)
def test_names_become_the_houses(style: str, text: str, expected: str | None) -> None:
    fixed = Cleaner(Config(style=style, select=("PL", "NM"))).fix(text).text
    if style == "un" and "Turquie" in text:
        assert "Türkiye" in fixed
        assert "Ain Al-Asad" in fixed
    else:
        assert fixed == (expected or text)


ASKED = [
    ("ap", "He left Burma for Côte d'Ivoire.", "He left Myanmar for Ivory Coast."),
    ("un", "Ivory Coast and Turkey voted.", "Côte d'Ivoire and Türkiye voted."),
    ("reuters", "Ships left Hodeida.", "Ships left Hodeidah."),
    ("ap", "Ships left Hodeidah and Kharkov.", "Ships left Hodeidah and Kharkiv."),
    ("un", "They talked turkey in Ivory Coasts.", "They talked turkey in Ivory Coasts."),
]


@pytest.mark.parametrize(("style", "text", "expected"), ASKED)
def test_english_becomes_the_houses_when_asked(style: str, text: str, expected: str) -> None:
    config = Config(style=style, select=("PL202",), unsafe_fixes=True)
    assert Cleaner(config).fix(text).text == expected


@pytest.mark.parametrize("style", STYLES)
def test_no_name_leads_to_another_one(style: str) -> None:
    names = load_style(style).names
    assert not set(names) & set(names.values())
