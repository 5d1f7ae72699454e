"""MarianMT models from the Hugging Face hub: the copy in its cache first, a download otherwise.

A download takes only the files that are needed and compares them with the hub's checksums. The
hub is asked once, with little patience, before anything else: without a network the answer is an
error within seconds, where its client would try for half a minute.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import queue
import shutil
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from cleaner.errors import ModelError
from cleaner.translate.model_files import lacking, model_type, verify_folder, wanted

__all__ = ["Pulled", "cached_folder", "cached_or_pulled", "pull"]

# Seconds that the hub has to answer at all; HF_HUB_ETAG_TIMEOUT says otherwise.
PATIENCE = 4
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_INSTEAD = "or name a folder with a MarianMT checkpoint instead (--model FOLDER)"
_LOG_IN = "set HF_TOKEN to a token that may read it, or log in with `hf auth login`"
_AGAIN = "run the command again, the files that are complete are kept"
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Pulled:
    """A downloaded and verified model: its folder, its files, and their size in bytes."""

    name: str
    folder: Path
    files: tuple[str, ...]
    size: int


def cached_folder(name: str) -> Path | None:
    """The folder of a complete copy in the hub's cache; None without one. Asks no network."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        config = try_to_load_from_cache(name, "config.json")
    except HFValidationError as error:
        raise _explained(name, error) from error
    if not isinstance(config, str):
        return None
    folder = Path(config).parent
    whole = not lacking([file.name for file in folder.iterdir() if file.is_file()])
    # A model of another kind will not become one by downloading the rest of it.
    return folder if whole or model_type(folder, name) != "marian" else None


def cached_or_pulled(name: str) -> Path:
    """The folder of the model of that name, downloaded if need be. Raises ``ModelError``."""
    return cached_folder(name) or _downloaded(name, bars=sys.stderr.isatty()).folder


def pull(name: str, *, bars: bool = False) -> Pulled:
    """Downloads what is missing of a model or has changed on the hub, and verifies all of it.

    ``bars`` shows progress on standard error. Raises ``ModelError``, which says what to do next.
    """
    pulled = _downloaded(name, bars=bars)
    _try_tokenizer(pulled)
    return pulled


def _downloaded(name: str, *, bars: bool) -> Pulled:
    from huggingface_hub import constants, hf_hub_download

    if constants.HF_HUB_OFFLINE:
        raise ModelError(
            f"{name}: not downloaded, HF_HUB_OFFLINE is set; unset it, {_INSTEAD}"
            + (". The copy in the cache can be used as it is" if cached_folder(name) else "")
        )
    try:
        with _hushed(bars):
            info = _within(_patience() + 0.5, lambda: _asked(name))
            sizes = {file.rfilename: int(file.size or 0) for file in info.siblings}
            files = wanted(sizes)
            if "config.json" not in files:
                raise ModelError(f"{name}: no config.json on the hub; it is no MarianMT model")
            _make_sure_of_room(name, sum(sizes[file] for file in files))
            folders = set()
            for file in files:
                path = Path(hf_hub_download(name, file, etag_timeout=_patience()))
                folders.add(path.parent)
                if file == "config.json":
                    _refuse_others(name, path.parent, sizes)
            if folders != {path.parent} or path.parent.name != info.sha:
                raise ModelError(f"{name}: it changed on the hub meanwhile; run the command again")
            _compare(name, path.parent, [one for one in info.siblings if one.rfilename in files])
    except ModelError:
        raise
    except Exception as error:
        # The client raises its own errors, those of its HTTP library, and the system's.
        raise _explained(name, error) from error
    verify_folder(path.parent, name)
    return Pulled(name, path.parent, tuple(files), sum(sizes[file] for file in files))


def _patience() -> int:
    return int(os.environ.get("HF_HUB_ETAG_TIMEOUT") or PATIENCE)


def _asked(name: str) -> Any:
    """What the hub says about a model: its commit, its files with sizes and checksums."""
    from huggingface_hub import HfApi

    return HfApi().model_info(name, files_metadata=True, timeout=_patience())


def _within(seconds: float, work: Callable[[], _Made]) -> _Made:
    """The result of ``work``; TimeoutError if it takes longer.

    In a thread, because looking up a host's name takes no time limit.
    """
    done: queue.SimpleQueue[tuple[_Made | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except Exception as error:
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        made, error = done.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"no answer in {seconds:.0f} seconds") from None
    if error is not None:
        raise error
    return made  # type: ignore[return-value]


def _refuse_others(name: str, folder: Path, names: Iterable[str]) -> None:
    """Stops before the weights are downloaded where they would be of no use."""
    kind = model_type(folder, name)
    if kind != "marian":
        raise ModelError(f"{name}: a model of type {kind!r}; Cleaner needs a MarianMT model")
    missing = lacking(list(names))
    if missing:
        raise ModelError(
            f"{name}: not a complete MarianMT checkpoint, the hub has no {', '.join(missing)}"
        )


def _make_sure_of_room(name: str, size: int) -> None:
    from huggingface_hub import constants

    cache = Path(constants.HF_HUB_CACHE)
    there = next(folder for folder in (cache, *cache.parents) if folder.exists())
    if cached_folder(name) is None and shutil.disk_usage(there).free < size:
        raise OSError(errno.ENOSPC, f"it takes {size / 1e6:.0f} MB")


def _compare(name: str, folder: Path, expected: Iterable[Any]) -> None:
    """Compares what is on disk with the hub's checksums; what differs is deleted."""
    for file in expected:
        path = folder / file.rfilename
        if file.size is not None and path.stat().st_size != file.size:
            wrong = True
        elif file.lfs is not None:
            wrong = _checksum(path, hashlib.sha256()) != file.lfs.sha256
        elif file.blob_id is not None:
            start = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
            wrong = _checksum(path, start) != file.blob_id
        else:
            wrong = False
        if wrong:
            _delete(path)
            raise ModelError(
                f"{name}: {file.rfilename} is not what the hub's checksum says and was deleted; "
                "run the command again, and if that does not help ask who runs the hub or proxy"
            )


def _checksum(path: Path, start: Any) -> str:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            start.update(piece)
    return str(start.hexdigest())


def _delete(path: Path) -> None:
    """Deletes a file of the cache and what it points to, so that it is downloaded anew."""
    while path.is_symlink():
        target = path.parent / path.readlink()
        path.unlink()
        path = target
    path.unlink(missing_ok=True)


def _try_tokenizer(pulled: Pulled) -> None:
    from cleaner.translate.checkpoint import quiet

    with quiet():
        from transformers import MarianTokenizer

        try:
            pieces = MarianTokenizer.from_pretrained(pulled.folder)("Bonjour.")["input_ids"]
        except Exception as error:
            raise ModelError(
                f"{pulled.name}: its tokenizer can't be loaded ({_said(error)}); choose another"
            ) from error
    if not pieces:
        raise ModelError(f"{pulled.name}: its tokenizer makes nothing of French; choose another")


@contextlib.contextmanager
def _hushed(bars: bool) -> Iterator[None]:
    """None of the client's log lines and warnings; its progress bars only where wished."""
    from huggingface_hub.utils import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    logger = logging.getLogger("huggingface_hub")
    level, disabled = logger.level, are_progress_bars_disabled()
    logger.setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if not bars:
            disable_progress_bars()
        try:
            yield
        finally:
            logger.setLevel(level)
            if not (bars or disabled):
                enable_progress_bars()


def _explained(name: str, error: BaseException) -> ModelError:
    """The error in one line, with what to do next."""
    from huggingface_hub import constants

    why = None
    cause: BaseException | None = error
    while cause is not None and why is None:
        why = _known(name, cause, constants.ENDPOINT)
        cause = cause.__cause__
    return ModelError(f"{name}: {why or f'the download failed ({_said(error)}); {_AGAIN}'}")


def _known(name: str, error: BaseException, hub: str) -> str | None:
    """What is wrong and what to do about it; None for an error that says too little."""
    from huggingface_hub import errors

    if isinstance(error, errors.LocalEntryNotFoundError):
        return None  # its cause says more
    if isinstance(error, errors.HFValidationError):
        return "not a model's name; names look like Helsinki-NLP/opus-mt-fr-en"
    if isinstance(error, errors.HfHubHTTPError):
        return _refusal(name, error, hub)
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return (
            f"no room for it on the disk ({error.strerror}); make room, or set HF_HOME to a "
            "folder on another disk"
        )
    if isinstance(error, PermissionError):
        return f"{error.filename} can't be written; set HF_HOME to a folder that can be"
    if "Consistency check failed" in str(error):
        return f"a file came incomplete; {_AGAIN}"
    kinds = " ".join(kind.__name__ for kind in type(error).__mro__)
    if "ProtocolError" in kinds or "ReadError" in kinds:
        return f"the connection broke off; {_AGAIN}"
    if any(word in kinds for word in _UNREACHABLE):
        return f"{hub} can't be reached ({_said(error)}); check the network, {_INSTEAD}"
    return None


def _refusal(name: str, error: Any, hub: str) -> str:
    """What the hub's answer means."""
    from huggingface_hub import errors

    status = error.response.status_code
    if isinstance(error, errors.GatedRepoError):
        return f"its owner decides who gets it; ask at {hub}/{name}, then {_LOG_IN}"
    if isinstance(error, errors.RepositoryNotFoundError) or status in (401, 403, 404):
        return f"not at {hub}, or private; check the name, and for a private one {_LOG_IN}"
    return f"{hub} answers with error {status}; try again later, {_INSTEAD}"


# In the names of what the HTTP libraries of the client's versions raise.
_UNREACHABLE = ("Connect", "Timeout", "NetworkError", "ProxyError")


def _said(error: BaseException) -> str:
    line = next((line for line in str(error).splitlines() if line.strip()), "")
    return f"{type(error).__name__}: {line.strip()}" if line else type(error).__name__
