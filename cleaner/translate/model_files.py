"""Which files make a MarianMT checkpoint, and what a folder lacks of them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from cleaner.errors import ModelError

__all__ = ["lacking", "model_type", "read_json", "verify_folder", "wanted"]

REQUIRED = ("config.json", "source.spm", "target.spm", "vocab.json")
# Read where they are there: a licence, settings, a second vocabulary.
OPTIONAL = (
    "README.md",
    "added_tokens.json",
    "generation_config.json",
    "special_tokens_map.json",
    "target_vocab.json",
    "tokenizer_config.json",
)
# In the order in which transformers prefers them, and safetensors can't run code.
_WEIGHTS = (
    ("model.safetensors", re.compile(r"model-\d+-of-\d+\.safetensors")),
    ("pytorch_model.bin", re.compile(r"pytorch_model-\d+-of-\d+\.bin")),
)


def wanted(names: Collection[str]) -> list[str]:
    """Those of a repository's files that are needed, weights in one form only, and last.

    >>> wanted(["README.md", "config.json", "tf_model.h5", "pytorch_model.bin", "vocab.json"])
    ['config.json', 'vocab.json', 'README.md', 'pytorch_model.bin']
    """
    files = [name for name in (*REQUIRED, *OPTIONAL) if name in names]
    return [*files, *_weights(names)]


def lacking(names: Collection[str]) -> list[str]:
    """What is not among ``names`` and has to be.

    >>> lacking(["config.json", "source.spm", "target.spm", "tf_model.h5"])
    ['vocab.json', 'model.safetensors']
    """
    missing = [name for name in REQUIRED if name not in names]
    return missing if _weights(names) else [*missing, _WEIGHTS[0][0]]


def _weights(names: Iterable[str]) -> list[str]:
    names = set(names)
    for whole, shard in _WEIGHTS:
        if whole in names:
            return [whole]
        if f"{whole}.index.json" in names:
            return [f"{whole}.index.json", *sorted(filter(shard.fullmatch, names))]
    return []


def verify_folder(folder: Path, name: str = "") -> None:
    """Raises ``ModelError`` unless the folder holds a whole MarianMT checkpoint.

    ``name`` is what the user calls it, the folder unless said otherwise.
    """
    name = name or str(folder)
    files = {file.name for file in folder.iterdir() if file.is_file()}
    kind = model_type(folder, name) if "config.json" in files else "marian"
    if kind != "marian":
        raise ModelError(f"{name}: a model of type {kind!r}; Cleaner needs a MarianMT model")
    missing = lacking(files) + _lacking_shards(folder, files)
    if missing:
        raise ModelError(
            f"{name}: not a complete MarianMT checkpoint, it lacks {', '.join(missing)}"
        )


def model_type(folder: Path, name: str = "") -> object:
    """The kind of model that config.json says. Raises ``ModelError`` if it can't be read."""
    try:
        return read_json(folder / "config.json").get("model_type")
    except (OSError, ValueError) as error:
        raise ModelError(f"{name or folder}: config.json can't be read ({error})") from error


def read_json(path: Path) -> dict[str, object]:
    """A file with a JSON object. Raises OSError or ValueError."""
    read = json.loads(path.read_text("utf-8"))
    if not isinstance(read, dict):
        raise ValueError("not a JSON object")
    return read


def _lacking_shards(folder: Path, files: Collection[str]) -> list[str]:
    """The shards that the index of the weights names and the folder does not have."""
    index = next((name for name in _weights(files) if name.endswith(".index.json")), None)
    if index is None:
        return []
    try:
        named = read_json(folder / index).get("weight_map")
    except (OSError, ValueError):
        return [f"a readable {index}"]
    shards = set(named.values()) if isinstance(named, dict) else set()
    return sorted(str(shard) for shard in shards if shard not in files)
