"""What the model answered before: an exact cache of its outputs.

An output is looked up by all that determined it: the model's files, what computes it, the number
of beams, and the whole input. So it can't differ from what the model would say now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from cleaner.translate.backends import Backend, Hypothesis, Job
from cleaner.translate.memory.store import MachineAnswer, Memory

__all__ = ["MachineAnswers", "files_digest"]

# Raise it when outputs are treated in another way before they are kept.
TREATMENT = 1


class MachineAnswers:
    """The memory as a cache of a model's n-best lists."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def get_many(
        self, backend: Backend, beams: int, jobs: Collection[Job]
    ) -> dict[Job, list[Hypothesis]]:
        """The lists that are known of these inputs. Raises ``MemoryFileError``."""
        keys = {job: _key(job) for job in jobs if _can_be_kept(job)}
        known = self._memory.answers(_model_id(backend, beams), set(keys.values()))
        found = {job: _parsed(known[key]) for job, key in keys.items() if key in known}
        return {job: answers for job, answers in found.items() if answers}

    def put_many(
        self, backend: Backend, beams: int, outputs: Mapping[Job, list[Hypothesis]]
    ) -> None:
        """Keeps lists for the next time. Raises ``MemoryFileError`` for a damaged file."""
        model = _model_id(backend, beams)
        self._memory.keep_answers(
            [
                MachineAnswer(model, *_key(job), json.dumps(found, ensure_ascii=False))
                for job, found in sorted(outputs.items())
                if found and _can_be_kept(job)
            ]
        )


def _key(job: Job) -> tuple[str, str]:
    return hashlib.blake2b(job.text.encode(), digest_size=16).hexdigest(), job.source


def _can_be_kept(job: Job) -> bool:
    try:
        "".join(job).encode()
    except UnicodeEncodeError:
        return False  # half of a surrogate pair
    return True


def _parsed(text: str) -> list[Hypothesis]:
    """The list as it was kept; empty if it was not by us."""
    try:
        return [
            Hypothesis(str(output), float(probability), bool(complete))
            for output, probability, complete in json.loads(text)
        ]
    except (TypeError, ValueError):
        return []


def _model_id(backend: Backend, beams: int) -> str:
    traits = backend.traits
    computed = f"{type(backend).__name__}/{beams}/{TREATMENT}"
    return f"{traits.name}@{files_digest(traits.folder)} {computed}"


@cache
def files_digest(folder: Path) -> str:
    """A short digest of the files in a folder that a model's answers can depend on."""
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.suffix != ".md":
            digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            with file.open("rb") as data:
                while block := data.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()
