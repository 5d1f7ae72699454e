"""`cleaner memory`: editors' corrections, which stay, and what the model answered before."""

from __future__ import annotations

import io
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli import options
from cleaner.cli.files import STDIN
from cleaner.errors import ConfigError, MemoryFileError, OutputError
from cleaner.storage import write_atomically

if TYPE_CHECKING:
    from cleaner.translate.memory.entry import Context, Correction
    from cleaner.translate.memory.store import MachineAnswer, Memory

__all__ = ["app"]

app = typer.Typer(
    help="The translation memory: show, add, exchange and clear its entries.",
    no_args_is_help=True,
)


class Kind(StrEnum):
    """What the memory holds."""

    EDITOR = "editor"
    MACHINE = "machine"


class ShowFormat(StrEnum):
    """How entries are printed."""

    TEXT = "text"
    JSON = "json"


MemoryFile = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="FILE",
        help="The memory's file; else what CLEANER_MEMORY says, else the user's own.",
    ),
]
OneKind = Annotated[
    Kind | None, typer.Option(help="Only editors' corrections, or only the model's answers.")
]


@app.command()
def show(
    fragment: Annotated[
        str | None, typer.Argument(help="Only entries of this fragment.", metavar="[FRAGMENT]")
    ] = None,
    output: Annotated[
        ShowFormat, typer.Option("--format", help="How entries are printed.")
    ] = ShowFormat.TEXT,
    kind: OneKind = None,
    memory: MemoryFile = None,
) -> None:
    """Show the entries, or those of one fragment."""
    from cleaner.translate.memory.entry import fragment_key

    key = fragment_key(fragment) if fragment is not None else None
    with _opened(memory, adds=False) as opened:
        corrections = opened.all_corrections() if kind is not Kind.MACHINE else []
        answers = opened.all_answers() if kind is not Kind.EDITOR else []
    corrections = [one for one in corrections if key in (None, one.fragment)]
    answers = [one for one in answers if key in (None, fragment_key(one.fragment))]
    if output is ShowFormat.JSON:
        entries = [*map(_correction_json, corrections), *map(_answer_json, answers)]
        print(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        for line in [*map(_correction_line, corrections), *map(_answer_line, answers)]:
            print(line)


@app.command()
def add(
    fragment: Annotated[str, typer.Argument(help="The French, as it stands in the text.")],
    translation: Annotated[
        str, typer.Argument(help="Its English; the fragment itself, or '', to leave it alone.")
    ],
    before: Annotated[
        str | None,
        typer.Option(help="Only behind this word; '' where it opens its sentence."),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(help="Only before this word; '' where it ends its sentence."),
    ] = None,
    bracketed: Annotated[
        bool, typer.Option("--bracketed", help="Only in square brackets (with --before, --after).")
    ] = False,
    author: Annotated[str, typer.Option(help="Who says so.")] = "",
    note: Annotated[str, typer.Option(help="Why, for the next editor.")] = "",
    memory: MemoryFile = None,
) -> None:
    """Add a correction, which wins over glossary and model; a former one is replaced.

    With the words before and after it is applied unasked where it stands between them. Without
    them it holds anywhere, and is applied unasked only where the glossary knows it too.
    """
    from cleaner.translate.memory.editor import refusal
    from cleaner.translate.memory.entry import Correction, now

    context = _context(before, after, bracketed=bracketed)
    correction = Correction.made(
        fragment, translation, context, author=author, date=now(), note=note
    )
    with _opened(memory, create=True) as opened:
        opened.store([correction], force=True)
    print(_correction_line(correction))
    why = refusal(correction)
    if why:
        print(f"warning: it will be withheld: {why}", file=sys.stderr)


@app.command("export")
def export_file(
    file: Annotated[str, typer.Argument(help="A .tmx file, or - for standard output.")],
    memory: MemoryFile = None,
) -> None:
    """Write the editors' corrections as TMX 1.4b, which other tools read."""
    from cleaner import __version__
    from cleaner.translate.memory.tmx import written

    if file != STDIN and Path(file).suffix.lower() != ".tmx":
        raise ConfigError(f"{file}: corrections are exported as .tmx; name the file so")
    with _opened(memory, adds=False) as opened:
        corrections = opened.all_corrections()
    out = io.BytesIO()
    written(corrections, out, __version__)
    if file == STDIN:
        sys.stdout.buffer.write(out.getvalue())
    else:
        _write(Path(file), out.getvalue())
        print(f"{len(corrections)} corrections written to {file}")


@app.command("import")
def import_file(
    file: Annotated[
        str, typer.Argument(help="A .tmx or .tsv file, or - for standard input (either format).")
    ],
    memory: MemoryFile = None,
) -> None:
    """Take in corrections, all or none. Where one is there already, the newer stays.

    A table has the columns fragment and English, and, if known, the word before, the word after,
    yes for brackets, author, date and note.
    """
    from cleaner.translate.memory.exchange import read_file, read_stream

    read = read_stream(sys.stdin.buffer, "-") if file == STDIN else read_file(Path(file))
    with _opened(memory, create=True) as opened:
        changes = opened.store(read.corrections)
    print(read.summary(changes))


@app.command()
def clear(
    kind: OneKind = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it.")] = False,
    memory: MemoryFile = None,
) -> None:
    """Remove all entries, or those of one kind."""
    editor, machine = kind is not Kind.MACHINE, kind is not Kind.EDITOR
    with _opened(memory) as opened:
        if not yes:
            count = opened.count(editor=editor, machine=machine)
            raise ConfigError(
                f"{opened.path}: this would remove {count} entries for good; add --yes"
            )
        print(f"{opened.clear(editor=editor, machine=machine)} entries removed")


def _write(path: Path, data: bytes) -> None:
    if path.exists():
        write_atomically(path, data)
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        if path.is_file():
            path.unlink()
        raise OutputError(f"{path}: can't be written ({error.strerror})") from error


def _opened(name: str | None, *, create: bool = False, adds: bool = True) -> Memory:
    from cleaner.translate.memory.store import Memory

    chosen = options.memory_named(name)
    path = Path(chosen).expanduser() if chosen else options.users_memory()
    if create and not chosen:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MemoryFileError(f"{path}: can't be made ({error.strerror})") from error
    return Memory(path, create=create, adds=adds)


def _context(before: str | None, after: str | None, *, bracketed: bool) -> Context | None:
    from cleaner.translate.memory.entry import Context

    if before is None and after is None and not bracketed:
        return None
    if before is None or after is None:
        raise ConfigError(
            "a place is said by both --before and --after ('' for the sentence's edge); "
            "leave out both, and --bracketed, for a correction that holds anywhere"
        )
    return Context(before, after, bracketed)


def _correction_line(one: Correction) -> str:
    """A correction for people."""
    place = ""
    if one.context is not None:
        before, after, bracketed = one.context
        inside = f"[{one.fragment}]" if bracketed else one.fragment
        place = f"  in “{before or '^'} {inside} {after or '$'}”"
    said = "left alone" if one.left_alone else f"-> {one.text}"
    about = ", ".join(filter(None, (one.author, one.date[:10], one.note)))
    return f"{one.fragment} {said}{place}" + (f"  ({about})" if about else "")


def _answer_line(one: MachineAnswer) -> str:
    texts = " | ".join(str(output) for output, *_ in _outputs(one)[:3])
    return f"{one.fragment} -> {texts}  (model {one.model}, input {one.context[:8]})"


def _correction_json(one: Correction) -> dict[str, Any]:
    context = one.context
    return {
        "kind": "editor",
        "fragment": one.fragment,
        "text": one.text,
        "before": context.before if context else None,
        "after": context.after if context else None,
        "bracketed": context.bracketed if context else None,
        "author": one.author,
        "date": one.date,
        "note": one.note,
    }


def _answer_json(one: MachineAnswer) -> dict[str, Any]:
    return {
        "kind": "machine",
        "fragment": one.fragment,
        "model": one.model,
        "context": one.context,
        "answers": _outputs(one),
    }


def _outputs(one: MachineAnswer) -> list[Any]:
    try:
        return list(json.loads(one.answers))
    except (TypeError, ValueError):
        return []
