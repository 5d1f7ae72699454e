"""What a fix changes, as a unified diff that `patch -p1` and `git apply` take; and why."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from cleaner.finding import Finding
from cleaner.report.excerpt import visible
from cleaner.report.output import About
from cleaner.report.paint import Paint
from cleaner.report.reported import Reported
from cleaner.report.text import finding_lines

__all__ = ["explained", "report"]


def report(files: Iterable[Reported], about: About) -> Iterator[str]:
    """A unified diff of all files, and nothing else."""
    for file in files:
        yield from unified(file, about.paint)


def explained(files: Iterable[Reported], about: About) -> Iterator[str]:
    """Each file's diff, the explanation of each change, and what could not be fixed."""
    for file in files:
        yield from unified(file, about.paint)
        left = [finding for finding in file.findings if not file.is_applied(finding)]
        yield from _listed(f"Changed in {file.name}:", file.applied or (), file, about.paint)
        yield from _listed(f"Not changed in {file.name}, for an editor:", left, file, about.paint)


def _listed(title: str, findings: Iterable[Finding], file: Reported, paint: Paint) -> Iterator[str]:
    for number, finding in enumerate(findings):
        if number == 0:
            yield "\n" + paint(visible(title), "bold") + "\n"
        yield "\n".join(finding_lines(file, finding, paint)) + "\n"


_HUES = {"+": "green", "-": "red", "@": "cyan"}


def unified(file: Reported, paint: Paint) -> Iterator[str]:
    r"""The lines of a file's diff.

    >>> from cleaner.finding import Finding, Fix, Safety, Source
    >>> fix = Fix("Monday", Source.GLOSSARY, 1.0, Safety.SAFE)
    >>> file = Reported("a.txt", "On\nlundi\n", (Finding("X", "x", 3, 8, "lundi", fix=fix),))
    >>> print("".join(unified(file, Paint(False))), end="")
    --- a/a.txt
    +++ b/a.txt
    @@ -1,2 +1,2 @@
     On
    -lundi
    +Monday
    """
    names = _name("a", file.name), _name("b", file.name)
    for line in difflib.unified_diff(_lines(file.text), _lines(file.changed), *names, n=3):
        yield _painted(line, paint)
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


# Only a line feed ends a line for the tools that read a diff.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def _lines(text: str) -> list[str]:
    return _LINE.findall(text)


def _painted(line: str, paint: Paint) -> str:
    if not paint.on or line[:1] not in _HUES:
        return line
    bare = line.rstrip("\r\n")
    return paint(visible(bare), _HUES[bare[0]]) + line[len(bare) :]


_SPECIAL = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def _name(side: str, name: str) -> str:
    r"""A file's name as git writes it: quoted where it has special characters.

    >>> _name("a", "/tmp/x.txt"), _name("b", 'the "x".txt')
    ('a/tmp/x.txt', '"b/the \\"x\\".txt"')
    """
    path = f"{side}/{name.lstrip('/')}"
    if any(character in _SPECIAL for character in path):
        return '"' + "".join(_SPECIAL.get(character, character) for character in path) + '"'
    return path + "\t" if " " in path else path
