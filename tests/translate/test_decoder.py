"""Phrases put together: the search over a table made here, and over the packaged one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.finding import Request
from cleaner.languages.sorted_table import SortedTable
from cleaner.translate.decoder import Decoder, learnt_weights
from cleaner.translate.fluency import Sequences
from cleaner.translate.glossary import Glossary, french_glossary
from cleaner.translate.nouns import Name
from cleaner.translate.phrase_table import PhraseTable, parallel_text
from cleaner.translate.phrases import DecodingTranslator
from models.training.sequences import counted, numbers

ROWS = [
    "l'armée\tthe army\t90\t50",
    "ville\tcity|town\t60|30\t40",
    "verte\tgreen\t90\t9",
]
ENGLISH = ["they left the green town on foot"] * 9 + ["the army left the city"] * 9


def small(*rows: str, names=None) -> Decoder:
    table = PhraseTable(SortedTable("".join(f"{row}\n" for row in sorted(rows)).encode()))
    return Decoder(table, Glossary([]), Sequences(numbers(counted(ENGLISH), {})), names)


@pytest.fixture(scope="module")
def packaged() -> Decoder:
    return Decoder(parallel_text(), french_glossary(), Sequences.packaged())


def test_neighbours_choose_the_word():
    assert small(*ROWS).decode("ville", "the army left the ")[0].text == "city"
    assert small(*ROWS).decode("ville", "they left the green ")[0].text == "town"


def test_noun_and_adjective_change_places_where_english_wants_it():
    assert small(*ROWS).decode("ville verte", "they left the ", " on foot")[0].text == "green town"


def test_what_no_dictionary_knows_stays():
    best = small(*ROWS).decode("l'armée xyzzy")[0].text
    assert best == "the army xyzzy"


def test_a_name_takes_its_english_form():
    decoder = small(*ROWS, names=lambda text: Name("Beirut") if text == "Beyrouth" else None)
    assert decoder.decode("Beyrouth")[0].text == "Beirut"


def test_marks_stand_as_english_sets_them():
    assert "(the army)!" in small(*ROWS).decode("ville (l'armée) !")[0].text


def test_the_parts_of_the_best_add_up(packaged):
    found = packaged.decode("une source de sécurité", "It fell, according to ", " in Baghdad")
    assert 0.5 < sum(one.part for one in found) < 1.0001
    assert [one.part for one in found] == sorted((one.part for one in found), reverse=True)
    assert len({one.text for one in found}) == len(found)


@pytest.mark.parametrize(
    ("french", "before", "english"),
    [
        ("forces de l'ordre", "clashes with ", "security forces"),
        ("la guerre civile", "the end of ", "the civil war"),
        ("un accord de paix", "They signed ", "a peace agreement"),
        ("des élections présidentielles", "The winner ", "of the presidential elections"),
    ],
)
def test_plain_phrases(packaged, french, before, english):
    assert english in [one.text for one in packaged.decode(french, before)]


def test_sentences_are_translated_one_by_one():
    request = Request("Il est parti lundi. La guerre est finie.")
    [answer] = DecodingTranslator().translate([request])
    assert answer.text.count(". ") == 1
    assert answer.text.split(". ")[1][0].isupper()


def test_a_long_passage_takes_its_time_and_no_more(packaged):
    began = time.process_time()
    packaged.decode("Le gouvernement a annoncé mardi la reprise des négociations, " * 12)
    assert time.process_time() - began < 20


def test_nothing_to_decode(packaged):
    assert packaged.decode("") == packaged.decode(" \u00a0") == []


pieces = st.sampled_from(
    [
        "l'armée",
        "de",
        "la",
        "ville",
        "3,5",
        "Paris",
        ",",
        ".",
        "«",
        "»",
        "xyzzy",
        "\ud800",
        "’",
        "ne",
    ]
)


@given(st.lists(pieces, max_size=7).map(" ".join), st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_text_is_decoded(packaged, french: str, before: str, after: str):
    found = packaged.decode(french, before, after)
    assert all(one.text and 0 <= one.part <= 1 for one in found)
    assert packaged.decode(french, before, after) == found


def test_weights_are_sane():
    weights = learnt_weights()
    assert weights.share > 0
    assert weights.fluency > 0
    assert weights.unknown < weights.name < 0
