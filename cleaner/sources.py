"""Checks and fixes files, with all the articles in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from cleaner.apply import put
from cleaner.document import Document
from cleaner.engine import Cleaner, Propose, Result
from cleaner.errors import InputError
from cleaner.finding import Finding
from cleaner.formats.source import Source
from cleaner.suppress import Suppressing, split

if TYPE_CHECKING:
    from cleaner.rules import Rule

__all__ = [
    "Checked",
    "Decide",
    "Listed",
    "check_sources",
    "fix_decided",
    "fix_found",
    "fix_sources",
]

Listed = Callable[[Source], Sequence[Suppressing]]
"""What keeps findings of a file from being reported, besides the file itself."""
Decide = Callable[[Source, Document, Sequence[Finding]], Sequence[Finding]]
"""What somebody decides about the findings of an article in a file."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file and what was done about it; all places count in the file.

    ``errors`` are records that can't be read and articles that are refused; they stay as they
    are. ``suppressed`` are findings that are kept from being reported, by the file itself or from
    outside; ``unused`` is what was said to that end and met none; ``complaints`` is what is wrong
    with the file's comments, a line each.
    """

    source: Source
    findings: tuple[Finding, ...] = ()
    applied: tuple[Finding, ...] = ()
    remaining: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    unused: tuple[Suppressing, ...] = ()
    errors: tuple[InputError, ...] = ()
    complaints: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The file's bytes with the fixes made."""
        return self.source.edited(self.applied)

    @property
    def text(self) -> str:
        """The decoded file with the fixes made."""
        return put(self.source.text, [edit for one in self.applied for edit in one.edits])


def _nothing(source: Source) -> Sequence[Suppressing]:
    del source
    return ()


def check_sources(
    cleaner: Cleaner,
    sources: Sequence[Source],
    listed: Listed = _nothing,
    propose: Propose | None = None,
) -> list[Checked]:
    """What is in each file; all translations are asked for in one batch.

    ``propose`` knows what the ``cleaner`` would propose.
    """
    return _checked(cleaner, sources, listed, propose, fix=False)


def fix_sources(
    cleaner: Cleaner,
    sources: Sequence[Source],
    listed: Listed = _nothing,
    propose: Propose | None = None,
) -> list[Checked]:
    """What is in each file, and the fixes that are to be made.

    >>> from cleaner.formats.source import read
    >>> [page] = fix_sources(Cleaner(), [read(b"<p>It reopens <b>mercredi</b>.</p>", "a.html")])
    >>> page.data
    b'<p>It reopens <b>Wednesday</b>.</p>'
    """
    return _checked(cleaner, sources, listed, propose, fix=True)


def fix_decided(
    cleaner: Cleaner,
    sources: Sequence[Source],
    listed: Listed,
    decide: Decide,
    propose: Propose | None = None,
) -> list[Checked]:
    """What is in each file, and the fixes that ``decide`` leaves safe.

    It is called for each article in which something is reported, one after another.
    """
    return _checked(cleaner, sources, listed, propose, fix=True, decide=decide)


def fix_found(
    cleaner: Cleaner, source: Source, found: Iterable[list[Finding]], listed: Listed = _nothing
) -> Checked:
    """A file with its fixes, when the findings of its articles are known."""
    return _file(cleaner, source, found, listed, fix=True)


def _checked(
    cleaner: Cleaner,
    sources: Sequence[Source],
    listed: Listed,
    propose: Propose | None,
    *,
    fix: bool,
    decide: Decide | None = None,
) -> list[Checked]:
    articles = [article for source in sources for article in source.articles]
    found = iter(cleaner.check_documents(articles, propose))
    return [
        _file(cleaner, source, islice(found, len(source.articles)), listed, fix=fix, decide=decide)
        for source in sources
    ]


def _file(
    cleaner: Cleaner,
    source: Source,
    found: Iterable[list[Finding]],
    listed: Listed,
    *,
    fix: bool,
    decide: Decide | None = None,
) -> Checked:
    told = (*source.suppressions.suppressions, *listed(source))
    articles = zip(source.articles, found, strict=True)
    return _joined(
        source,
        [_article(cleaner, source, a, own, told, fix=fix, decide=decide) for a, own in articles],
    )


def _joined(source: Source, articles: Iterable[Checked]) -> Checked:
    """The articles of a file as one."""
    articles = list(articles)
    return Checked(
        source,
        _in_order(f for article in articles for f in article.findings),
        _in_order(f for article in articles for f in article.applied),
        _in_order(f for article in articles for f in article.remaining),
        _in_order(f for article in articles for f in article.suppressed),
        _unused(articles),
        (*source.errors, *(error for article in articles for error in article.errors)),
        _complaints(source),
    )


def _unused(articles: Sequence[Checked]) -> tuple[Suppressing, ...]:
    """What no article of a file made use of."""
    if not articles:
        return ()
    first, *others = articles
    return tuple(one for one in first.unused if all(one in other.unused for other in others))


def _complaints(source: Source) -> tuple[str, ...]:
    """What is wrong with what a file says to Cleaner."""
    if "cleaner" not in source.text:
        return ()
    from cleaner.formats.suppressions import unknown
    from cleaner.rules import rules

    said = source.suppressions
    known = partial(_selects_any, rules())
    return (*said.complaints, *unknown(said.suppressions, known))


def _selects_any(known: Iterable[Rule], code: str) -> bool:
    return any(rule.matches(code) for rule in known)


def _article(
    cleaner: Cleaner,
    source: Source,
    article: Document,
    findings: list[Finding],
    told: Sequence[Suppressing],
    *,
    fix: bool,
    decide: Decide | None,
) -> Checked:
    if findings and findings[0].name == "foreign-article":
        return Checked(source, errors=(_refusal(source, article, findings[0]),))
    kept, spared, unused = split(findings, told, list(source.placed(article, findings)))
    stays = spared
    if decide and kept:
        kept = tuple(decide(source, article, kept))
        stays = (*spared, *(finding for finding in kept if finding.fix is None))
    result = cleaner.fixed(article, kept, stays) if fix else Result("", kept, ())
    return Checked(
        source,
        tuple(source.placed(article, result.findings)),
        tuple(source.placed(article, result.applied)),
        tuple(source.placed(article, result.remaining)),
        tuple(source.placed(article, spared)),
        unused,
    )


def _refusal(source: Source, article: Document, finding: Finding) -> InputError:
    line = f", line {source.line(article)}" if len(source.articles) > 1 else ""
    return InputError(
        f"{source.name}{line}: {finding.reason}; nothing was changed. Translate it as a whole "
        f"first, or pass --ignore {finding.rule} to look for single words all the same"
    )


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end)))
