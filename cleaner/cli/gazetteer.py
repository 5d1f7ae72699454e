"""`cleaner gazetteer`: what is known of a name, one's own names, and the table itself."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.files import STDIN
from cleaner.errors import ConfigError, GazetteerFileError, OutputError
from cleaner.storage import write_atomically

if TYPE_CHECKING:
    from cleaner.gazetteer.entry import Entry
    from cleaner.gazetteer.lookup import Gazetteer

__all__ = ["app"]

app = typer.Typer(
    help="Names of places, people and organisations: look up, add, build, export.",
    no_args_is_help=True,
)


class TableFormat(StrEnum):
    """How rows are printed."""

    TEXT = "text"
    JSON = "json"


Output = Annotated[TableFormat, typer.Option("--format", help="How rows are printed.")]


@app.command()
def lookup(
    name: Annotated[str, typer.Argument(help="A name, French or English; accents are optional.")],
    gazetteer: options.GazetteerFile = None,
    output: Output = TableFormat.TEXT,
) -> None:
    """Say what is known of a name: what becomes of it, why, and where that comes from.

    Exit code 1 means that the name is not known.
    """
    from cleaner.gazetteer.search import near, rows_of, senses_of

    rows = rows_of(_loaded(gazetteer), name)
    if output is TableFormat.JSON:
        print(json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=2))
    else:
        for row in rows:
            print("\n".join(_described(row)))
            for sense in senses_of(row.form):
                print(f"    may be: {sense}")
    if not rows:
        like = near(_loaded(gazetteer), name)
        hint = f"; did you mean {', '.join(like)}?" if like else ""
        print(f"{name}: not known{hint}", file=sys.stderr)
        raise typer.Exit(1)


def _described(row: Entry) -> list[str]:
    made = {"keep": "stays", "variant": f"English; {row.names[0]} is preferred"}
    first = f"{row.form}: {made.get(row.safety, f'becomes {row.names[0]} ({row.safety})')}"
    if row.safety != "keep" and row.names[1:]:
        first += f"; also {', '.join(row.names[1:])}"
    facts = [row.kind, row.country, f"{row.population:,} people" if row.population else ""]
    origin = [f"from {row.source}", row.id, row.licence]
    lines = [
        first,
        "    " + ", ".join(filter(None, facts)),
        "    " + ", ".join(filter(None, origin)),
    ]
    return lines + ([f"    note: {row.note}"] if row.note else [])


@app.command()
def add(
    form: Annotated[str, typer.Argument(help="The name as it stands in texts.")],
    english: Annotated[
        str, typer.Argument(help="The English name, others behind |; the form itself: leave it.")
    ],
    kind: Annotated[str, typer.Option(help="city, region, person, org, ...")] = "city",
    country: Annotated[str, typer.Option(help="Two capitals: SY.")] = "",
    article: Annotated[str, typer.Option(help="the, if English puts it before the name.")] = "",
    unsafe: Annotated[bool, typer.Option("--unsafe", help="Only propose it.")] = False,
    note: Annotated[str, typer.Option(help="Why, for the next editor.")] = "",
    gazetteer: options.GazetteerFile = None,
) -> None:
    """Add a name to one's own table, which wins over what comes with Cleaner."""
    from cleaner.gazetteer.overlay import own_entry, read_own, rendered
    from cleaner.gazetteer.search import chain

    path = _own_path(gazetteer)
    safety = "unsafe" if unsafe else "safe"
    entry = own_entry(
        form, english, kind=kind, country=country, article=article, safety=safety, note=note
    )
    further = chain(_loaded(None), entry)
    if further:
        raise GazetteerFileError(f"{entry.names[0]} is rewritten itself, as {further}; add that")
    known = {row.form: row for row in read_own(path)} if path.is_file() else {}
    known[entry.form] = entry
    _write(path, rendered(known.values()))
    print("\n".join(_described(entry)[:2]))
    print(f"in {path}")


@app.command()
def build(
    output: Annotated[
        Path | None, typer.Option(help="Where to write; else the table of this installation.")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Say what changed, write nothing.")] = False,
) -> None:
    """Compile the table from the reviewed tables and the packages that are installed."""
    from cleaner.gazetteer import build as compiler
    from cleaner.gazetteer.search import differences

    if not diff:
        compiler.main(["--output", str(output)] if output else [])
        return
    rows = compiler.compile_rows()
    print("\n".join(differences(list(_loaded(None).entries()), rows)))


@app.command("export")
def export_file(
    file: Annotated[str, typer.Argument(help="A .tsv or .json file, or - for standard output.")],
    gazetteer: options.GazetteerFile = None,
) -> None:
    """Write all rows, one's own included, with their sources and licences."""
    from cleaner.gazetteer.entry import COLUMNS

    rows = list(_loaded(gazetteer).entries())
    if file.endswith(".json"):
        text = json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=1) + "\n"
    elif file == STDIN or file.endswith(".tsv"):
        text = "\n".join(["\t".join(COLUMNS), *("\t".join(map(str, row)) for row in rows)]) + "\n"
    else:
        raise ConfigError(f"{file}: rows are exported as .tsv or .json; name the file so")
    if file == STDIN:
        sys.stdout.write(text)
        return
    _write(Path(file), text)
    print(f"{len(rows)} rows written to {file}")


def _loaded(own: str | None) -> Gazetteer:
    from cleaner.gazetteer.lookup import Gazetteer

    return Gazetteer.load(options.gazetteer_for_run(own))


def _own_path(given: str | None) -> Path:
    named = options.gazetteer_named(given)
    return Path(named).expanduser() if named else options.users_gazetteer()


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        raise OutputError(f"{path}: can't be written ({error.strerror})") from error
    write_atomically(path, text.encode())
