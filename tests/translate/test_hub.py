"""Models of the hub, from a real server on this machine that has every kind of trouble."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from cleaner.errors import ModelError
from cleaner.translate.checkpoint import load
from cleaner.translate.hub import PATIENCE, cached_folder, pull
from cleaner.translate.inventory import known_models
from cleaner.translate.model_files import lacking, verify_folder, wanted

WEIGHTS = "model.safetensors"


@pytest.fixture(autouse=True)
def client(hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The hub's client with that server and an empty cache."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "ENDPOINT", hub.url)
    template = hub.url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.delenv("HF_HUB_ETAG_TIMEOUT", raising=False)


def test_a_model_is_pulled_and_can_be_used(hub, capfd: pytest.CaptureFixture[str]):
    pulled = pull(hub.name)
    assert len(hub.asked) == len(set(hub.asked)), "each file once"
    # The two sentencepiece models are the same, so one of them does for both.
    assert {*hub.asked, "target.spm"} == set(pulled.files)
    assert "README.md" in pulled.files
    assert {"tf_model.h5", "pytorch_model.bin", "loss.png"}.isdisjoint(pulled.files)
    assert pulled.size == sum(len(hub.files[name]) for name in pulled.files)
    assert cached_folder(hub.name) == pulled.folder
    assert capfd.readouterr() == ("", "")
    hub.fault = "hang"
    checkpoint = load(hub.name)
    assert checkpoint.name == "opus-mt-fr-en"
    assert checkpoint.markers == ("⟪", "⟫")


def test_a_name_is_downloaded_when_it_is_used_first(hub):
    del hub.files[WEIGHTS]
    with pytest.raises(ModelError):
        load(hub.name)  # the other weights are none, but they are what there is
    assert "pytorch_model.bin" in hub.asked


def test_what_is_there_is_not_downloaded_again(hub):
    pull(hub.name)
    hub.asked.clear()
    pull(hub.name)
    assert hub.asked == []


def test_a_broken_connection_is_taken_up_again(hub):
    hub.fault = "broken"
    assert pull(hub.name).folder.joinpath(WEIGHTS).read_bytes() == hub.files[WEIGHTS]
    assert hub.asked.count(WEIGHTS) == 2


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("truncated", "a file came incomplete; run the command again"),
        ("wrong", f"{WEIGHTS} is not what the hub's checksum says and was deleted"),
        ("gated", r"its owner decides who gets it; ask at http://\S+/someone/opus-mt-fr-en, then"),
        (401, "or private; check the name"),
        (404, "or private; check the name"),
        (503, "answers with error 503; try again later"),
    ],
)
def test_trouble_is_explained_and_over_when_it_is_over(hub, fault: str | int, message: str):
    hub.fault = fault
    with pytest.raises(ModelError, match=message) as caught:
        pull(hub.name)
    assert str(caught.value).startswith(f"{hub.name}: ")
    assert "\n" not in str(caught.value)
    assert cached_folder(hub.name) is None, "what is not whole is not used"
    done = set(hub.asked) - {WEIGHTS}
    hub.fault = ""
    hub.asked.clear()
    assert pull(hub.name).files
    assert done.isdisjoint(hub.asked), "what was complete is kept"


def test_a_hub_that_does_not_answer(hub):
    hub.fault = "hang"
    began = time.monotonic()
    with pytest.raises(ModelError, match="can't be reached"):
        pull(hub.name)
    assert time.monotonic() - began < PATIENCE + 8  # the client alone tries for 25


@pytest.mark.parametrize("use", [pull, load])
def test_no_network(use, monkeypatch: pytest.MonkeyPatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    began = time.monotonic()
    with pytest.raises(ModelError, match=r"can't be reached .* name a folder"):
        use("someone/never-seen")
    assert time.monotonic() - began < PATIENCE + 8  # the client alone tries for 25


def test_offline(hub, monkeypatch: pytest.MonkeyPatch):
    from huggingface_hub import constants

    pulled = pull(hub.name)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match=r"HF_HUB_OFFLINE is set.* can be used as it is"):
        pull(hub.name)
    with pytest.raises(ModelError, match=r"HF_HUB_OFFLINE is set; .*\(--model FOLDER\)\Z"):
        pull("someone/never-seen")
    assert cached_folder(hub.name) == pulled.folder


@pytest.mark.parametrize("name", ["two words", "a--b", "-dash", "a/b c", ""])
def test_names_that_are_none(name: str, hub):
    with pytest.raises(ModelError, match=r"not a model's name|not at http"):
        pull(name)
    assert hub.asked == []


def test_another_kind_of_model_is_refused_before_its_weights_come(hub):
    hub.files["config.json"] = b'{"model_type": "t5"}'
    for _ in range(2):
        with pytest.raises(ModelError, match="'t5'; Cleaner needs a MarianMT model"):
            pull(hub.name)
    with pytest.raises(ModelError, match="'t5'; Cleaner needs a MarianMT model"):
        load(hub.name)
    assert set(hub.asked) == {"config.json"}


@pytest.mark.parametrize("name", ["vocab.json", "source.spm"])
def test_an_incomplete_model_is_refused_before_its_weights_come(hub, name: str):
    del hub.files[name]
    with pytest.raises(ModelError, match=f"the hub has no {name}"):
        pull(hub.name)
    assert WEIGHTS not in hub.asked


def test_no_model_at_all(hub):
    hub.files = {"README.md": b"data"}
    with pytest.raises(ModelError, match="it is no MarianMT model"):
        pull(hub.name)


def test_a_tokenizer_that_can_not_be_loaded(hub):
    hub.files["source.spm"] = b"no model"
    with pytest.raises(ModelError, match="its tokenizer can't be loaded"):
        pull(hub.name)


def test_a_cache_that_can_not_be_written(hub, tmp_path: Path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="someone/opus-mt-fr-en: "):
        pull(hub.name)


def test_no_room(hub, monkeypatch: pytest.MonkeyPatch):
    import shutil

    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
    with pytest.raises(ModelError, match=r"no room for it on the disk .* set HF_HOME"):
        pull(hub.name)
    assert hub.asked == []


ALL = ["config.json", "source.spm", "target.spm", "vocab.json"]
SHARDS = [f"model-0000{number}-of-00002.safetensors" for number in (1, 2)]


@pytest.mark.parametrize(
    ("names", "weights", "missing"),
    [
        ([*ALL, "model.safetensors", "pytorch_model.bin"], ["model.safetensors"], []),
        ([*ALL, "pytorch_model.bin", "rust_model.ot"], ["pytorch_model.bin"], []),
        (
            [*ALL, *SHARDS, "model.safetensors.index.json"],
            ["model.safetensors.index.json", *SHARDS],
            [],
        ),
        ([*ALL, *SHARDS], [], ["model.safetensors"]),
        ([*ALL, "tf_model.h5", "training_args.bin"], [], ["model.safetensors"]),
        (["model.safetensors"], ["model.safetensors"], ALL),
        ([], [], [*ALL, "model.safetensors"]),
    ],
)
def test_which_files_are_needed(names: list[str], weights: list[str], missing: list[str]):
    needed = [name for name in ALL if name in names]
    assert wanted(names) == [*needed, *weights]
    assert lacking(names) == missing


@pytest.mark.parametrize(
    ("index", "message"),
    [
        ({"weight_map": dict.fromkeys("ab", SHARDS[0])}, None),
        ({"weight_map": dict(zip("ab", SHARDS, strict=True))}, SHARDS[1]),
        ([], "a readable model.safetensors.index.json"),
    ],
)
def test_every_shard_has_to_be_there(tmp_path: Path, index: object, message: str | None):
    for name in [*ALL, SHARDS[0]]:
        (tmp_path / name).write_text('{"model_type": "marian"}')
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    if message is None:
        verify_folder(tmp_path)
        return
    with pytest.raises(ModelError, match=f"lacks {message}"):
        verify_folder(tmp_path)


def test_licences_are_not_guessed():
    assert {model.licence for model in known_models()} == {"unknown"}
    assert all(model.size is None and model.markers is None for model in known_models())


def test_the_environment_has_no_hub_of_its_own():
    assert not os.environ.get("HF_HUB_OFFLINE"), "these tests need the client to ask"
