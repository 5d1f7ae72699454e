"""Where a MarianMT checkpoint lies, and loading it without noise.

The embedded checkpoint is looked for inside the installed package first, then at the top of a
source checkout. transformers and torch are imported here, inside functions, and nowhere else but
in ``marian``.
"""

from __future__ import annotations

import contextlib
import logging as stdlib_logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import ModelError
from cleaner.translate.model_files import verify_folder

__all__ = ["Checkpoint", "embedded_folder", "load", "quiet"]

EMBEDDED = "fragments-fr-en"


@dataclass(frozen=True)
class Checkpoint:
    """A loaded model.

    ``markers`` surround a fragment in its sentence; None for other models. ``most_words`` is the
    length from which on its card says that it is not to be asked; None for no limit.
    """

    name: str
    model: Any
    tokenizer: Any
    markers: tuple[str, str] | None
    most_words: int | None
    longest: int


def embedded_folder() -> Path:
    """The folder of the checkpoint that comes with Cleaner. Raises ``ModelError`` without one."""
    package = Path(__file__).resolve().parent.parent
    for models in (package / "models", package.parent / "models"):
        if (models / EMBEDDED / "config.json").is_file():
            return models / EMBEDDED
    raise ModelError(
        f"the model {EMBEDDED} is not installed with Cleaner; name a folder with a MarianMT "
        "checkpoint (--model FOLDER), or reinstall Cleaner"
    )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No warnings, progress bars or log lines of transformers inside; all as before behind.

    Raises ``ModelError`` when transformers or torch is not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from transformers.utils import logging
    except ImportError as error:
        raise ModelError(
            f"translation needs torch and transformers ({error}); install Cleaner anew with pip"
        ) from error
    hub = stdlib_logging.getLogger("huggingface_hub")
    hub_level = hub.level
    hub.setLevel(stdlib_logging.CRITICAL)
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        hub.setLevel(hub_level)
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


def load(name: str | None) -> Checkpoint:
    """The checkpoint in a folder, of a hub name, or (None) the embedded one.

    Raises ``ModelError``, which says what is missing and what to do.
    """
    folder = embedded_folder() if name is None else _folder_of(name)
    verify_folder(folder, name or "")
    with quiet():
        return _loaded(folder, Path(name or folder).name)


def _folder_of(name: str) -> Path:
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if _looks_like_path(name):
        raise ModelError(f"{name}: no such folder; --model takes a folder or a hub name")
    from cleaner.translate.hub import cached_or_pulled

    return cached_or_pulled(name)


def _looks_like_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or name.count("/") > 1 or "\\" in name


def _loaded(folder: Path, name: str) -> Checkpoint:
    import torch
    from transformers import AutoConfig, MarianMTModel, MarianTokenizer

    try:
        config: Any = AutoConfig.from_pretrained(folder)
        tokenizer: Any = MarianTokenizer.from_pretrained(folder)
        model: Any = MarianMTModel.from_pretrained(folder, dtype=torch.float32)
    except Exception as error:
        # The libraries raise all sorts of errors for a damaged model.
        raise ModelError(
            f"{folder}: the checkpoint can't be loaded ({type(error).__name__}: {error})"
        ) from error
    model.eval()
    markers = getattr(config, "cleaner_markers", None)
    return Checkpoint(
        name=str(getattr(config, "cleaner_name", None) or name),
        model=model,
        tokenizer=tokenizer,
        markers=(str(markers[0]), str(markers[1])) if markers else None,
        most_words=getattr(config, "cleaner_most_words", None),
        longest=int(config.max_position_embeddings),
    )
