"""`cleaner model`: the translation models that are here, others, and how good they are."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli import options
from cleaner.errors import ConfigError, ModelError

if TYPE_CHECKING:
    from cleaner.translate.evaluation import Measured
    from cleaner.translate.inventory import Model

__all__ = ["app"]

app = typer.Typer(
    help="List, download and measure translation models (MarianMT).", no_args_is_help=True
)


class TableFormat(StrEnum):
    """How tables are printed."""

    TEXT = "text"
    JSON = "json"


Output = Annotated[TableFormat, typer.Option("--format", help="How the table is printed.")]


@app.command("list")
def list_models(
    known: Annotated[
        bool, typer.Option("--known", help="Also well-known models that are not here.")
    ] = False,
    output: Output = TableFormat.TEXT,
) -> None:
    """List the models that are here: the embedded one and those of the Hugging Face cache."""
    from cleaner.translate.inventory import models

    listed = models(known=known)
    if output is TableFormat.JSON:
        _print_json([model.to_json() for model in listed])
    else:
        print("\n".join(_model_lines(listed)))


@app.command()
def pull(
    name: Annotated[
        str, typer.Argument(help="A name on the Hugging Face hub: Helsinki-NLP/opus-mt-fr-en.")
    ],
) -> None:
    """Download a MarianMT model into the Hugging Face cache, and verify it.

    Takes only the files that are needed. HF_HOME says where the cache is, HF_ENDPOINT which hub
    is asked, HF_TOKEN who asks.
    """
    from cleaner.translate.hub import pull as pulled_model

    try:
        pulled = pulled_model(name, bars=sys.stderr.isatty())
    except KeyboardInterrupt:
        raise ModelError(
            f"{name}: interrupted; run the command again, the files that are complete are kept"
        ) from None
    print(f"{name}: {len(pulled.files)} files, {_megabytes(pulled.size)}, verified")
    print(f"in {pulled.folder}")
    print(f"use it with: cleaner check --model {name} PATH...")


@app.command()
def evaluate(
    model: Annotated[
        str | None,
        typer.Argument(help="A folder or a hub name; the embedded model unless said otherwise."),
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option(help="TSV of French sentences and their English; may be .gz or .xz."),
    ] = None,
    fragments: Annotated[
        Path | None,
        typer.Option(
            help="TSV of fragment, English, and the English sentence before and after it (or in "
            "one column, with the fragment between ⟪ and ⟫); a header is not needed; may be "
            ".gz or .xz."
        ),
    ] = None,
    most: Annotated[
        int, typer.Option(min=1, help="Rows to measure on, drawn the same way every time.")
    ] = 2000,
    backend: options.Backend = None,
    output: Output = TableFormat.TEXT,
) -> None:
    """Measure a model: BLEU and chrF of sentences, exact matches and chrF of fragments.

    Each fragment is asked for bare and in its context. Answers are the model's first, before any
    guard.
    """
    from cleaner.translate import evaluation
    from cleaner.translate.marian import MarianTranslator

    if sentences is None and fragments is None:
        raise ConfigError("nothing to measure on; give --fragments FILE, --sentences FILE or both")
    signatures = evaluation.signatures()
    asked = evaluation.sampled(evaluation.read_fragments(fragments), most) if fragments else []
    pairs = evaluation.sampled(evaluation.read_sentences(sentences), most) if sentences else []
    translator = MarianTranslator(model, backend=backend)
    name = translator.checkpoint.name
    measured: list[Measured] = []
    with _progress(2 * len(asked) + len(pairs)) as advance:
        if asked:
            measured += evaluation.measure_fragments(translator, asked, advance)
        if pairs:
            measured.append(evaluation.measure_sentences(translator, pairs, advance))
    if output is TableFormat.JSON:
        rows = [row.to_json() for row in measured]
        _print_json({"model": name, "results": rows, "signatures": signatures})
    else:
        print("\n".join([name, *_measured_lines(measured)]))
        print("\n".join(f"{metric}: {signature}" for metric, signature in signatures.items()))


def _model_lines(models: Sequence[Model]) -> list[str]:
    header = ["name", "where", "languages", "licence", "size", "fragment markers", ""]
    rows = [
        [
            model.name,
            model.where,
            model.languages,
            model.licence,
            _megabytes(model.size),
            {True: "yes", False: "no", None: "unknown"}[model.markers],
            model.note,
        ]
        for model in models
    ]
    return _aligned([header, *rows], numbers={4})


def _measured_lines(measured: Sequence[Measured]) -> list[str]:
    header = ["what", "count", "exact", "chrF", "BLEU", "a second"]
    rows = [
        [
            row.what,
            str(row.count),
            "-" if row.exact is None else f"{row.exact:.3f}",
            f"{row.chrf:.1f}",
            "-" if row.bleu is None else f"{row.bleu:.1f}",
            "-" if row.per_second is None else f"{row.per_second:.1f}",
        ]
        for row in measured
    ]
    return _aligned([header, *rows], numbers={1, 2, 3, 4, 5})


def _aligned(rows: Sequence[Sequence[str]], numbers: set[int]) -> list[str]:
    """The cells in columns, numbers to the right.

    >>> _aligned([["a", "1"], ["bcd", "23"]], {1})
    ['a     1', 'bcd  23']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if at in numbers else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _megabytes(size: int | None) -> str:
    return "-" if size is None else f"{size / 1e6:.1f} MB"


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Yields a function to call with the number of texts done; a bar on a terminal only."""
    if not sys.stderr.isatty():
        yield _ignored
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("texts", total=total)
        yield lambda done: bar.advance(task, done)


def _ignored(done: int) -> None:
    del done
