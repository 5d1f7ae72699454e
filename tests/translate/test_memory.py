"""The translation memory: a real SQLite file, the real guards, the real model."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Config
from cleaner.errors import MemoryFileError
from cleaner.finding import Request, Safety, Source
from cleaner.translate import Answer, GlossaryTranslator, answer_to_fix
from cleaner.translate.memory.editor import Corrected, Corrections
from cleaner.translate.memory.entry import Context, Correction, context_of
from cleaner.translate.memory.store import Changes, MachineAnswer, Memory

ATTACK = Context("attack", "against", True)
DATES = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "memory.sqlite")


def made(fragment: str, text: str, context: Context | None = None) -> Correction:
    return Correction.made(fragment, text, context, author="Ann", date=DATES[0])


def corrected(memory: Memory, request: Request, *corrections: Correction) -> Answer:
    memory.store(corrections)
    glossary = GlossaryTranslator()
    [answer] = Corrected(Corrections(memory, glossary), glossary).translate([request])
    return answer


@pytest.mark.parametrize(
    ("before", "after", "context"),
    [
        ("A rocket attack ", " against the base", ("attack", "against")),
        ("", " against", ("", "against")),
        ("He said: “", "”", ("said", "")),
        ("at Al-Assad’s ", ", Iraq", ("al-assad's", "iraq")),
        ("U.S. ", " 2,500", ("u.s", "2")),
        ("x" * 500 + " end ", " ", ("end", "")),
    ],
)
def test_context(before: str, after: str, context: tuple[str, str]):
    assert context_of(Request("lundi", before, after))[:2] == context


@pytest.mark.parametrize(
    ("fragment", "before", "after", "bracketed", "text", "sure"),
    [
        ("lundi", "A rocket attack ", " against it", True, "Monday night", True),
        ("« lundi »,", "A rocket attack ", " against it", True, "« Monday night »,", True),
        ("lundi", "An ATTACK ", ", against it", True, "Monday night", True),
        ("lundi", "A rocket attack ", " against it", False, "Monday", True),
        ("lundi", "A rocket attack ", " on it", True, "Monday", True),
        ("lundi", "A raid ", " against it", True, "Monday", True),
        ("Lundi", "A rocket attack ", " against it", True, "Monday", True),
        ("mercredi", "A rocket attack ", " against it", True, "Wednesday", True),
    ],
)
def test_a_correction_for_its_neighbours(memory, fragment, before, after, bracketed, text, sure):
    request = Request(fragment, before, after, bracketed=bracketed)
    answer = corrected(memory, request, made("lundi", "Monday night", ATTACK))
    assert (answer.text, answer.sure) == (text, sure)
    assert answer.by_editor == ("night" in text)
    assert (answer.source is Source.MEMORY) == answer.by_editor


@pytest.mark.parametrize(
    ("fragment", "correction", "before", "text", "safety"),
    [
        # The glossary lists it, or composes it.
        ("lundi", "Monday", "It began ", "Monday", Safety.SAFE),
        ("attaque", "raid", "a big ", "raid", Safety.UNSAFE),
        ("le président", "the president", "It saw ", "the president", Safety.SAFE),
        # It does not.
        ("lundi", "Sunday", "It began ", "Sunday", Safety.UNSAFE),
        ("xyzzy", "magic", "It began ", "magic", Safety.UNSAFE),
        # Nothing but the meaning was open.
        ("clôture", "closing", "It rose at the ", "closing", Safety.SAFE),
        ("clôture", "fence", "It rose at the ", "fence", Safety.UNSAFE),
        # English has the word, too.
        ("tentative", "bid", "It was a second ", "bid", Safety.UNSAFE),
        # Whose it is depends on the place.
        ("ses", "her", "He lost ", "her", Safety.UNSAFE),
        # English has the adjective in front.
        ("judiciaires", "judicial", "Two experts ", "judicial", Safety.UNSAFE),
        # As it fits: a capital, no doubled article.
        ("lundi", "Monday", "", "Monday", Safety.SAFE),
        ("le président", "the president", "He met the ", "president", Safety.SAFE),
    ],
)
def test_a_correction_for_any_place(memory, fragment, correction, before, text, safety):
    request = Request(fragment, before, " said")
    answer = corrected(memory, request, made(fragment, correction))
    fix = answer_to_fix(request, answer)
    assert fix is not None
    assert (fix.replacement, fix.safety, fix.source) == (text, safety, Source.MEMORY)
    assert "editor" in fix.reason or "before" in fix.reason


def test_the_most_specific_wins(memory):
    entries = (made("lundi", "Monday", None), made("lundi", "Monday night", ATTACK))
    there = Request("lundi", "An attack ", " against", bracketed=True)
    assert corrected(memory, there, *entries).text == "Monday night"
    assert corrected(memory, Request("lundi", "It began ")).text == "Monday"


def test_others_are_alternatives_of_an_unsure_correction(memory):
    answer = corrected(memory, Request("lundi", "It began "), made("lundi", "Sunday"))
    assert (answer.text, answer.alternatives, answer.sure) == ("Sunday", ("Monday",), False)


@pytest.mark.parametrize(
    ("fragment", "text", "why"),
    [
        ("trois soldats", "four soldiers", "the source says 3"),
        ("n'est pas là", "is there", "negation"),
        ("le président", "[the president", "unbalanced"),
        ("lundi", "mardi et mercredi", "French"),
        ("lundi", "Monday Monday", "repeats"),
        ("lundi", "a b c d e f g h i j", "10 words for 1"),
    ],
)
@pytest.mark.parametrize("context", [None, Context("was", "on", False)])
def test_guards_withhold_corrections_too(memory, fragment, text, why, context):
    request = Request(fragment, "It was ", " on the road")
    answer = corrected(memory, request, made(fragment, text, context))
    assert not answer.found
    assert why in answer.withheld
    assert answer.by_editor, "nobody else is asked"


@pytest.mark.parametrize("text", ["lundi", "", "  lundi "])
def test_what_is_to_be_left_alone(memory, text):
    answer = corrected(memory, Request("lundi", "It began "), made("lundi", text))
    assert answer.withheld.startswith("an editor left it")
    assert not answer.found


def test_what_the_english_says_already_is_withheld(memory):
    answer = corrected(memory, Request("lundi", "on Monday "), made("lundi", "Monday"))
    assert answer.withheld == "the English beside it says the same"


@pytest.mark.parametrize(
    ("fragment", "before", "after", "left"),
    [
        ("soir", "on lundi ", ", he said", True),
        ("lundi soir", "on ", ", he said", True),
        ("soir", "on mardi ", ", he said", False),
        ("soir", "on vlundi ", ", he said", False),
        ("soir", "on lundi ", "ée", False),
        ("lundi", "on ", " sair", False),
    ],
)
def test_what_an_editor_wrote_is_no_leftover(memory, fragment, before, after, left):
    request = Request(fragment, before, after)
    answer = corrected(memory, request, made("xyzzy", "Lundi soir"))
    assert (answer.withheld == "an editor wrote it") is left


def test_odd_requests(memory):
    memory.store([made("lundi", "Monday")])
    corrections = Corrections(memory, GlossaryTranslator())
    odd = ["", " ", "…", "\ud800", "x\x00y", "'", "%", "l" * 10_000]
    answers = corrections.translate([Request(text, text, text) for text in odd])
    assert not any(answer.by_editor for answer in answers)
    assert corrections.translate([]) == []


def test_a_change_is_stored_once(memory):
    old, new = made("lundi", "Monday"), Correction.made("lundi", "Mon.", date=DATES[1])
    assert memory.store([old, old]) == Changes(added=1, same=1)
    assert memory.store([new]) == Changes(replaced=1)
    assert memory.store([old]) == Changes(kept=1)
    assert memory.all_corrections() == [new]
    assert memory.store([old], force=True) == Changes(replaced=1)
    assert memory.all_corrections() == [old]
    assert memory.clear(machine=False) == 1
    assert memory.all_corrections() == []


def test_all_or_nothing(memory):
    def failing():
        yield made("mardi", "Tuesday")
        raise RuntimeError("in the middle")

    memory.store([made("lundi", "Monday")])
    with pytest.raises(RuntimeError):
        memory.store(failing())
    assert [one.fragment for one in memory.all_corrections()] == ["lundi"]


def test_threads_and_forks_have_their_own_connection(memory):
    memory.store([made("lundi", "Monday")])
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(len(memory.all_corrections())))
    thread.start()
    thread.join()
    assert found == [1]
    child = os.fork()
    if child == 0:
        memory.store([made("mardi", "Tuesday")])
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert len(memory.all_corrections()) == 2


def test_a_full_database(memory, caplog):
    memory.store([made("lundi", "Monday")])
    connection = memory._connection()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(MemoryFileError, match="no room"):
        memory.store([made(f"mot{n}", "word " * 50) for n in range(2000)])
    assert len(memory.all_corrections()) == 1
    answers = [MachineAnswer("m", str(n), "f", "x" * 200) for n in range(2000)]
    memory.keep_answers(answers)
    memory.keep_answers(answers)
    assert [record.message for record in caplog.records if "no room" in record.message] == [
        caplog.records[0].message
    ]
    assert memory.all_answers() == []


def test_a_writer_that_does_not_end_is_reported(memory, monkeypatch, caplog):
    memory.store([made("lundi", "Monday")])
    memory.close()
    monkeypatch.setattr("cleaner.translate.memory.database.BUSY_SECONDS", 0.05)
    with sqlite3.connect(memory.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert len(memory.all_corrections()) == 1, "readers do not wait"
        with pytest.raises(MemoryFileError, match="in use"):
            memory.store([made("mardi", "Tuesday")])
        memory.keep_answers([MachineAnswer("m", "c", "f", "[]")])
        assert "in use" in caplog.text
        other.execute("ROLLBACK")
    assert memory.store([made("mardi", "Tuesday")]).added == 1


TEXTS = [
    "“A rocket attack [lundi] against the base,” he said.",
    "The storm reaches the coast mercredi, bringing rain.",
    "It fell, selon une source judiciaire, in the east.",
    "The speech [du président] in [mardi soir] was long.",
]
ENGLISH = [
    "Monday", "lundi", "the lundi", "mardi", "lundi soir", "Monday lundi", "of the president",
    "selon", "Wednesday", "Beyrouth", "du", "mercredi morning", "speech", "the", "source", "",
]  # fmt: skip
FRENCH = ["lundi", "mercredi", "mardi", "mardi soir", "soir", "du président",
          "selon une source judiciaire", "source", "the lundi"]  # fmt: skip
CONTEXTS = [
    None, ATTACK, Context("coast", "bringing"), Context("fell", "in"),
    Context("speech", "in", True), Context("in", "was", True), Context("attack", "lundi", True),
]  # fmt: skip
entries = st.lists(
    st.builds(made, st.sampled_from(FRENCH), st.sampled_from(ENGLISH), st.sampled_from(CONTEXTS)),
    max_size=6,
)


@given(entries, st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
@settings(
    max_examples=150, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_fixing_twice_is_fixing_once(
    tmp_path: Path, corrections: list[Correction], texts: list[str]
):
    cleaner = engine(tmp_path, corrections)
    text = " ".join(texts)
    once = cleaner.fix(text)
    again = cleaner.fix(once.text)
    assert again.text == once.text
    assert all(edit.safety is Safety.SAFE for edit in once.applied)
    for edit in once.applied:
        if edit.source is Source.MEMORY and edit.found in ("[lundi]", "lundi"):
            assert (edit.replacement or "").strip("[]") in once.text


def engine(folder: Path, corrections: list[Correction]) -> Cleaner:
    """An engine with these corrections; its tables are shared, its model is not asked."""
    file = folder / "memory.sqlite"
    with Memory(file) as memory:
        memory.clear()
        memory.store(corrections, force=True)
    cleaner = Cleaner(Config(memory=str(file)))
    cleaner.__dict__["_translator"] = cleaner._sure_translator
    return cleaner


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        # French that no guard knows, a name that another rule would put right, itself, another.
        ("grenade night", "“A rocket attack [grenade night] against the base,” he said."),
        ("Monday", "“A rocket attack [Monday] against the base,” he said."),
        ("lundi", TEXTS[0]),
        ("", TEXTS[0]),
    ],
)
def test_an_applied_correction_stays(tmp_path, text, fixed):
    cleaner = engine(tmp_path, [made("lundi", text, ATTACK), made("grenade", "shell")])
    assert cleaner.fix(TEXTS[0]).text == fixed
    assert cleaner.fix(fixed).text == fixed


def test_without_a_memory_nothing_is_opened(tmp_path):
    (tmp_path / "m").write_text("no database")
    assert Cleaner(Config(memory=str(tmp_path / "m"))).fix("It is open.").text == "It is open."
    with pytest.raises(MemoryFileError, match="no SQLite database"):
        Cleaner(Config(memory=str(tmp_path / "m"))).fix("It reopens mercredi.")
