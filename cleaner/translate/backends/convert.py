"""A checkpoint's weights in CTranslate2's own format: converted once, then kept in a cache.

Converting needs transformers and torch and takes seconds; what is in the cache is loaded without
them. Entries are written aside and moved into place whole, so that processes that convert the same
model at once don't disturb each other: the first to be done wins, and all use what it made.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.errors import ModelError
from cleaner.translate.checkpoint import Checkpoint, Traits, loaded

__all__ = ["ConversionError", "best_compute_type", "cache_folder", "converted"]

# Weights and arithmetic, the first that the processor has. float32 answers exactly as transformers
# does. int16 is a tenth to a fifth faster; one best answer in a hundred differs, one in five
# hundred of those that the model is fairly sure of (0.5). int8 is faster again, but one answer in
# eighteen differs: as many for the rounding of what flows between the layers as for that of the
# weights, so that rounding the weights alike beforehand does not cure it. models/parity.py
# measures all three.
COMPUTE_TYPES = ("int16", "float32")
# Raise it when the conversion below changes what it writes.
_LAYOUT = 1
_READ = ("config.json", "vocab.json", "target_vocab.json", "tokenizer_config.json")
_WHOLE = ("model.bin", "config.json")


class ConversionError(ModelError):
    """A checkpoint that CTranslate2 can't take, though transformers may."""


def cache_folder() -> Path:
    """Where converted models are kept: CLEANER_CACHE, or the user's cache folder."""
    named = os.environ.get("CLEANER_CACHE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("cleaner", appauthor=False)


def best_compute_type() -> str:
    """The first of the compute types that CTranslate2 has for this processor."""
    import ctranslate2

    supported = ctranslate2.get_supported_compute_types("cpu")
    return next((kind for kind in COMPUTE_TYPES if kind in supported), COMPUTE_TYPES[-1])


def converted(traits: Traits, compute_type: str) -> Path:
    """The folder with the converted checkpoint, made if need be. Raises ``ModelError``."""
    entry = cache_folder() / "ctranslate2" / _key(traits, compute_type)
    if _is_whole(entry):
        return entry
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".making-", dir=entry.parent))
    except OSError as error:
        return _made_for_now(traits, compute_type, error)
    try:
        _convert(traits, aside / "model", compute_type)
        _put_in_place(aside, entry)
    except OSError as error:
        return _made_for_now(traits, compute_type, error)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if not _is_whole(entry):
        raise ModelError(f"{entry}: the converted model is incomplete; delete the folder")
    return entry


def _put_in_place(aside: Path, entry: Path) -> None:
    with contextlib.suppress(OSError):
        (aside / "model").rename(entry)
    # It is there: another process may have been faster, and what it made is as good. Only a folder
    # that has lost files, to a cleaner of caches perhaps, has to go.
    if not _is_whole(entry):
        with contextlib.suppress(FileNotFoundError):
            entry.rename(aside / "broken")
        (aside / "model").rename(entry)


def _is_whole(entry: Path) -> bool:
    return all((entry / name).is_file() for name in _WHOLE)


def _made_for_now(traits: Traits, compute_type: str, error: OSError) -> Path:
    """A conversion for this process alone, where the cache can't be written to."""
    entry = _temporary_folder() / _key(traits, compute_type)
    if not _is_whole(entry):
        print(
            f"note: {cache_folder()} can't be written to ({error.strerror or error}); the model "
            "is converted for this run alone. Name another folder in CLEANER_CACHE",
            file=sys.stderr,
        )
        _convert(traits, entry, compute_type)
    return entry


@cache
def _temporary_folder() -> Path:
    import atexit

    folder = Path(tempfile.mkdtemp(prefix="cleaner-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _key(traits: Traits, compute_type: str) -> str:
    """Names a conversion by all that it depends on."""
    import ctranslate2

    digest = hashlib.sha256(f"{_LAYOUT} {ctranslate2.__version__} {compute_type}".encode())
    for path in sorted(traits.folder.iterdir()):
        if path.name in _READ or path.match("model*.safetensors*") or path.match("*.bin"):
            with path.open("rb") as file:
                digest.update(path.name.encode())
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]


def _convert(traits: Traits, folder: Path, compute_type: str) -> None:
    """Writes the checkpoint in CTranslate2's format. Raises ``ModelError`` and OSError."""
    checkpoint = loaded(traits)
    try:
        _converter(checkpoint).convert(str(folder), quantization=compute_type, force=True)
    except OSError:
        raise
    except Exception as error:
        # The converter raises all sorts of errors for a model that it was not made for.
        raise ConversionError(
            f"{traits.folder}: CTranslate2 can't take this checkpoint ({type(error).__name__}: "
            f"{error}); take the slower --backend transformers"
        ) from error


def _converter(checkpoint: Checkpoint) -> Any:
    """CTranslate2's converter of MarianMT models, but for the padding token.

    It drops the token and starts decoding from zeros instead of its embedding, as the models of
    the Marian program do. transformers starts from the embedding, and in a model that was trained
    with tied embeddings this is not zero: only with the token kept are both the same model.
    """
    from ctranslate2.converters.converter import Converter
    from ctranslate2.converters.transformers import BartLoader, MarianMTLoader

    class Loader(MarianMTLoader):  # type: ignore[misc]
        def set_decoder(self, spec: Any, decoder: Any) -> None:
            BartLoader.set_decoder(self, spec, decoder)

        def get_vocabulary(self, model: Any, tokenizer: Any) -> list[str]:
            return list(BartLoader.get_vocabulary(self, model, tokenizer))

        def set_config(self, config: Any, model: Any, tokenizer: Any) -> None:
            super().set_config(config, model, tokenizer)
            start = model.config.decoder_start_token_id
            config.decoder_start_token = tokenizer.convert_ids_to_tokens(start)

        def _remove_pad_weights(self, spec: Any) -> None:
            """Leaves them."""

    class InMemory(Converter):  # type: ignore[misc]
        def _load(self) -> Any:
            import torch

            with torch.no_grad():
                return Loader()(checkpoint.model, checkpoint.tokenizer)

    return InMemory()
