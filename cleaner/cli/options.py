"""The options that `check` and `fix` share."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.files import STDIN
from cleaner.cli.work import Reading
from cleaner.config import LANGUAGES, Config
from cleaner.errors import ConfigError
from cleaner.formats.registry import Options
from cleaner.report.output import Output

__all__ = [
    "DEFAULT_LANGUAGES",
    "Backend",
    "Fields",
    "Format",
    "GazetteerFile",
    "Ignore",
    "IgnoreFiles",
    "InputFormat",
    "Languages",
    "MemoryFile",
    "Model",
    "NoMemory",
    "OutputFile",
    "Quiet",
    "ReadAs",
    "Select",
    "StdinFilename",
    "Style",
    "config_from",
    "gazetteer_for_run",
    "gazetteer_named",
    "ignores_for_run",
    "memory_for_run",
    "memory_named",
    "reading_from",
    "users_gazetteer",
    "users_ignores",
    "users_memory",
]


class InputFormat(StrEnum):
    """How files are read: by name and content, or as a format of ``cleaner.formats.registry``."""

    AUTO = "auto"
    CSV = "csv"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    NEWSML_G2 = "newsml-g2"
    NINJS = "ninjs"
    NITF = "nitf"
    TEXT = "text"
    TSV = "tsv"
    WXR = "wxr"
    XML = "xml"


Select = Annotated[
    str,
    typer.Option(help="Only these rules: codes, beginnings of codes or names, comma-separated."),
]
Ignore = Annotated[str, typer.Option(help="Not these rules; wins over --select.")]
Format = Annotated[Output, typer.Option("--format", help="How findings are written.")]
OutputFile = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write the report to this file, in one step, instead of printing it.",
    ),
]
ReadAs = Annotated[
    InputFormat, typer.Option("--input-format", help="Read files as this, whatever their name.")
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="NAME",
        help="Where the text is: a key or a JSONPath ($.a.b) of JSON, a column of a table by its "
        "header or its number. May be given several times; else the usual names are read.",
    ),
]
Style = Annotated[
    str, typer.Option(help="House style: afp, ap, cp, guardian, reuters, or a TOML file.")
]
Model = Annotated[
    str | None,
    typer.Option(help="A MarianMT checkpoint: a folder, or a name on the Hugging Face hub."),
]
Backend = Annotated[
    str | None,
    typer.Option(help="What computes the model: transformers, or ctranslate2 (faster)."),
]
MemoryFile = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="FILE",
        help="The translation memory; else what CLEANER_MEMORY says, else the user's, if any.",
    ),
]
NoMemory = Annotated[bool, typer.Option("--no-memory", help="Use no translation memory.")]
Languages = Annotated[
    str,
    typer.Option(
        help="Other languages than French to name where they turn up: ISO 639-1 codes, "
        "comma-separated; none if empty."
    ),
]
DEFAULT_LANGUAGES = ",".join(LANGUAGES)
GazetteerFile = Annotated[
    str | None,
    typer.Option(
        "--gazetteer",
        metavar="FILE",
        help="Names of one's own; else what CLEANER_GAZETTEER says, else the user's, if any.",
    ),
]
IgnoreFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--ignores",
        metavar="FILE",
        help="Words and names never to report, besides those of the user's own list; else what "
        "CLEANER_IGNORES says. May be given several times.",
    ),
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
    memory: str | None = None,
    languages: str = DEFAULT_LANGUAGES,
    gazetteer: str | None = None,
    ignores: list[str] | None = None,
    unsafe_fixes: bool = False,
) -> Config:
    """The options as a Config."""
    return Config(
        select=_codes(select),
        ignore=_codes(ignore),
        style=style,
        model=model,
        backend=backend,
        memory=memory,
        languages=_codes(languages),
        gazetteer=gazetteer_for_run(gazetteer),
        ignores=ignores_for_run(ignores),
        unsafe_fixes=unsafe_fixes,
    )


def reading_from(
    input_format: InputFormat, fields: list[str] | None, stdin_name: str = STDIN
) -> Reading:
    """The options about inputs as one."""
    named = None if input_format is InputFormat.AUTO else input_format.value
    return Reading(stdin_name, named, Options(tuple(fields or ())))


def memory_named(given: str | None) -> str | None:
    """The memory that the command line or else the environment names."""
    return given or os.environ.get("CLEANER_MEMORY") or None


def memory_for_run(given: str | None, *, off: bool) -> str | None:
    """The memory that a run uses: a named one, or the user's own if there is one."""
    if off:
        if given:
            raise ConfigError("--memory and --no-memory contradict each other; give one of them")
        return None
    named = memory_named(given)
    if named is None:
        own = users_memory()
        named = str(own) if own.is_file() else None
    return named


def users_memory() -> Path:
    """Where the user's own memory is, if there is one."""
    from platformdirs import user_data_path

    return user_data_path("cleaner") / "memory.sqlite"


def gazetteer_named(given: str | None) -> str | None:
    """The table of names that the command line or else the environment names."""
    return given or os.environ.get("CLEANER_GAZETTEER") or None


def gazetteer_for_run(given: str | None) -> str | None:
    """The table of names that a run uses: a named one, or the user's own if there is one."""
    named = gazetteer_named(given)
    if named is None and users_gazetteer().is_file():
        named = str(users_gazetteer())
    return named


def users_gazetteer() -> Path:
    """Where the user's own names are, if there are any."""
    from platformdirs import user_data_path

    return user_data_path("cleaner") / "gazetteer.tsv"


def ignores_for_run(given: list[str] | None) -> tuple[str, ...]:
    """The ignore lists of a run: named ones, and the user's own if there is one."""
    named = given or [name for name in [os.environ.get("CLEANER_IGNORES")] if name]
    own = [str(users_ignores())] if users_ignores().is_file() else []
    return tuple(dict.fromkeys([*named, *own]))


def users_ignores() -> Path:
    """Where the user's own ignore list is, if there is one."""
    from platformdirs import user_data_path

    return user_data_path("cleaner") / "ignores.tsv"


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.split(",") if code.strip())
