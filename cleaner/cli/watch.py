"""`cleaner watch`: fix what is dropped in a folder, and put it into another."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cleaner.cli import options
from cleaner.cli.drops import Settling, Stamp, dropped, stamp
from cleaner.cli.exit_codes import ExitCode
from cleaner.cli.files import read_source
from cleaner.cli.gate import Gatekeeper
from cleaner.cli.journal import JournalFile, Recorder, recorder
from cleaner.errors import CleanerError, ConfigError, InputError, JournalFileError, OutputError
from cleaner.sources import Checked
from cleaner.storage import put_in_place

if TYPE_CHECKING:
    from cleaner.cli.handled import Handled

__all__ = ["watch"]

# Seconds between two looks at the folder, and before what could not be written is tried again.
LOOK = 1.0
AGAIN = 30.0
STATE = ".cleaner-watch.sqlite"


def watch(
    folder: Annotated[
        Path, typer.Argument(metavar="IN", help="Where files are dropped; read, never edited.")
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where the fixed files go.")],
    settle: Annotated[
        float, typer.Option(min=0, help="Seconds that a file must stay the same to be complete.")
    ] = 2.0,
    once: Annotated[bool, typer.Option("--once", help="Handle what is there, and end.")] = False,
    hold: Annotated[
        bool, typer.Option("--hold", help="Leave out what can't be cleaned; else it is copied.")
    ] = False,
    move_to: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Move originals there; else they stay in IN."),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=f"Where to keep what was done; else OUT/{STATE}."),
    ] = None,
    journal: JournalFile = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    style: options.Style = None,
    model: options.Model = None,
    backend: options.Backend = None,
    memory: options.MemoryFile = None,
    gazetteer: options.GazetteerFile = None,
    ignores: options.IgnoreFiles = None,
    no_memory: options.NoMemory = False,
    languages: options.Languages = None,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
) -> None:
    """Apply the safe fixes to every file that is dropped in IN, and put it into OUT.

    Runs until Ctrl-C or SIGTERM, and then ends after the file at hand: with 0 when nothing was
    left for an editor, 1 when findings remain, 2 when something could not be cleaned or written.
    """
    state = state or out / STATE
    _refuse_what_contradicts(folder, out, [move_to, state, Path(journal) if journal else None])
    book = options.book_from(
        select=select,
        ignore=ignore,
        style=style,
        model=model,
        backend=backend,
        memory=memory,
        no_memory=no_memory,
        languages=languages,
        gazetteer=gazetteer,
        ignores=ignores,
        config=config,
        no_config=no_config,
    )
    gate = Gatekeeper(book, [str(folder)])
    from cleaner.cli.handled import Handled

    stop = _stopped_by_signals()
    with recorder(journal, gate.model) as written, Handled(state) as done:
        desk = Desk(gate, folder, out, written, done, hold=hold, move_to=move_to)
        if once:
            _look_once(desk, settle, stop)
        else:
            _look_on(desk, settle, stop)
    raise typer.Exit(ExitCode.of(findings=desk.remaining, errors=desk.errors))


def _refuse_what_contradicts(folder: Path, out: Path, others: Sequence[Path | None]) -> None:
    """``others`` are further places that are written to."""
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder")
    inside = folder.resolve()
    if inside.is_relative_to(out.resolve()):
        raise ConfigError(f"{folder} lies in {out}; keep the two apart")
    for other in (out, *others):
        if other is not None and other.resolve().is_relative_to(inside):
            raise ConfigError(f"{other} lies in {folder}, where it would be taken for an article")


def _stopped_by_signals() -> Event:
    """Is set at the first Ctrl-C or SIGTERM; the second one ends the process as usual."""
    stop = Event()

    def ask(number: int, frame: object) -> None:
        del frame
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)
    return stop


def _look_on(desk: Desk, settle: float, stop: Event) -> None:
    settling, pause = Settling(settle), min(LOOK, max(settle, 0.05))
    while not stop.is_set():
        began = time.monotonic()
        seen = dropped(desk.folder)
        took = time.monotonic() - began
        for name in settling.settled(seen, began):
            if stop.is_set():
                return
            desk.take(name, seen[name])
        # A folder with very many files is looked at less often.
        stop.wait(max(pause, 4 * took))


def _look_once(desk: Desk, settle: float, stop: Event) -> None:
    first = dropped(desk.folder)
    stop.wait(settle)
    for name, state in first.items():
        if stop.is_set():
            return
        if stamp(desk.folder / name) == state:
            desk.take(name, state)
        else:
            desk.say(name, "is still being written; left for the next time")


class Outcome(NamedTuple):
    """What became of a file, for the log; ``held`` where it was not published."""

    said: str
    held: bool = False


@dataclass(slots=True)
class Desk:
    """Takes one file after the other to where it belongs; no file stops the next one."""

    gate: Gatekeeper
    folder: Path
    out: Path
    written: Recorder
    done: Handled
    hold: bool = False
    move_to: Path | None = None
    remaining: int = 0
    errors: int = 0
    _again: dict[str, float] = field(default_factory=dict)

    def take(self, name: str, state: Stamp) -> None:
        """Handles a complete file, unless that was done before."""
        if self.done.has(name, state) or time.monotonic() < self._again.get(name, 0.0):
            return
        try:
            outcome = self._handle(name, state)
        except CleanerError as error:
            self.errors += 1
            self._again[name] = time.monotonic() + AGAIN
            outcome = Outcome(f"error: {error}")
        if outcome:
            self.say(name, outcome.said)

    def say(self, name: str, what: str) -> None:
        """One line of the log, whatever the names of files hold."""
        line = f"{name}: {what}"
        shown = line if line.isprintable() else line.encode("unicode_escape").decode("ascii")
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        print(f"{now} {shown}", file=sys.stderr, flush=True)

    def _handle(self, name: str, state: Stamp) -> Outcome | None:
        """What became of a file; None where it changed meanwhile, or is gone."""
        path = self.folder / name
        try:
            data = path.read_bytes()
            mode = stat.S_IMODE(path.stat().st_mode)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise InputError(f"can't be read ({error.strerror})") from error
        outcome = self._deliver(path, self.out / name, data, mode, state)
        if outcome is None:
            return None
        away = None if outcome.held or self.move_to is None else self.move_to / name
        if away is None or not self._move(path, away, state):
            self.done.add(name, state)
        return outcome

    def _deliver(
        self, path: Path, target: Path, data: bytes, mode: int, state: Stamp
    ) -> Outcome | None:
        try:
            result = self._cleaned(path)
            if stamp(path) != state:
                return None
            new = result.data
            with self.written.change(target, result.source, new, result.applied):
                _put(target, new, mode)
        except OutputError:
            raise
        except Exception as error:  # an article is published even where Cleaner has a fault
            return None if stamp(path) != state else self._unchanged(target, data, mode, error)
        left = len(result.remaining)
        self.remaining += left
        return Outcome(f"{len(result.applied)} fixed, {left or 'nothing'} left for an editor")

    def _cleaned(self, path: Path) -> Checked:
        [result] = self.gate.fix([read_source(path)])
        for error in result.errors:
            if len(result.source.articles) < 2:
                raise error
            self.errors += 1
            self.say(str(path), f"error: {error}")
        return result

    def _unchanged(self, target: Path, data: bytes, mode: int, error: Exception) -> Outcome:
        why = str(error) if isinstance(error, CleanerError) else f"a fault of Cleaner: {error!r}"
        if self.hold and isinstance(error, JournalFileError):
            raise error  # not the article's fault: it is tried again
        if not self.hold:
            _put(target, data, mode)
        self.errors += 1
        return Outcome(f"{'held back' if self.hold else 'copied unchanged'}: {why}", self.hold)

    def _move(self, path: Path, target: Path, state: Stamp) -> bool:
        """Moves an original away, beside others of its name; whether it is gone."""
        if stamp(path) != state:
            return False  # a new version came meanwhile; it is handled next
        free, number = target, 1
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            while os.path.lexists(free):
                number += 1
                free = target.with_name(f"{target.name}.{number}")
            shutil.move(path, free)
        except OSError as error:
            self.errors += 1
            self.say(str(path), f"error: can't be moved to {target.parent} ({error.strerror})")
            return False
        return True


def _put(target: Path, data: bytes, mode: int) -> None:
    """Puts a file into place; one that is there already is not touched."""
    try:
        if target.read_bytes() == data:
            return
    except OSError:
        pass
    put_in_place(target, data, mode)
