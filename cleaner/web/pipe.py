"""How the web process and a worker write to each other: a length, and a pickle of so many bytes."""

from __future__ import annotations

import pickle
import struct
from typing import NamedTuple

__all__ = ["HEAD", "Ready", "pack", "size_of", "unpack"]

_LENGTH = struct.Struct(">Q")
# Bytes that say how many follow.
HEAD = _LENGTH.size


class Ready(NamedTuple):
    """Says that a worker can begin, or with an ``error`` that it never will."""

    error: str = ""


def pack(value: object) -> bytes:
    """A value as it goes over the pipe.

    >>> data = pack(["a"])
    >>> size_of(data[:HEAD]) == len(data) - HEAD, unpack(data[HEAD:])
    (True, ['a'])
    """
    data = pickle.dumps(value)
    return _LENGTH.pack(len(data)) + data


def size_of(head: bytes) -> int:
    """How many bytes follow the first ``HEAD``."""
    size: int = _LENGTH.unpack(head)[0]
    return size


def unpack(data: bytes) -> object:
    """The value; only what the program's own processes wrote may come here."""
    value: object = pickle.loads(data)
    return value
