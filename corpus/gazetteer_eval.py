"""Measure the gazetteer by itself: listed names, unlisted names, speed.

``python -m corpus.gazetteer_eval`` prints three tables. *Unlisted*: a third of the reviewed places
is left out of the build, and asked for as if nobody had reviewed them; each is right (an
accepted English name), silent, or wrong. *Listed*: every reviewed name in sentences of several
shapes. *Speed*: time to load, and text matched a second, in processor time.
The held-back names need what `make gazetteer` needs; ``--show wrong`` lists what went wrong.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.gazetteer import build, tables
from cleaner.gazetteer.context import votes
from cleaner.gazetteer.entry import KEEP, SAFE
from cleaner.gazetteer.lookup import Gazetteer, Match
from cleaner.gazetteer.tables import Reviewed

__all__ = ["Outcome", "answer", "listed", "main", "render", "speed", "unlisted"]

PARTS = 3
# Shapes of sentences, and whether the name has its French article, a possessive, or capitals in it.
SHAPES = {
    "in": "The talks in {} went on, officials said.",
    "between": "Flights between Rome and {} resumed on Monday.",
    "dateline": "{} (AFP) - Two people died.",
    "capitals": "{} (AFP) - Two people died.",
    "possessive": "{}’s hospitals are full.",
    "article": "A convoy reached the {} at dawn.",
    "quotation": "“We know {} well,” he said.",
    "list": "They named Oslo, {} and Lima.",
    "end": "The road goes to {}.",
}


class Outcome(NamedTuple):
    """What became of one name: applied unasked or not.

    ``right``; ``silent``; ``part``: a name inside it is proposed, for an editor to see; ``wrong``.
    """

    verdict: str
    safe: bool
    asked: str
    answered: str


def is_held_back(row: Reviewed, part: int = 0) -> bool:
    """Whether a reviewed row belongs to the third that is left out; all its forms do, or none."""
    return zlib.crc32((row.en or row.forms[0]).encode()) % PARTS == part


def answer(gazetteer: Gazetteer, text: str, form: str) -> Match | None:
    """What is proposed for the name at its place in the text."""
    start = text.index(form)
    end = start + len(form)
    found = [m for m in gazetteer.find(text) if m.start < end and start < m.end]
    return max(found, key=lambda match: match.end - match.start, default=None)


def unlisted(part: int = 0) -> Iterator[tuple[Reviewed, Outcome]]:
    """The held-back places, asked of a gazetteer built without them, their country named beside."""
    kept = build.compile_rows(lambda row: not is_held_back(row, part))
    gazetteer = Gazetteer(build.render(kept, {}))
    countries = _country_names()
    for row in tables.read("places"):
        if not is_held_back(row, part):
            continue
        where = countries.get(row.country, "")
        for form in row.forms:
            text = f"The talks in {form}" + (f", {where}, went on." if where else " went on.")
            yield row, _outcome(gazetteer, text, form, _accepted(row))


def listed() -> Iterator[tuple[str, Outcome]]:
    """Every reviewed place that is rewritten unasked, in every shape of sentence."""
    gazetteer = Gazetteer.load()
    for row in tables.read("places"):
        if row.safety != SAFE:
            continue
        for form in row.forms:
            for shape, template in SHAPES.items():
                if shape == "article" and (form.startswith(("Le", "La", "L'"))):
                    continue
                name = form.upper() if shape == "capitals" else form
                if shape == "capitals" and len(form) < 4:
                    continue
                wanted = [_loud(n, shape) for n in _accepted(row)]
                yield shape, _outcome(gazetteer, template.format(name), name, wanted)


def _loud(name: str, shape: str) -> str:
    return name.upper() if shape == "capitals" else name


def _accepted(row: Reviewed) -> list[str]:
    if row.safety == KEEP:
        return list(row.forms)
    return [row.en, *row.also]


def _outcome(gazetteer: Gazetteer, text: str, form: str, accepted: Iterable[str]) -> Outcome:
    match = answer(gazetteer, text, form)
    names = {name.removeprefix("The ").removeprefix("the ").casefold() for name in accepted}
    if match is None:
        return Outcome("right" if form.casefold() in names else "silent", True, form, form)
    decided = votes(text, gazetteer).decide(match)
    if decided is None or not decided.replacement:
        return Outcome("silent", True, form, form)
    written = text[: match.start] + decided.replacement + text[match.end :]
    wanted = {
        (text[:at] + lead + name + text[text.index(form) + len(form) :]).casefold()
        for name in names
        for at in (match.start, text.index(form))
        for lead in ("", "the ")
    }
    whole = match.start <= text.index(form) and text.index(form) + len(form) <= match.end
    verdict = "right" if written.casefold() in wanted else "wrong"
    if verdict == "wrong" and not whole and not decided.safe:
        verdict = "part"
    return Outcome(verdict, decided.safe, form, decided.replacement)


def _country_names() -> dict[str, str]:
    rows = Gazetteer.load().entries()
    return {row.country: row.names[0] for row in rows if row.kind == "country" and row.country}


def speed(text: str, least: float = 0.5) -> tuple[float, float]:
    """Milliseconds to load the table, megabytes of a text searched a second; processor time."""
    Gazetteer.load.cache_clear()
    start = time.process_time()
    gazetteer = Gazetteer.load()
    gazetteer.find("Moscou")
    load = 1000 * (time.process_time() - start)
    done, start = 0, time.process_time()
    while time.process_time() - start < least:
        gazetteer.find(text)
        done += len(text.encode())
    return load, done / 1e6 / (time.process_time() - start)


def render(title: str, rows: Iterable[tuple[str, Outcome]]) -> str:
    """A table of the outcomes: all of a group, and those applied unasked.

    >>> print(render("t", [("in", Outcome("right", True, "Liban", "Lebanon"))]))
    t           names  right silent   part  wrong   wrong unasked
    in              1  1.000  0.000  0.000  0.000           0.000
    all             1  1.000  0.000  0.000  0.000           0.000
    """
    counted: dict[str, Counter[str]] = {}
    for group, outcome in rows:
        for name in (group, "all"):
            tally = counted.setdefault(name, Counter())
            tally[outcome.verdict] += 1
            tally["unasked"] += outcome.verdict == "wrong" and outcome.safe
    counted["all"] = counted.pop("all", Counter())
    lines = [f"{title:<11} names  right silent   part  wrong   wrong unasked"]
    for name, tally in counted.items():
        names = sum(tally[verdict] for verdict in ("right", "silent", "part", "wrong"))
        right, silent, part, wrong, unasked = (
            tally[key] / max(1, names) for key in ("right", "silent", "part", "wrong", "unasked")
        )
        shares = f"{right:7.3f}{silent:7.3f}{part:7.3f}{wrong:7.3f}{unasked:16.3f}"
        lines.append(f"{name:<11}{names:6}{shares}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m corpus.gazetteer_eval", description=__doc__)
    parser.add_argument("--part", type=int, default=0, choices=range(PARTS), help="which third")
    parser.add_argument("--no-held-back", action="store_true", help="listed names and speed only")
    parser.add_argument(
        "--show", choices=("wrong", "part", "silent", "right"), help="list these names"
    )
    parser.add_argument("--text", help="a file to search for the speed")
    options = parser.parse_args(arguments)
    named = [(shape, outcome) for shape, outcome in listed()]
    print(render("listed", named))
    if not options.no_held_back:
        left_out = list(unlisted(options.part))
        print(render("unlisted", [(row.kind, outcome) for row, outcome in left_out]))
        pairs = [(row.kind, out) for row, out in left_out if row.safety != KEEP]
        print(render("not kept", pairs))
        named = [(row.country, outcome) for row, outcome in left_out]
    for group, outcome in named:
        if outcome.verdict == options.show:
            print(f"{group}: {outcome.asked} -> {outcome.answered} {'' if outcome.safe else '?'}")
    load, rate = speed("The talks in Geneva went on for hours, officials said on Monday. " * 2000)
    print(f"loads in {load:.1f} ms, searches {rate:.1f} MB/s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
