"""Word lists of the package, searched where they lie.

A check of one article looks up a few hundred words: to make a set of tens of thousands for that
would take longer than all the rest.
"""

from __future__ import annotations

import os
from mmap import ACCESS_READ, mmap

from cleaner.errors import DataError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["WordList", "data_lines", "find_line"]

_FOLDER = os.path.join(os.path.dirname(__file__), "data")
# After so many searches a set pays.
MOST_SEARCHES = 2000


class WordList:
    """The words of a sorted file of ``cleaner/data``, a word a line.

    >>> words = WordList("triggers.txt")
    >>> "lundi" in words, "road" in words, "" in words
    (True, False, False)
    """

    def __init__(self, name: str) -> None:
        self._data = _mapped(name)
        self._searches = 0
        self._set: frozenset[str] = frozenset()

    def __contains__(self, word: str) -> bool:
        if self._set:
            return word in self._set
        self._searches += 1
        if self._searches > MOST_SEARCHES:
            self._set = frozenset(self)
            return word in self._set
        return find_line(self._data, word.encode("utf-8", "surrogatepass")) is not None

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._data[:].decode().split("\n")[:-1])


def find_line(table: mmap | bytes, key: bytes) -> bytes | None:
    r"""The line that is the key, or begins with it and a tab, of a table that is sorted by bytes.

    It is searched by halves; UTF-8 sorts like the code points. Every line ends with a line feed.

    >>> find_line(b"a\t1\nab\t2\nb\n", b"ab"), find_line(b"a\t1\nab\t2\nb\n", b"c")
    (b'ab\t2', None)
    """
    low, high, column = 0, len(table), key + b"\t"
    while low < high:
        middle = (low + high) // 2
        start = table.rfind(b"\n", low, middle) + 1 or low
        end = table.find(b"\n", middle)
        line = table[start:end]
        if line < key:
            low = end + 1
        elif line == key or line.startswith(column):
            return line
        else:
            high = start
    return None


def data_lines(name: str) -> list[str]:
    """The lines of a file of ``cleaner/data``."""
    return _read(name).decode().split("\n")[:-1]


def _read(name: str) -> bytes:
    with _opened(name) as file:
        return file.read()


def _mapped(name: str) -> mmap:
    with _opened(name) as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def _opened(name: str) -> BinaryIO:
    path = os.path.join(_FOLDER, name)
    try:
        return open(path, "rb")
    except OSError as error:
        raise DataError(
            f"{path} can't be read ({error}); reinstall Cleaner, or run `make lexicon` "
            "in a source checkout"
        ) from error
