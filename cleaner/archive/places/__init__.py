"""Where an archive lies: a folder, or an address that fsspec knows (``s3://bucket/articles``)."""

from __future__ import annotations

from functools import cache

from cleaner.archive.places.folder import Folder
from cleaner.archive.places.place import OWN, Entry, Place
from cleaner.archive.places.remote import Remote

__all__ = ["OWN", "Entry", "Folder", "Place", "Remote", "place"]


@cache
def place(address: str) -> Place:
    """The place with this address.

    >>> place("articles").root
    'articles'
    """
    return Remote(address) if "://" in address else Folder(address)
