"""What a run reports of what it finds, and what it ends with: settings, lists, baselines."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cleaner.cli.exit_codes import ExitCode
from cleaner.cli.files import STDIN
from cleaner.cli.work import Log
from cleaner.engine import Cleaner, Propose
from cleaner.errors import ConfigError, InputError, UnknownRuleError
from cleaner.finding import Finding, Safety
from cleaner.formats.source import Source
from cleaner.formats.suppressions import Suppression
from cleaner.settings.book import Book, Effective
from cleaner.sidecar import Listed, about, read_list, read_sidecar
from cleaner.sources import Checked, Decide, check_sources, fix_decided, fix_sources
from cleaner.sources import Listed as ListedFor
from cleaner.storage import put_in_place, write_atomically
from cleaner.suppress import Suppressing

if TYPE_CHECKING:
    from cleaner.baseline import Baseline
    from cleaner.cli.changed import Changed
    from cleaner.config import Config
    from cleaner.document import Document

__all__ = ["Gatekeeper", "show_settings"]

_FAILING = {
    "safe": (Safety.SAFE,),
    "unsafe": (Safety.SAFE, Safety.UNSAFE),
    "any": tuple(Safety),
    "none": (),
}
# Of each file several things are asked, before those behind it are; names that are remembered.
MOST_SETTLED = 10_000
# Of stale entries so many are named.
SHOWN = 3


class Work(Protocol):
    """``check_sources`` or ``fix_sources``."""

    def __call__(
        self,
        cleaner: Cleaner,
        sources: Sequence[Source],
        listed: ListedFor,
        *,
        propose: Propose,
    ) -> list[Checked]:
        """What was found in each source, and done about it."""
        ...  # pragma: no cover


class Gatekeeper:
    """Checks files, each with the settings that hold for it, and decides what counts.

    ``paths`` are those of the command; text from standard input is settled as if it lay at
    ``stdin_name``. With ``changed_since`` only what changed since that revision is looked at; with
    ``update`` what is found is for the baseline, and not reported. Raises ConfigError where the
    settings of one of the paths can't be used.
    """

    def __init__(
        self,
        book: Book,
        paths: Sequence[str],
        *,
        stdin_name: str = STDIN,
        changed_since: str | None = None,
        update: bool = False,
    ) -> None:
        self._update = update
        self._settled = lru_cache(maxsize=MOST_SETTLED)(lambda name: book.at(Path(name)))
        self._named: dict[int, frozenset[str]] = {}
        self._paths = [stdin_name if path == STDIN else path for path in paths]
        self._cleaners: dict[Config, Cleaner] = {}
        self._foreseen: dict[int, tuple[Document, list[Finding]]] = {}
        self._lists: dict[Path, tuple[Listed, ...]] = {}
        self._baselines: dict[Path, Baseline] = {}
        self._warnings: list[str] = []
        # Of each line of a list, the engine of a file that it was about; and those in use.
        self._asked: dict[Listed, Cleaner] = {}
        self._used: set[Suppressing] = set()
        self._changed = self._changes(paths, changed_since) if changed_since else None
        for path in self._paths:
            self.cleaner(path)
            if update and not self.at(path).policy.baseline:
                raise ConfigError("--update-baseline needs to know where: add --baseline FILE")

    def _changes(self, paths: Sequence[str], revision: str) -> Changed:
        from cleaner.cli.changed import Changed

        if STDIN in paths:
            raise ConfigError("standard input (-) is in no repository: leave out --changed-since")
        if self._update:
            raise ConfigError("a baseline is made of whole files: leave out --changed-since")
        return Changed(revision)

    def at(self, name: str) -> Effective:
        """What holds for a file."""
        return self._settled(name)

    @property
    def model(self) -> str | None:
        """The translation model of the first path."""
        return self.at(self._paths[0]).config.model

    def wants(self, path: Path) -> bool:
        """Whether a file is to be looked at: no list or baseline, and changed if that matters."""
        lists = self._lists_of(str(path))
        if lists and os.path.abspath(path) in lists:
            return False
        return self._changed is None or self._changed.has(path)

    def _lists_of(self, path: str) -> frozenset[str]:
        """What the settings of a file name, which may lie among the articles."""
        effective = self.at(path)
        named = self._named.get(id(effective))
        if named is None:  # the book keeps what it says, so that no other gets its number
            config, policy = effective.config, effective.policy
            one = (policy.baseline, config.gazetteer, config.memory)
            several = (*policy.suppressions, *config.ignores)
            named = frozenset(os.path.abspath(name) for name in (*one, *several) if name)
            self._named[id(effective)] = named
        return named

    def cleaner(self, name: str) -> Cleaner:
        """The engine for a file; files with the same settings share one."""
        effective = self.at(name)
        config = effective.config
        if config not in self._cleaners:
            try:
                self._cleaners[config] = Cleaner(config, near=self._cleaners.values())
            except UnknownRuleError as error:
                origins = {effective.origins[field] for field in ("select", "ignore")} - {""}
                raise UnknownRuleError(f"{error} ({' and '.join(sorted(origins))})") from error
        return self._cleaners[config]

    def foresee(self, found: Iterable[tuple[Document, list[Finding]]]) -> None:
        """Takes what another process found in documents that are checked later."""
        self._foreseen.update((id(document), (document, one)) for document, one in found)

    def _proposals(self, cleaner: Cleaner, document: Document) -> list[Finding]:
        # The document is kept beside its findings, so that no other gets its identity.
        _, found = self._foreseen.pop(id(document), (None, None))
        return cleaner.proposals(document) if found is None else found

    def check(self, sources: Sequence[Source]) -> list[Checked]:
        """What is in each file, less what is known or suppressed."""
        return self._done(sources, check_sources)

    def fix(self, sources: Sequence[Source]) -> list[Checked]:
        """The same with the fixes that are to be made; what is known or suppressed stays."""
        return self._done(sources, fix_sources)

    def fix_decided(self, sources: Sequence[Source], decide: Decide) -> list[Checked]:
        """The same with the fixes that somebody decides about."""
        return self._done(sources, partial(fix_decided, decide=decide))

    def _done(self, sources: Sequence[Source], work: Work) -> list[Checked]:
        told: dict[int, list[Suppressing]] = {}
        done: dict[int, Checked] = {}
        groups: dict[Cleaner, list[Source]] = {}
        for source in sources:
            cleaner = self.cleaner(source.name)
            try:
                told[id(source)] = list(self._told(source, cleaner))
            except InputError as error:
                done[id(source)] = Checked(source, errors=(error,))
            else:
                groups.setdefault(cleaner, []).append(source)
        for cleaner, group in groups.items():
            known = partial(self._proposals, cleaner)
            for checked in work(cleaner, group, lambda source: told[id(source)], propose=known):
                self._take_note(checked, told[id(checked.source)], cleaner)
                done[id(checked.source)] = checked
        return [done[id(source)] for source in sources]

    def _told(self, source: Source, cleaner: Cleaner) -> Iterator[Suppressing]:
        """What keeps findings of a file from being reported, the narrowest first."""
        path, policy = Path(source.name), self.at(source.name).policy
        try:
            listed = read_sidecar(path)
            _refuse_unknown(listed)
        except ConfigError as error:
            raise InputError(str(error)) from error
        for name in policy.suppressions:
            listed += tuple(row for row in self._list(Path(name)) if about(row, path))
        self._asked.update(dict.fromkeys(listed, cleaner))
        yield from listed
        if self._changed:
            from cleaner.cli.changed import Unchanged

            yield Unchanged(source.text, path, self._changed)
        if policy.baseline:
            from cleaner.baseline import Known

            baseline = self._baseline(Path(policy.baseline))
            baseline.look_at(path)
            yield Known(baseline, path, source.text, self._update)

    def _list(self, path: Path) -> tuple[Listed, ...]:
        if path not in self._lists:
            self._lists[path] = read_list(path)
            _refuse_unknown(self._lists[path])
        return self._lists[path]

    def _baseline(self, path: Path) -> Baseline:
        from cleaner.baseline import Baseline

        if path not in self._baselines:
            is_new = self._update and not path.exists()
            self._baselines[path] = Baseline(path) if is_new else Baseline.read(path)
        return self._baselines[path]

    def _take_note(self, checked: Checked, told: Sequence[Suppressing], cleaner: Cleaner) -> None:
        """Keeps what was of use in a file, and what was not."""
        name = checked.source.name
        if checked.errors:
            for baseline in self._baselines.values():
                baseline.pass_over(Path(name))
            self._used.update(one for one in told if isinstance(one, Listed))
            return
        unused = set(map(id, checked.unused))
        self._used.update(one for one in told if isinstance(one, Listed) and id(one) not in unused)
        for one in checked.unused:
            if isinstance(one, Suppression) and _would_tell(one.rules, cleaner):
                rules = ", ".join(one.rules) or "all rules"
                self._warnings.append(f"{name}, line {one.line}: unused suppression of {rules}")

    def finish(self, log: Log) -> None:
        """Says what was said in vain, and writes the baselines that are to be renewed."""
        for warning in [*self._warnings, *self._unused_lines()]:
            log.warning(warning)
        for path, baseline in self._baselines.items():
            if self._update:
                _write(path, baseline.renewed(self._runs(path)))
                log.note(f"{baseline.met} recorded in {path}.")
            else:
                if not self._changed and (said := self._stale(path, baseline)):
                    log.warning(said)
                if baseline.hidden:
                    log.note(f"{baseline.hidden} known from {path}, not shown.")

    def _unused_lines(self) -> Iterator[str]:
        whole = [row for path, rows in self._lists.items() if self._covers(path) for row in rows]
        for row in dict.fromkeys([*self._asked, *whole]):
            cleaner = self._asked.get(row)
            if row in self._used or (cleaner and not _would_tell((row.rule,), cleaner)):
                continue
            if row.is_of_one_file or row in whole:
                yield f"{row.source}:{row.line}: unused suppression: {row.rule} “{row.text}”"

    def _stale(self, path: Path, baseline: Baseline) -> str:
        stale = list(baseline.stale(self._runs(path), whole=self._covers(path)))
        if not stale:
            return ""
        named = [f"{name}: {entry.rule} “{entry.found}”" for name, entry in stale[:SHOWN]]
        more = f" and {len(stale) - SHOWN} more" if len(stale) > SHOWN else ""
        said = "1 entry is" if len(stale) == 1 else f"{len(stale)} entries are"
        return (
            f"{path}: {said} stale, nothing matches any more ({'; '.join(named)}{more}); "
            "--update-baseline takes them out"
        )

    def _runs(self, baseline: Path) -> Callable[[str, str], bool]:
        """Whether a rule looks at a file that a baseline names."""

        def runs(name: str, code: str) -> bool:
            cleaner = self.cleaner(str(baseline.parent / name))
            return any(rule.code == code for rule in cleaner.rules)

        return runs

    def _covers(self, path: Path) -> bool:
        """Whether the run looks at all files that a list or a baseline can be about."""
        if self._changed:
            return False
        folder = path.resolve().parent
        folders = [Path(one).resolve() for one in self._paths if Path(one).is_dir()]
        return any(map(folder.is_relative_to, folders))

    def failing(self, findings: Iterable[Finding]) -> int:
        """How many of the findings make the gate fail."""
        return sum(
            finding.safety in _FAILING[self.at(finding.file or STDIN).policy.fail_on]
            for finding in findings
        )

    def code(self, findings: Sequence[Finding], log: Log, *, quiet: bool) -> ExitCode:
        """What the run ends with, after ``findings`` that remain."""
        failing = self.failing(findings)
        if findings and not failing and not log.errors and not quiet:
            log.note("The gate passes: --fail-on lets these findings be.")
        return ExitCode.of(findings=failing, errors=log.errors)


def show_settings(book: Book, paths: Sequence[str], stdin_name: str) -> None:
    """Prints what holds for each path, for a folder what holds in it, and where that comes from."""
    from cleaner.settings.show import shown

    for path in paths:
        name = stdin_name if path == STDIN else path
        file = Path(name, "-") if Path(name).is_dir() else Path(name)
        print(shown(book.at(file), name))


def _would_tell(selectors: Sequence[str], cleaner: Cleaner) -> bool:
    """Whether all that the selectors mean was looked for, so that nothing found tells something."""
    from cleaner.rules import rules

    meant = [
        rule
        for rule in rules()
        if any(map(rule.matches, selectors)) or (not selectors and rule.default)
    ]
    return bool(meant) and set(meant) <= set(cleaner.rules)


def _refuse_unknown(rows: Sequence[Listed]) -> None:
    if not rows:
        return
    from cleaner.rules import rules

    for row in rows:
        if not any(rule.matches(row.rule) for rule in rules()):
            raise ConfigError(f"{row.source}:{row.line}: there is no rule “{row.rule}”")


def _write(path: Path, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    if path.exists():
        write_atomically(path, data)
    else:
        put_in_place(path, data, 0o644)
