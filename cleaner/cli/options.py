"""The options that `check` and `fix` share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cleaner.config import Config

__all__ = [
    "Backend",
    "Format",
    "Ignore",
    "InputFormat",
    "Model",
    "OutputFormat",
    "Quiet",
    "ReadAs",
    "Select",
    "StdinFilename",
    "Style",
    "config_from",
]


class OutputFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class InputFormat(StrEnum):
    """How files are read."""

    AUTO = "auto"
    TEXT = "text"


Select = Annotated[
    str,
    typer.Option(help="Only these rules: codes, beginnings of codes or names, comma-separated."),
]
Ignore = Annotated[str, typer.Option(help="Not these rules; wins over --select.")]
Format = Annotated[OutputFormat, typer.Option("--format", help="How findings are printed.")]
ReadAs = Annotated[
    InputFormat, typer.Option("--input-format", help="Read files as this, whatever their name.")
]
Style = Annotated[str, typer.Option(help="House style of the replacements.")]
Model = Annotated[
    str | None,
    typer.Option(help="A MarianMT checkpoint: a folder, or a name on the Hugging Face hub."),
]
Backend = Annotated[
    str | None,
    typer.Option(help="What computes the model: transformers, or ctranslate2 (faster)."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print findings only, no summary.")]
StdinFilename = Annotated[
    str, typer.Option(help="The name to show for text that comes from standard input.")
]


def config_from(
    *,
    select: str,
    ignore: str,
    style: str,
    model: str | None,
    backend: str | None,
    unsafe_fixes: bool = False,
) -> Config:
    """The options as a Config."""
    return Config(
        select=_codes(select),
        ignore=_codes(ignore),
        style=style,
        model=model,
        backend=backend,
        unsafe_fixes=unsafe_fixes,
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.split(",") if code.strip())
