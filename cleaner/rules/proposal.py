"""How the rules about forms propose a change: by offset, with a reason and perhaps a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.document import Span
from cleaner.finding import Finding, Fix, Safety, Source
from cleaner.rules.passage import Passage

__all__ = ["SAFE_CONFIDENCE", "UNSAFE_CONFIDENCE", "proposed", "reported"]

# The estimated share of right rewrites, from the clean and the dirty texts of corpus/.
SAFE_CONFIDENCE = 0.98
UNSAFE_CONFIDENCE = 0.6

# Web and e-mail addresses, hashtags, user names, inline code, markup: never prose.
_UNTOUCHABLE = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@\S+\.\w+|(?<!\w)[#@]\w+|`[^`\n]+`|</?[a-z][^<>\n]*>|&#?\w+;"
)


def _is_untouchable(text: str, span: tuple[int, int]) -> bool:
    """Whether a span of a sentence touches an address, code or markup."""
    place = Span(*span)
    return any(place.overlaps(Span(*kept.span())) for kept in _UNTOUCHABLE.finditer(text))


def proposed(
    passage: Passage,
    rule: tuple[str, str],
    span: tuple[int, int],
    replacement: str,
    reason: str,
    *,
    doubt: str = "",
    alternatives: tuple[str, ...] = (),
) -> Iterator[Finding]:
    """The finding that a rule (code and name) makes of a span of the sentence, if any.

    A ``doubt`` makes the fix unsafe. Nothing is proposed in addresses and code, or where nothing
    would change.
    """
    found = passage.text[span[0] : span[1]]
    if replacement == found or _is_untouchable(passage.text, span):
        return
    place = passage.span_in_document(*span)
    safety = Safety.UNSAFE if doubt else Safety.SAFE
    confidence = UNSAFE_CONFIDENCE if doubt else SAFE_CONFIDENCE
    why = f"{reason}; {doubt}" if doubt else reason
    fix = Fix(replacement, Source.RULE, confidence, safety, why, alternatives)
    yield Finding(*rule, *place, found, fix=fix)


def reported(
    passage: Passage, rule: tuple[str, str], span: tuple[int, int], why: str
) -> Iterator[Finding]:
    """A finding without a fix, for an editor to decide."""
    if not _is_untouchable(passage.text, span):
        place = passage.span_in_document(*span)
        yield Finding(*rule, *place, passage.text[span[0] : span[1]], {"why": why})
