"""What all pages have in common: their head, their style, and text that is text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files as resources

__all__ = ["asset", "counted", "head", "shown"]


def asset(name: str) -> str:
    """A style sheet or script of the package, as it stands in a page."""
    return "\n" + resources("cleaner.report").joinpath("page", name).read_text("utf-8")


def head(title: str, styles: Sequence[str], script: str = "") -> str:
    """A page up to its body. It loads nothing, and a browser runs no other script in it."""
    style = "".join(map(asset, styles))
    policy = f"default-src 'none'; style-src {_hash(style)}; "
    policy += f"script-src {_hash(asset(script))}; " if script else ""
    return f"""<!doctype html>
<html lang="en" translate="no">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{shown(title)}</title>
<style>{style}</style>
</head>
<body>
"""


def _hash(content: str) -> str:
    """What a browser compares a style sheet or script with."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def shown(text: str) -> str:
    r"""Text that is text, whatever it holds; what HTML can't hold is shown as a symbol.

    >>> shown("<b>\x00")
    '&lt;b&gt;␀'
    """
    return escape("".join(c if c >= " " or c in "\t\n\r" else chr(0x2400 + ord(c)) for c in text))


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "file"), counted(2000, "file")
    ('1 file', '2,000 files')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
