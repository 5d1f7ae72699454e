"""The options that `check` and `fix` share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.files import STDIN
from cleaner.cli.work import Reading
from cleaner.config import LANGUAGES
from cleaner.errors import ConfigError
from cleaner.formats.registry import Options
from cleaner.report.output import Output
from cleaner.settings.book import Book, Layer

__all__ = [
    "Backend",
    "BaselineFile",
    "ChangedSince",
    "ConfigFile",
    "FailOn",
    "Failing",
    "Fields",
    "Format",
    "GazetteerFile",
    "Ignore",
    "IgnoreFiles",
    "InputFormat",
    "Jobs",
    "Languages",
    "MemoryFile",
    "Model",
    "NoConfig",
    "NoMemory",
    "OutputFile",
    "Quiet",
    "ReadAs",
    "Select",
    "ShowConfig",
    "StdinFilename",
    "Style",
    "book_from",
    "gazetteer_for_run",
    "gazetteer_named",
    "memory_named",
    "reading_from",
    "some",
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


class Failing(StrEnum):
    """Which findings make the gate fail."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    ANY = "any"
    NONE = "none"


# Variables that stand for options, and what they set.
_VARIABLES = {
    "CLEANER_MEMORY": "memory",
    "CLEANER_GAZETTEER": "gazetteer",
    "CLEANER_IGNORES": "ignores",
}

Select = Annotated[
    str | None,
    typer.Option(help="Only these rules: codes, beginnings of codes or names, comma-separated."),
]
Ignore = Annotated[str | None, typer.Option(help="Not these rules; wins over --select.")]
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
    str | None,
    typer.Option(help="House style: afp, ap, cp, guardian, reuters, un, or a TOML file; else ap."),
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
    str | None,
    typer.Option(
        help="Other languages than French to name where they turn up: ISO 639-1 codes, "
        f"comma-separated; none if empty, else {','.join(LANGUAGES)}."
    ),
]
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
ConfigFile = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Read this configuration; else each file's nearest cleaner.toml or pyproject.toml.",
    ),
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Read no configuration.")]
ShowConfig = Annotated[
    bool,
    typer.Option(
        "--show-config", help="Print what holds for each PATH and where it comes from, and end."
    ),
]
BaselineFile = Annotated[
    str | None,
    typer.Option("--baseline", metavar="FILE", help="Do not report the findings in this file."),
]
FailOn = Annotated[
    Failing | None,
    typer.Option(
        help="What makes exit code 1: findings with a safe fix, with any fix (unsafe), any "
        "finding, or none; else any. The others are reported all the same."
    ),
]
ChangedSince = Annotated[
    str | None,
    typer.Option(
        metavar="REV",
        help="Only files and lines that changed in git since this revision, new files included.",
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        help="Processes that look for findings side by side; the model stays in one.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print findings only, no summary.")]
StdinFilename = Annotated[
    str, typer.Option(help="The name to show for text that comes from standard input.")
]


def some(paths: list[str] | None) -> list[str]:
    """The paths of a command, which needs one at least."""
    if not paths:
        raise ConfigError("name the files or folders to look at; - is standard input")
    return paths


def book_from(
    *,
    select: str | None,
    ignore: str | None,
    style: str | None,
    model: str | None,
    backend: str | None,
    memory: str | None,
    no_memory: bool,
    languages: str | None,
    gazetteer: str | None,
    ignores: list[str] | None,
    unsafe_fixes: bool | None = None,
    baseline: str | None = None,
    fail_on: Failing | None = None,
    config: str | None = None,
    no_config: bool = False,
) -> Book:
    """The options, the environment and what is the user's own, between which configurations go."""
    if memory and no_memory:
        raise ConfigError("--memory and --no-memory contradict each other; give one of them")
    given = {
        "select": _codes(select),
        "ignore": _codes(ignore),
        "style": style,
        "model": model,
        "backend": backend,
        "memory": memory,
        "languages": _codes(languages),
        "gazetteer": gazetteer,
        "ignores": tuple(ignores) if ignores else None,
        "unsafe_fixes": unsafe_fixes,
        "baseline": baseline,
        "fail_on": fail_on and fail_on.value,
    }
    said: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if no_memory:
        said["memory"] = None
    return Book(
        (Layer("command line", said), *_environment()), _own(), file=config, isolated=no_config
    )


def _environment() -> Iterator[Layer]:
    """What environment variables say, a layer each."""
    for name, field in _VARIABLES.items():
        if value := os.environ.get(name):
            yield Layer(name, {field: (value,) if field == "ignores" else value})


def _own() -> tuple[Layer, ...]:
    """What the user has for all work."""
    memory, gazetteer, ignores = users_memory(), users_gazetteer(), users_ignores()
    own: dict[str, object] = {
        **({"memory": str(memory)} if memory.is_file() else {}),
        **({"gazetteer": str(gazetteer)} if gazetteer.is_file() else {}),
        **({"ignores": (str(ignores),)} if ignores.is_file() else {}),
    }
    return (Layer("the user's own", own),)


def reading_from(
    input_format: InputFormat, fields: list[str] | None, stdin_name: str = STDIN
) -> Reading:
    """The options about inputs as one."""
    named = None if input_format is InputFormat.AUTO else input_format.value
    return Reading(stdin_name, named, Options(tuple(fields or ())))


def memory_named(given: str | None) -> str | None:
    """The memory that the command line or else the environment names."""
    return given or os.environ.get("CLEANER_MEMORY") or None


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


def users_ignores() -> Path:
    """Where the user's own ignore list is, if there is one."""
    from platformdirs import user_data_path

    return user_data_path("cleaner") / "ignores.tsv"


def _codes(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    return tuple(code.strip() for code in text.split(",") if code.strip())
