"""The real loading code of transformers, on a tiny MarianMT checkpoint with random weights."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from cleaner.errors import ModelError
from cleaner.finding import Request, Source
from cleaner.translate.checkpoint import embedded_folder, load
from cleaner.translate.marian import Hypothesis, MarianTranslator

LINES = [
    "le président a parlé lundi à Paris devant la presse",
    "the president spoke on Monday in Paris to the press",
    "les forces syriennes ont pris la ville d'Alep hier soir",
    "the Syrian forces took the city of Aleppo last night",
    "trois soldats ont été tués dans une attaque à la roquette",
    "three soldiers were killed in a rocket attack",
]
MARKERS = ["⟪", "⟫"]
REQUESTS = [
    Request("lundi", "A rocket attack ", " against the forces", "[", "]", bracketed=True),
    Request("du président", "the speech "),
    Request("lundi", "A rocket attack ", " against the forces", "[", "]", bracketed=True),
    Request("Les forces syriennes ont pris la ville. Trois soldats ont été tués hier soir."),
]


def make_checkpoint(folder: Path, *, markers: Sequence[str] | None) -> Path:
    """A complete MarianMT folder: sentencepiece models, vocabulary, config, random weights."""
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder.mkdir(parents=True)
    text = folder / "train.txt"
    text.write_text("\n".join(LINES * 20), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(folder / "source"),
        vocab_size=75,
        hard_vocab_limit=False,
        user_defined_symbols=MARKERS,
        minloglevel=3,
    )
    text.unlink()
    (folder / "source.model").rename(folder / "source.spm")
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    names = [pieces.id_to_piece(at) for at in range(pieces.get_piece_size())]
    names = ["</s>", "<unk>", *(n for n in names if n not in ("</s>", "<unk>", "<s>")), "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({name: at for at, name in enumerate(names)}))
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"source_lang": "fr", "target_lang": "en", "tokenizer_class": "MarianTokenizer"})
    )
    torch.manual_seed(7)
    extra = {"cleaner_markers": list(markers)} if markers else {}
    config = MarianConfig(
        vocab_size=len(names),
        decoder_vocab_size=len(names),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=128,
        pad_token_id=len(names) - 1,
        decoder_start_token_id=len(names) - 1,
        eos_token_id=0,
        forced_eos_token_id=0,
        bos_token_id=None,
        **extra,
    )
    MarianMTModel(config).half().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkpoint(tmp_path_factory.mktemp("models") / "tiny", markers=MARKERS)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkpoint(tmp_path_factory.mktemp("models") / "plain", markers=None)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As public models are laid out: weights as a pickle, settings in generation_config.json."""
    import torch
    from safetensors.torch import load_file

    folder = make_checkpoint(tmp_path_factory.mktemp("models") / "public", markers=None)
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    config = json.loads((folder / "config.json").read_text())
    last = config["pad_token_id"]
    config |= {"bad_words_ids": [[last]], "num_beams": 6, "max_length": 512}
    config |= {"torch_dtype": "float16", "transformers_version": "4.22.0.dev0"}
    (folder / "config.json").write_text(json.dumps(config))
    settings = {"bad_words_ids": [[last]], "decoder_start_token_id": last, "pad_token_id": last}
    settings |= {"eos_token_id": 0, "forced_eos_token_id": 0, "max_length": 512, "num_beams": 6}
    (folder / "generation_config.json").write_text(json.dumps(settings))
    return folder


def test_a_checkpoint_is_loaded_whole(tiny: Path):
    import torch

    checkpoint = load(str(tiny))
    assert checkpoint.markers == ("⟪", "⟫")
    assert checkpoint.longest == 128
    assert checkpoint.model.dtype is torch.float32
    assert not checkpoint.model.training


def test_a_model_without_markers(plain: Path):
    assert load(str(plain)).markers is None


@pytest.mark.parametrize("kind", ["tiny", "plain", "public"])
def test_every_request_is_answered(kind: str, request: pytest.FixtureRequest):
    translator = MarianTranslator(str(request.getfixturevalue(kind)))
    answers = translator.translate(REQUESTS)
    assert len(answers) == len(REQUESTS)
    assert answers[0] == answers[2]
    for answer in answers:
        assert bool(answer.text) != bool(answer.withheld)
        assert answer.source is Source.MARIAN
        assert not answer.sure
    assert answers == translator.translate(REQUESTS), "the same again"


def test_no_request(tiny: Path):
    assert MarianTranslator(str(tiny)).translate([]) == []
    assert MarianTranslator("./missing").translate([]) == [], "nothing is loaded for nothing"


def test_a_fragment_that_is_too_long_is_withheld_alone(tiny: Path):
    long = Request("été " * 400)
    answers = MarianTranslator(str(tiny)).translate([long, REQUESTS[0]])
    assert answers[0].withheld == "too long for the model"
    assert answers[1].withheld != "too long for the model"


def test_an_error_stays_with_its_fragment(tiny: Path, monkeypatch: pytest.MonkeyPatch):
    translator = MarianTranslator(str(tiny))
    generate = translator.backend.generate

    def failing(jobs, beams):
        if any("président" in job.text for job in jobs):
            raise RuntimeError("stumbled")
        return generate(jobs, beams)

    monkeypatch.setattr(translator.backend, "generate", failing)
    answers = translator.translate(REQUESTS)
    assert answers[1].withheld == "the model failed (RuntimeError)"
    assert not answers[0].withheld.startswith("the model failed")


def test_nothing_is_printed(tiny: Path):
    code = (
        "import sys; from cleaner.finding import Request\n"
        "from cleaner.translate.marian import MarianTranslator\n"
        "MarianTranslator(sys.argv[1]).translate([Request('lundi')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tiny)], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_missing_files_are_named(tiny: Path, tmp_path: Path):
    for file in tiny.iterdir():
        if file.name != "vocab.json" and file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(ModelError, match=r"lacks vocab\.json, model\.safetensors"):
        load(str(tmp_path))


def test_another_kind_of_model(tiny: Path, tmp_path: Path):
    for file in tiny.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "config.json").write_text('{"model_type": "t5"}')
    with pytest.raises(ModelError, match="'t5'; Cleaner needs a MarianMT"):
        load(str(tmp_path))


@pytest.mark.parametrize("damage", ["{", "[]", '"marian"'])
def test_a_damaged_config(damage: str, tiny: Path, tmp_path: Path):
    for file in tiny.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "config.json").write_text(damage)
    with pytest.raises(ModelError, match="can't be read"):
        load(str(tmp_path))


def test_damaged_weights(tiny: Path, tmp_path: Path):
    for file in tiny.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="can't be loaded"):
        load(str(tmp_path))


@pytest.mark.parametrize("name", ["./none", "/none/at/all", "~/no-such-model", "a/b/c"])
def test_a_missing_folder(name: str):
    with pytest.raises(ModelError, match="no such folder"):
        load(name)


def test_a_hub_name_offline():
    code = (
        "from cleaner.errors import ModelError\n"
        "from cleaner.translate.checkpoint import load\n"
        "try: load('Helsinki-NLP/opus-mt-xx-yy')\n"
        "except ModelError as error: print(error)"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert "name a folder with a MarianMT checkpoint" in done.stdout


def embedded() -> bool:
    try:
        embedded_folder()
    except ModelError:
        return False
    return True


@pytest.mark.skipif(not embedded(), reason="the checkpoint is not in this checkout")
def test_the_embedded_model_translates():
    request = Request("dans la capitale", "The fighting ", " went on.")
    [answer] = MarianTranslator().translate([request])
    assert "capital" in answer.text, answer


class Written(MarianTranslator):
    """A model whose outputs are written down; all else is the real thing."""

    outputs: ClassVar[dict[str, list[Hypothesis]]] = {
        "lundi": [Hypothesis("lunch", 0.9), Hypothesis("Monday", 0.6)],
        "A rocket attack lundi against the forces": [
            Hypothesis("A rocket attack on Monday against the forces", 0.8),
            Hypothesis("A rocket attack Monday against the forces", 0.7),
            Hypothesis("Missiles hit the forces", 0.5),
        ],
    }

    def _generated(self, jobs):
        return {job: self.outputs.get(job.text, "too long for the model") for job in jobs}


def test_a_model_without_markers_sees_the_sentence_too(plain: Path):
    [candidates] = Written(str(plain)).candidates(REQUESTS[:1])
    assert [candidate.text for candidate in candidates] == ["Monday", "on Monday", "lunch"]
    [answer] = Written(str(plain)).translate(REQUESTS[:1])
    assert (answer.text, answer.alternatives) == ("Monday", ("on Monday", "lunch"))


@pytest.mark.parametrize(("before", "after"), [("", ""), ("On ", "."), ("The long ", " march")])
def test_the_bare_fragment_where_its_sentence_does_not_help(before: str, after: str, plain: Path):
    [candidates] = Written(str(plain)).candidates([Request("lundi", before, after)])
    assert [candidate.text for candidate in candidates] == ["lunch", "Monday"]


def test_a_model_with_markers_sees_the_fragment_in_its_place_and_alone(tiny: Path):
    texts = []

    class Listening(Written):
        def _generated(self, jobs):
            texts.extend(job.text for job in jobs)
            return super()._generated(jobs)

    Listening(str(tiny)).candidates(REQUESTS[:1])
    assert sorted(texts) == ["A rocket attack [⟪ lundi⟫] against the forces", "⟪ lundi⟫"]
