"""Which models there are: the one that comes with Cleaner, those in the hub's cache, known ones."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import ModelError
from cleaner.translate.checkpoint import EMBEDDED, embedded_folder
from cleaner.translate.model_files import read_json, verify_folder

__all__ = ["UNKNOWN", "Model", "cached_models", "embedded_model", "known_models", "models"]

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can be used, or downloaded.

    ``where`` is ``embedded`` (comes with Cleaner), ``cache`` (downloaded) or ``hub`` (not here).
    ``licence`` is what its card says, never a guess. ``size`` is what it takes on disk, in bytes.
    ``markers`` says whether it was made for fragments in their sentence. What can't be known of
    a model that is not here is None.
    """

    name: str
    where: str
    languages: str
    licence: str = UNKNOWN
    size: int | None = None
    markers: bool | None = None
    folder: str | None = None
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """As in ``--format json``."""
        return asdict(self)


def models(*, known: bool = False) -> list[Model]:
    """The models that are here; with ``known`` also well-known ones that are not."""
    here = [*embedded_model(), *cached_models()]
    names = {model.name for model in here}
    return here + [model for model in known_models() if known and model.name not in names]


def embedded_model() -> list[Model]:
    """The model that comes with Cleaner, if it does."""
    try:
        folder = embedded_folder()
        verify_folder(folder)
    except ModelError:
        return []
    return [_described(EMBEDDED, "embedded", folder)]


def cached_models() -> list[Model]:
    """The complete MarianMT models in the hub's cache, by name."""
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            repositories = scan_cache_dir().repos
    except CacheNotFound:
        return []
    found = [
        _described(repository.repo_id, "cache", folder)
        for repository in repositories
        if repository.repo_type == "model"
        for folder in _usable(repository.revisions)
    ]
    return sorted(found, key=lambda model: model.name)


def known_models() -> list[Model]:
    """Well-known models for the languages, as if none of them were here."""
    from cleaner.languages.tables import read_table

    rows = read_table("cleaner.languages.fr", "models.tsv")
    return [Model(name, "hub", languages, note=note) for name, languages, note in rows]


def _usable(revisions: Iterable[Any]) -> Iterator[Path]:
    """The folder of the current revision, the one that a name stands for, if it is whole."""
    for revision in revisions:
        if "main" in revision.refs:
            folder = Path(revision.snapshot_path)
            try:
                verify_folder(folder)
            except ModelError:
                continue
            yield folder


def _described(name: str, where: str, folder: Path) -> Model:
    config, tokenizer = _read(folder / "config.json"), _read(folder / "tokenizer_config.json")
    card = _card(folder / "README.md")
    return Model(
        name,
        where,
        _languages(tokenizer, card),
        _words(card.get("license")) or UNKNOWN,
        sum(file.stat().st_size for file in folder.iterdir() if file.is_file()),
        bool(config.get("cleaner_markers")),
        str(folder),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_json(path)
    except (OSError, ValueError):
        return {}


def _card(path: Path) -> dict[str, Any]:
    """The front matter of a model card; empty where there is none that can be read."""
    from huggingface_hub import metadata_load

    try:
        return dict(metadata_load(path) or {})
    except Exception:
        # The card is the author's text: whatever its YAML does, the model is still there.
        return {}


def _languages(tokenizer: dict[str, Any], card: dict[str, Any]) -> str:
    """From and to which language, or the card's languages.

    >>> _languages({"source_lang": "fr", "target_lang": "en"}, {})
    'fr > en'
    >>> _languages({}, {"language": ["en", "fr"]}), _languages({}, {})
    ('en, fr', 'unknown')
    """
    source, target = tokenizer.get("source_lang"), tokenizer.get("target_lang")
    if source and target:
        return f"{source} > {target}"
    return _words(card.get("language")) or UNKNOWN


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
