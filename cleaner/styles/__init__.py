"""House styles: what a publisher wants numbers, times, titles, quotation marks and names to be.

One TOML file a style, shipped beside this module or a publisher's own. A file names every decision
of the dataclasses below, or the shipped style that it is based on (``base = "ap"``), and cites a
source for each table in ``[sources]``. Unknown keys, wrong types and values that no rule could use
are errors, so that a slip of the pen is not a silent change of style.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

from cleaner.errors import ConfigError

__all__ = ["STYLES", "Style", "load_style"]

STYLES = ("afp", "ap", "cp", "guardian", "reuters", "un")
"""The styles that come with Cleaner."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Figures. ``words_to``: ordinals up to this one are words (``second``), from there figures."""

    percent: Literal["%", " percent", " per cent", "pc"]
    million: Literal[" million", "m"]
    billion: Literal[" billion", "bn"]
    words_to: int


@dataclass(frozen=True, slots=True)
class Currency:
    """Whether an amount is written with the symbol before it or with the currency's name."""

    euro: Literal["symbol", "word"]
    dollar: Literal["symbol", "word"]
    pound: Literal["symbol", "word"]


@dataclass(frozen=True, slots=True)
class Time:
    """Times of day. ``gmt``: as any other time, or as four figures (``1230 GMT``)."""

    clock: Literal["12", "24"]
    separator: Literal[":", "."]
    am: Literal[" a.m.", " am", "am"]
    pm: Literal[" p.m.", " pm", "pm"]
    noon: bool
    gmt: Literal["clock", "figures"]


@dataclass(frozen=True, slots=True)
class Date:
    """Dates. ``months``: full, or the long ones abbreviated before a day."""

    order: Literal["month-day", "day-month"]
    months: Literal["full", "abbreviated"]


@dataclass(frozen=True, slots=True)
class Titles:
    """Courtesy titles and ranks."""

    mr: str
    ms: str
    miss: str
    dr: str
    professor: str
    general: str
    captain: str
    admiral: str


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotation marks: an opening and a closing one, outside and inside another quotation."""

    outer: Literal["“”", '""', "‘’"]
    inner: Literal["‘’", "''", "“”"]


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands before an editor's note that the copy keeps."""

    editor: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """American or British, where a rule has to write a word (kilometers, kilometres)."""

    english: Literal["american", "british"]


@dataclass(frozen=True, slots=True)
class Style:
    """All decisions of one house.

    ``names`` are the English names that it writes in another way than the gazetteer does.

    >>> load_style("ap").time.pm, load_style("guardian").time.pm
    (' p.m.', 'pm')
    >>> load_style("un").names["Ivory Coast"]
    "Côte d'Ivoire"
    """

    name: str
    numbers: Numbers
    currency: Currency
    time: Time
    date: Date
    titles: Titles
    quotes: Quotes
    notes: Notes
    spelling: Spelling
    names: Mapping[str, str] = field(default_factory=dict, hash=False)


_TABLES: dict[str, type] = {
    "numbers": Numbers,
    "currency": Currency,
    "time": Time,
    "date": Date,
    "titles": Titles,
    "quotes": Quotes,
    "notes": Notes,
    "spelling": Spelling,
}
_OTHER_KEYS = ("base", "name", "names", "sources")


def load_style(name: str) -> Style:
    """The shipped style of that name, or the one in the file of that name.

    Raises ConfigError for a name that is neither, and for a file that says something no rule
    could follow; the message names file, table and key.
    """
    if name in STYLES:
        return _shipped(name)
    import tomllib

    path = Path(name).expanduser()
    if not path.is_file():
        near = _nearest(name, STYLES)
        hint = f"did you mean {near}? C" if near else "c"
        raise ConfigError(
            f"there is no house style {name!r}; {hint}hoose one of: {', '.join(STYLES)}, "
            "or give the path of a TOML file"
        )
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"the style file {path} can't be read: {error}") from error
    return _style(data, path.stem, str(path))


@cache
def _shipped(name: str) -> Style:
    import tomllib

    resource = files(__name__).joinpath(f"{name}.toml")
    return _style(tomllib.loads(resource.read_text(encoding="utf-8")), name, f"{name}.toml")


def _style(data: Mapping[str, Any], name: str, where: str) -> Style:
    known = (*_TABLES, *_OTHER_KEYS)
    for key in data:
        if key not in known:
            raise ConfigError(_unknown(where, key, known))
    base = data.get("base")
    if base is not None and base not in STYLES:
        raise ConfigError(f"{where}: base = {base!r} is none of: {', '.join(STYLES)}")
    given = data.get("name", name)
    if not isinstance(given, str):
        raise ConfigError(f"{where}: name has to be a string")
    under = _shipped(base) if base else None
    parts = {
        table: _table(kind, data.get(table, {}), getattr(under, table, None), f"{where}: [{table}]")
        for table, kind in _TABLES.items()
    }
    names = {**(under.names if under else {}), **_names(data.get("names", {}), where)}
    return Style(name=given, names=names, **parts)


def _names(values: Any, where: str) -> dict[str, str]:
    if not isinstance(values, Mapping):
        raise ConfigError(f"{where}: [names] has to be a table")
    for name, preferred in values.items():
        if not isinstance(preferred, str) or not preferred.strip():
            raise ConfigError(f"{where}: [names] {name!r} has to be the name that the house writes")
    return dict(values)


def _table(kind: type, values: Any, under: Any, where: str) -> Any:
    if not isinstance(values, Mapping):
        raise ConfigError(f"{where} has to be a table")
    wanted = get_type_hints(kind)
    for key in values:
        if key not in wanted:
            raise ConfigError(_unknown(where, key, tuple(wanted)))
    made = {}
    for key, hint in wanted.items():
        value = values.get(key, getattr(under, key, None))
        if value is None:
            raise ConfigError(f'{where} lacks {key!r}; add it, or begin with base = "ap"')
        choices = get_args(hint)
        if choices and value not in choices:
            listed = ", ".join(map(repr, choices))
            raise ConfigError(f"{where} {key} = {value!r}; choose one of: {listed}")
        if not choices and type(value) is not hint:
            raise ConfigError(f"{where} {key} = {value!r} has to be of type {hint.__name__}")
        made[key] = value
    return kind(**made)


def _unknown(where: str, key: str, known: tuple[str, ...]) -> str:
    near = _nearest(key, known)
    hint = f"; did you mean {near!r}?" if near else f"; known: {', '.join(known)}"
    return f"{where}: unknown key {key!r}{hint}"


def _nearest(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, n=1)), "")
