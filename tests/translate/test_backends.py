"""Two backends, one model: the same pieces, the same answers, and a cache that nobody breaks."""

from __future__ import annotations

import csv
import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Config
from cleaner.errors import ConfigError, ModelError
from cleaner.finding import Request
from cleaner.translate import backends
from cleaner.translate.backends import Backend, Job, opened
from cleaner.translate.checkpoint import embedded_folder, traits
from cleaner.translate.inputs import model_input
from cleaner.translate.marian import MarianTranslator

ctranslate2 = pytest.importorskip("ctranslate2")

EMBEDDED = embedded_folder()
GLOSSARY = EMBEDDED.parents[1] / "cleaner" / "languages" / "fr" / "glossary"
# What models.parity is for is measured on thousands; here a change for the worse has to show.
LEAST_EQUAL = 0.97
PLACES = [
    ("The minister said ", " on Friday that talks would resume."),
    ("At least three people died ", ", officials told reporters."),
]
NASTY = [
    *("", " ", "\n\t x \r\n y", "\x00\x07", "\ufeffx", "\u200bx", "x\u0085y", "▁", "▁▁x"),
    *("</s>", "<pad>x<unk> y </s> z", "</s></s>", "</s", "< /s>", "<s>", "<pad", "<unk><unk>"),
    *(">>fr<< bonjour", ">>fr bonjour", ">>a<<>>b<< c", "</s>>>fr<< x", "<<>>", ">><<"),
    *("⟪ lundi⟫", "a⟪⟫b", "⟦ Monday ‖ on Monday ¦ x", "🙂 ça", "日本語", "ﬁ ①", "İı ß Œ"),
    *("\u00a0\u202f l’été", "e\u0301te\u0301", "A" * 300, "Sedmička.cz", "Árpád-spa"),
]


@pytest.fixture(scope="module")
def both() -> tuple[Backend, Backend]:
    """The reference and the fast one."""
    return opened(None, "transformers"), opened(None, "ctranslate2")


@pytest.fixture(scope="module")
def tokenizers():
    from transformers import MarianTokenizer

    from cleaner.translate.backends.pieces import Pieces

    return MarianTokenizer.from_pretrained(EMBEDDED), Pieces(EMBEDDED)


def assert_same_pieces(tokenizers, text: str) -> None:
    theirs, ours = tokenizers
    known = theirs.get_vocab()
    read, written = theirs(text)["input_ids"], theirs(text_target=text)["input_ids"]
    assert [known[piece] for piece in ours.source(text)] == read
    assert [known[piece] for piece in ours.target(text)] == written
    assert ours.text(ours.target(text)) == theirs.decode(written, skip_special_tokens=True)


@pytest.mark.parametrize("text", NASTY)
def test_the_pieces_of_nasty_texts(text: str, tokenizers):
    assert_same_pieces(tokenizers, text)


PARTS = st.sampled_from([*NASTY[9:23], " ", "l'été", "États", "1,5 %", "«", "»", "-", "x"])


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(max_size=40), st.lists(PARTS, max_size=6).map("".join)))
def test_the_pieces_of_any_text(tokenizers, text: str):
    assert_same_pieces(tokenizers, text)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.integers(min_value=0, max_value=7999), max_size=12))
def test_the_text_of_any_pieces(tokenizers, ids: list[int]):
    theirs, ours = tokenizers
    pieces = theirs.convert_ids_to_tokens(ids)
    assert ours.text(pieces) == theirs.decode(ids, skip_special_tokens=True)


@pytest.mark.parametrize("name", ["source.spm", "vocab.json", "tokenizer_config.json"])
def test_a_tokenizer_that_is_damaged(name: str, tmp_path: Path):
    from cleaner.translate.backends.pieces import Pieces

    shutil.copytree(EMBEDDED, tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(b"\xff{")
    with pytest.raises(ModelError, match="the tokenizer can't be read"):
        Pieces(tmp_path / "model")


def glossary_jobs(most: int) -> list[Job]:
    """French words of the glossary in English sentences."""
    words: list[str] = []
    for path in sorted(GLOSSARY.glob("*.tsv")):
        with path.open(encoding="utf-8") as lines:
            words += [row["fr"] for row in csv.DictReader(lines, delimiter="\t")]
    markers = traits(None).markers
    return [
        Job(model_input(Request(word, *PLACES[nth % len(PLACES)]), markers), word)
        for nth, word in enumerate(words[:: len(words) // most])
    ]


def test_the_same_fragments_the_same_answers(both):
    jobs = glossary_jobs(100)
    reference, fast = (
        [found for at in range(0, len(jobs), 32) for found in one.generate(jobs[at : at + 32], 4)]
        for one in both
    )
    pairs = list(zip(reference, fast, strict=True))
    assert all(len(ours) == 4 for _, ours in pairs)
    equal = sum(theirs[0].text == ours[0].text for theirs, ours in pairs)
    assert equal >= LEAST_EQUAL * len(pairs)
    for theirs, ours in pairs:
        if theirs[0].text == ours[0].text:
            assert ours[0].probability == pytest.approx(theirs[0].probability, abs=0.02)
            assert ours[0].complete == theirs[0].complete


def test_one_beam(both):
    jobs = glossary_jobs(20)
    pairs = list(zip(*(one.generate(jobs, 1) for one in both), strict=True))
    same = [(theirs, ours) for [theirs], [ours] in pairs if theirs.text == ours.text]
    assert len(same) >= 18
    for theirs, ours in same:
        assert 0 < ours.probability < 1
        assert ours.probability == pytest.approx(theirs.probability, abs=0.02)


def test_what_is_cut_off_is_not_complete(both):
    # The source bounds the output: for an empty one it is cut off after ten pieces.
    words = (
        "trois soldats ont été tués lundi dans une attaque contre leur base dans le nord du pays"
    )
    job = Job(f"He said⟪ {words}⟫ on Friday.", "")
    for backend in both:
        [found] = backend.generate([job], 4)
        assert not all(one.complete for one in found)
        [found] = backend.generate([job._replace(source=words)], 4)
        assert found[0].complete


def test_scores(both):
    jobs = glossary_jobs(40)
    best = [found[0] for found in both[0].generate(jobs, 4)]
    pairs = [(job.text, one.text) for job, one in zip(jobs, best, strict=True)]
    pairs += [(job.text, "the Siberian tortoise ⟪ <unk> é") for job in jobs]
    pairs += [(jobs[0].text, ""), ("", ""), ("é" * 999, "e"), ("e", "é" * 999)]
    reference, fast = (one.score(pairs) for one in both)
    assert len(fast) == len(pairs)
    assert fast[-2:] == reference[-2:] == [-math.inf, -math.inf]
    assert fast[:-2] == pytest.approx(reference[:-2], abs=0.05)
    likely, unlikely = fast[: len(jobs)], fast[len(jobs) : 2 * len(jobs)]
    assert all(one > other for one, other in zip(likely, unlikely, strict=True))
    # What the search says of an output, the score says again.
    said = [math.log(one.probability) for one in best]
    close = sum(abs(one - other) < 0.05 for one, other in zip(said, likely, strict=True))
    assert close >= 0.9 * len(said), "an output may be split in other pieces when read again"


def test_no_scores(both):
    assert [one.score([]) for one in both] == [[], []]


FIRST = (
    "import socket, sys\n"
    "def refuse(*_): raise OSError('no network')\n"
    "socket.socket.connect = refuse\n"
    "from cleaner.finding import Request\n"
    "from cleaner.translate.marian import MarianTranslator\n"
    "model = sys.argv[1] if len(sys.argv) > 1 else None\n"
    "translator = MarianTranslator(model, backend='ctranslate2')\n"
    "[found] = translator.candidates([Request('dans la capitale', 'It began ', ' today.')])\n"
    "print(found[0].text)\n"
    "print(sorted({'torch', 'transformers', 'numpy', 'sacremoses'} & set(sys.modules)))\n"
)


def first(cache: Path, model: Path = EMBEDDED) -> subprocess.Popen[str]:
    """A process of its own that translates one fragment."""
    return subprocess.Popen(
        [sys.executable, "-c", FIRST, str(model)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "CLEANER_CACHE": str(cache), "HF_HUB_OFFLINE": "1"},
    )


def test_once_converted_no_torch_is_loaded_and_no_network_asked(both, both_answer):
    process = first(Path(os.environ["CLEANER_CACHE"]))
    assert process.communicate(timeout=300) == (f"{both_answer}\n[]\n", "")


@pytest.fixture(scope="module")
def both_answer(both) -> str:
    translator = MarianTranslator(backend="transformers")
    [found] = translator.candidates([Request("dans la capitale", "It began ", " today.")])
    assert not isinstance(found, str)
    return found[0].text


def test_several_processes_convert_at_once(tmp_path: Path, both_answer):
    processes = [first(tmp_path) for _ in range(2)]
    for process in processes:
        out, err = process.communicate(timeout=500)
        assert (out.splitlines()[:1], err) == ([both_answer], "")
    [entry] = (tmp_path / "ctranslate2").iterdir()
    assert (entry / "model.bin").is_file()


def test_a_cache_that_cannot_be_written_to(tmp_path: Path, both_answer):
    (tmp_path / "file").write_text("no folder")
    out, err = first(tmp_path / "file").communicate(timeout=300)
    assert out.splitlines()[0] == both_answer
    [line] = err.splitlines()
    assert "can't be written to" in line
    assert "CLEANER_CACHE" in line


def entry_in(cache: Path, monkeypatch: pytest.MonkeyPatch, model: Path = EMBEDDED) -> Path:
    from cleaner.translate.backends.convert import best_compute_type, converted

    monkeypatch.setenv("CLEANER_CACHE", str(cache))
    return converted(traits(str(model)), best_compute_type())


def test_a_conversion_that_lost_files_is_made_again(tmp_path: Path, monkeypatch):
    entry = entry_in(tmp_path, monkeypatch)
    whole = (entry / "model.bin").read_bytes()
    (entry / "model.bin").unlink()
    assert entry_in(tmp_path, monkeypatch) == entry
    assert (entry / "model.bin").read_bytes() == whole
    assert [path.name for path in entry.parent.iterdir()] == [entry.name]


def test_a_damaged_conversion(tmp_path: Path, monkeypatch):
    (entry_in(tmp_path, monkeypatch) / "model.bin").write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"can't be loaded .*delete the folder"):
        opened(None, "ctranslate2")


def test_weights_in_several_files(tmp_path: Path, monkeypatch, both):
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "model"
    shutil.copytree(EMBEDDED, folder)
    weights: dict = {}
    for path in folder.glob("*.safetensors*"):
        weights |= load_file(path) if path.suffix == ".safetensors" else {}
        path.unlink()
    names, index = sorted(weights), {}
    for nth, part in enumerate((names[::2], names[1::2]), 1):
        file = f"model-0000{nth}-of-00002.safetensors"
        save_file({name: weights[name] for name in part}, folder / file, {"format": "pt"})
        index |= dict.fromkeys(part, file)
    (folder / "model.safetensors.index.json").write_text(
        json.dumps({"metadata": {}, "weight_map": index})
    )
    entry = entry_in(tmp_path / "cache", monkeypatch, folder)
    assert entry != entry_in(tmp_path / "cache", monkeypatch), "other files, another entry"
    jobs = glossary_jobs(5)
    assert opened(str(folder), "ctranslate2").generate(jobs, 4) == both[1].generate(jobs, 4)


def test_a_model_that_only_transformers_can_take(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "model"
    shutil.copytree(EMBEDDED, folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"activation_function": "mish"}))
    with pytest.raises(ModelError, match=r"can't take this checkpoint.*--backend transformers"):
        opened(str(folder), "ctranslate2")
    assert type(opened(str(folder))).__name__ == "TransformersBackend"
    assert not any((tmp_path / "cache" / "ctranslate2").iterdir()), "nothing half made is left"


def test_the_fastest_that_is_installed(monkeypatch: pytest.MonkeyPatch):
    assert backends.used(None) == "ctranslate2"
    assert backends.used("transformers") == "transformers"
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    assert backends.used(None) == "transformers"
    with pytest.raises(ModelError, match=r"pip install cleaner\[fast\]"):
        opened(None, "ctranslate2")


@pytest.mark.parametrize("name", ["", "onnx", "CTranslate2"])
def test_an_unknown_backend(name: str, run):
    with pytest.raises(ConfigError, match="choose one of: transformers, ctranslate2"):
        Config(backend=name)
    done = run("fix", "-", "--backend", name, stdin=b"It reopens mercredi.\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"there is no backend" in done.stderr


@pytest.mark.parametrize("name", ["transformers", "ctranslate2"])
def test_the_option(name: str, run):
    unknown = b"The road was [d\xc3\xa9sembourb\xc3\xa9e] on Friday.\n"
    done = run("check", "-", "--backend", name, stdin=unknown)
    assert done.returncode == 1
    assert b"error" not in done.stderr
