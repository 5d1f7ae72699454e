"""The public face is what its `__all__` says, and nothing else is promised."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import cleaner
from cleaner import errors


def modules() -> list[str]:
    walked = pkgutil.walk_packages(cleaner.__path__, "cleaner.")
    return [module.name for module in walked if not module.name.endswith("__main__")]


@pytest.mark.parametrize("name", modules())
def test_what_is_exported_exists(name: str):
    module = importlib.import_module(name)
    exported = getattr(module, "__all__", [])
    assert all(hasattr(module, member) for member in exported)


def test_every_error_is_public():
    assert set(errors.__all__) <= set(cleaner.__all__)


def test_the_tree_of_errors_is_drawn():
    for name in errors.__all__:
        assert name in (errors.__doc__ or "")


def test_the_documented_face():
    face = {"Cleaner", "Config", "Finding", "Fix", "Safety", "check", "fix"}
    assert face <= set(cleaner.__all__)
