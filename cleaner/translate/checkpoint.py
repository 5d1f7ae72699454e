"""Where a MarianMT checkpoint lies, what it says of itself, and loading it without noise.

The embedded checkpoint is looked for inside the installed package first, then at the top of a
source checkout. transformers and torch are imported inside functions, and only to load.
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
from cleaner.translate.model_files import read_json, verify_folder

__all__ = ["Checkpoint", "Traits", "embedded_folder", "load", "loaded", "quiet", "traits"]

EMBEDDED = "fragments-fr-en"


@dataclass(frozen=True)
class Traits:
    """What a checkpoint's config.json says of it; read without transformers.

    ``markers`` surround a fragment in its sentence; None for other models. ``most_words`` is the
    length from which on its card says that it is not to be asked; None for no limit. ``longest``
    is the number of pieces that it reads. ``hinted`` models read dictionary answers behind it.
    """

    name: str
    folder: Path
    markers: tuple[str, str] | None
    most_words: int | None
    longest: int
    hinted: bool


@dataclass(frozen=True)
class Checkpoint(Traits):
    """A model loaded by transformers."""

    model: Any
    tokenizer: Any


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


def traits(name: str | None) -> Traits:
    """What the checkpoint in a folder, of a hub name, or (None) the embedded one says of itself.

    Raises ``ModelError``, which says what is missing and what to do.
    """
    folder = embedded_folder() if name is None else _folder_of(name)
    verify_folder(folder, name or "")
    config: dict[str, Any] = read_json(folder / "config.json")
    markers = config.get("cleaner_markers")
    try:
        return Traits(
            name=str(config.get("cleaner_name") or Path(name or folder).name),
            folder=folder,
            markers=(str(markers[0]), str(markers[1])) if markers else None,
            most_words=config.get("cleaner_most_words"),
            hinted=bool(config.get("cleaner_hint_marks")),
            longest=int(config["max_position_embeddings"]),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ModelError(
            f"{folder}: config.json lacks what Cleaner needs ({type(error).__name__}: {error})"
        ) from error


def load(name: str | None) -> Checkpoint:
    """The checkpoint that ``traits`` tells of, loaded by transformers. Raises ``ModelError``."""
    return loaded(traits(name))


def loaded(found: Traits) -> Checkpoint:
    """The checkpoint with these traits, loaded by transformers. Raises ``ModelError``."""
    with quiet():
        import torch
        from transformers import MarianMTModel, MarianTokenizer

        try:
            tokenizer: Any = MarianTokenizer.from_pretrained(found.folder)
            model: Any = MarianMTModel.from_pretrained(found.folder, dtype=torch.float32)
        except Exception as error:
            # The libraries raise all sorts of errors for a damaged model.
            raise ModelError(
                f"{found.folder}: the checkpoint can't be loaded ({type(error).__name__}: {error})"
            ) from error
    model.eval()
    return Checkpoint(**vars(found), model=model, tokenizer=tokenizer)


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
