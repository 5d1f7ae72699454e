"""Cleaner: scan, rules, translate, settle, apply, on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.apply import apply_edits, compose
from cleaner.config import Config
from cleaner.document import Document, Sentence
from cleaner.finding import Finding, Fix, Request, Safety, Source
from cleaner.scan import Alarm, Gate
from cleaner.settle import chosen, expressible, without_overlaps

if TYPE_CHECKING:
    from cleaner.ignores import Ignores
    from cleaner.rules import Rule, Tools
    from cleaner.translate import Translator
    from cleaner.translate.memory.store import Memory

__all__ = ["Cleaner", "Propose", "Result"]

Propose = Callable[[Document], list[Finding]]
"""What the rules find in a document, before translation."""

# A fix may uncover another one; a text that still changes after so many passes is left alone.
MOST_PASSES = 4
# What a sentence has to hold for rules of each kind to look at it.
_READ = {
    "words": Alarm.WORD,
    "names": Alarm.NAME | Alarm.WORD,
    "forms": Alarm.FORM,
    "both": Alarm.FORM | Alarm.WORD,
    "all": 0,
}
# So many characters before a finding hold the noun phrase that it follows.
BEFORE = 1000
# About half of the sure translations in doubtful places are right.
DOUBTED_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Result:
    """What a fix made: the text, all findings in the original, and those that were applied."""

    text: str
    findings: tuple[Finding, ...]
    applied: tuple[Finding, ...]

    @property
    def remaining(self) -> tuple[Finding, ...]:
        """The findings that were not applied."""
        spans = [(edit.start, edit.end) for edit in self.applied]
        return tuple(
            finding
            for finding in self.findings
            if not any(finding.start < end and start < finding.end for start, end in spans)
        )


class Cleaner:
    """Checks and fixes texts with one configuration, keeping tables and models warm.

    A ``translator`` takes the place of the configured chain.

    >>> cleaner = Cleaner()
    >>> cleaner.fix("The road reopens mercredi.").text
    'The road reopens Wednesday.'
    >>> cleaner.check("The road reopens on Friday.")
    []
    """

    def __init__(
        self,
        config: Config | None = None,
        translator: Translator | None = None,
        *,
        near: Iterable[Cleaner] = (),
    ) -> None:
        """``translator`` answers all requests instead of what the configuration names.

        One of ``near`` lends its tables and models if it was to load the same.
        """
        self.config = config or Config()
        self._given = translator
        same = (one for one in near if _needs(one.config) == _needs(self.config))
        self._near = next(same, None)
        if self.config.select or self.config.ignore:
            _ = self.rules  # unknown codes are an error now, not at the first dirty text
        if self.config.ignores:
            _ = self._ignores

    def check(self, text: str) -> list[Finding]:
        """The findings in a text, in order; offsets count code points of ``text``."""
        return self.check_many([text])[0]

    def fix(self, text: str) -> Result:
        """The text with the safe fixes applied (all fixes, if so configured)."""
        return self.fix_many([text])[0]

    def check_many(self, texts: Iterable[str]) -> list[list[Finding]]:
        """The findings of each text; all translations are asked for in one batch."""
        return self.check_documents([Document.plain(text) for text in texts])

    def fix_many(self, texts: Iterable[str]) -> list[Result]:
        """The result for each text; all translations are asked for in one batch."""
        return self.fix_documents([Document.plain(text) for text in texts])

    def check_documents(
        self, documents: Sequence[Document], propose: Propose | None = None
    ) -> list[list[Finding]]:
        """The findings of each document; ``propose`` knows what ``proposals`` would say."""
        return self.settled(documents, list(map(propose or self.proposals, documents)))

    def is_clean(self, document: Document) -> bool:
        """Whether the gate alone tells that nothing would be found; else rules have to look."""
        reads_all = bool(self.config.select) and self._reads_all
        return not reads_all and self._gate.is_clean(document.text, document.blocks)

    def settled(
        self, documents: Sequence[Document], proposed: list[list[Finding]]
    ) -> list[list[Finding]]:
        """What the rules proposed for each document, answered and without overlaps."""
        if not any(proposed):
            return proposed
        answered = _answered(documents, proposed, self.translator)
        return [
            _located(document, expressible(without_overlaps(findings), document))
            for document, findings in zip(documents, answered, strict=True)
        ]

    def fix_documents(self, documents: Sequence[Document]) -> list[Result]:
        """The result for each document; applying a result's text again changes nothing."""
        checked = self.check_documents(documents)
        return [
            self.fixed(document, findings)
            for document, findings in zip(documents, checked, strict=True)
        ]

    def fixed(
        self, document: Document, findings: Sequence[Finding], spared: Sequence[Finding] = ()
    ) -> Result:
        """A document with the fixes of these findings applied, which a check of it gave.

        Where the check also found what is ``spared``, nothing changes.
        """
        wishes = (True, False) if self.config.unsafe_fixes else (False,)
        for unsafe in wishes:
            first = chosen(findings, unsafe=unsafe)
            applied = self._converged(document, first, spared, unsafe=unsafe)
            if applied is not None:
                text = apply_edits(document.text, applied)
                return Result(text, tuple(findings), tuple(_located(document, applied)))
        return Result(document.text, tuple(findings), ())

    def _converged(
        self,
        document: Document,
        applied: list[Finding],
        spared: Sequence[Finding],
        *,
        unsafe: bool,
    ) -> list[Finding] | None:
        """The edits after which another pass finds nothing to apply; None if there are none."""
        if not applied:
            return []
        translator = self.translator if unsafe else self._sure_translator
        for _ in range(MOST_PASSES):
            edited = Document.plain(apply_edits(document.text, applied), document.charset)
            [findings] = _answered([edited], [self.proposals(edited)], translator)
            more = []
            for late in chosen(expressible(without_overlaps(findings), edited), unsafe=unsafe):
                edits = compose(document.text, applied, [late])
                if _can_place(document, edits, unsafe=unsafe) and not _touch(edits, spared):
                    more.append(late)
            if not more:
                return applied
            applied = compose(document.text, applied, more)
        return None

    def proposals(self, document: Document, *, gated: bool = True) -> list[Finding]:
        """What the rules find, before translation; not ``gated``: of all rules, everywhere."""
        alarms = self._gate.alarms(document) if gated else {}
        worded = [sentence for sentence, alarm in alarms.items() if alarm & Alarm.WORD]
        if not gated or (self.config.select and self._reads_all):
            alarms = {sentence: alarms.get(sentence, 0) for sentence in document.sentences()}
        if not alarms:
            return []
        from cleaner.detection.habits import habits_of
        from cleaner.rules import Article, Passage
        from cleaner.rules.foreign import foreign_articles

        article = Article(document.text, self.config.style, document.charset)
        habits = habits_of(document.text, worded if gated else list(alarms))
        if habits.language and self._refuses_foreign_articles:
            whole = Sentence(document.text, 0)
            return list(foreign_articles(Passage(whole, self._tools, article, habits)))
        found = [
            finding
            for sentence, alarm in alarms.items()
            for passage in [Passage(sentence, self._tools, article, habits)]
            for rule in self.rules
            if not gated or alarm & _READ[rule.reads] or rule.reads == "all"
            for finding in rule.check(passage)
        ]
        return self._ignores.without(document.text, found) if self.config.ignores else found

    @cached_property
    def _tools(self) -> Tools:
        if self._near:
            return self._near._tools
        from cleaner.rules import Tools

        return Tools(self.config.gazetteer, self.config.languages)

    @cached_property
    def _ignores(self) -> Ignores:
        from cleaner.ignores import read_ignores

        return read_ignores(Path(path).expanduser() for path in self.config.ignores)

    @cached_property
    def _gate(self) -> Gate:
        """The gate, with telling words of the user's own names."""
        if self.config.gazetteer is None:
            return Gate.packaged()
        from cleaner.gazetteer.overlay import read_own

        rows = read_own(Path(self.config.gazetteer).expanduser())
        return Gate.packaged(frozenset(row.trigger.lower() for row in rows))

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that look at texts: the default or selected ones, less the ignored."""
        from cleaner.rules import selected_rules

        return selected_rules(self.config.select, self.config.ignore)

    @cached_property
    def _refuses_foreign_articles(self) -> bool:
        """Whatever is selected, unless the rule is ignored."""
        from cleaner.rules import find_rule
        from cleaner.rules.foreign import FOREIGN_ARTICLE

        return not any(map(find_rule(FOREIGN_ARTICLE).matches, self.config.ignore))

    @cached_property
    def _reads_all(self) -> bool:
        """Whether a rule of this run looks at every sentence, which only a selected one does."""
        return any(rule.reads == "all" for rule in self.rules)

    def open_requests(self, proposed: Iterable[Finding]) -> list[Request]:
        """The translations that are asked for and that reviewed data does not settle."""
        requests = [finding.request for finding in proposed if finding.request]
        answers = self._sure_translator.translate(requests) if requests else []
        return [
            request for request, one in zip(requests, answers, strict=True) if not one.is_settled
        ]

    @cached_property
    def translator(self) -> Translator:
        """What answers requests: the one that was given, else glossary, tables and model."""
        if self._given is not None:
            return self._given
        if self._near:
            return self._near.translator
        from cleaner.translate import TranslatorChain

        chain = TranslatorChain(
            self.config.model,
            glossary=self._glossary,
            backend=self.config.backend,
            memory=self._memory,
        )
        return self._corrected(chain)

    @cached_property
    def _sure_translator(self) -> Translator:
        """Answers from corrections and glossary: no model's answer is applied unasked."""
        if self._near:
            return self._near._sure_translator
        return self._corrected(self._glossary)

    def _corrected(self, translator: Translator) -> Translator:
        """The translator, with the editors' corrections before it, if there is a memory."""
        if self._memory is None:
            return translator
        from cleaner.translate.memory.editor import Corrected, Corrections

        return Corrected(Corrections(self._memory, self._glossary), translator)

    @cached_property
    def _memory(self) -> Memory | None:
        if self.config.memory is None:
            return None
        from cleaner.translate.memory.store import Memory

        return Memory(Path(self.config.memory).expanduser())

    @cached_property
    def _glossary(self) -> Translator:
        from cleaner.rules.names import english_name
        from cleaner.translate import GlossaryTranslator

        return GlossaryTranslator(names=partial(english_name, self._tools))


def _answered(
    documents: Sequence[Document], batch: Sequence[Sequence[Finding]], translator: Translator
) -> list[list[Finding]]:
    """The findings of all documents with their requests answered in one call."""
    from cleaner.translate import answer_to_fix, deletion, moved

    requests = [f.request for findings in batch for f in findings if f.request]
    answers = iter(translator.translate(requests)) if requests else iter(())

    def answered(document: Document, finding: Finding) -> Finding:
        if finding.request is None:
            return finding
        answer = next(answers)
        residue = deletion(document.text, finding, answer)
        if residue is not None:
            return residue
        fix = answer_to_fix(finding.request, answer)
        if fix is None:
            return finding.without_fix(answer.withheld)
        finding = replace(finding, fix=_doubted(fix, finding.request.doubt))
        return moved(finding, document.text[max(0, finding.start - BEFORE) : finding.start])

    return [
        [answered(document, finding) for finding in findings]
        for document, findings in zip(documents, batch, strict=True)
    ]


def _needs(config: Config) -> tuple[object, ...]:
    """What tables and models are made from."""
    return config.model, config.backend, config.memory, config.gazetteer, config.languages


def _doubted(fix: Fix, doubt: str) -> Fix:
    """The fix, left to an editor where its place is in doubt."""
    if not doubt or fix.safety is not Safety.SAFE:
        return fix
    reason = f"{fix.reason}, but {doubt}" if fix.source is Source.MEMORY else doubt
    return replace(fix, safety=Safety.UNSAFE, confidence=DOUBTED_CONFIDENCE, reason=reason)


def _can_place(document: Document, applied: list[Finding], *, unsafe: bool) -> bool:
    """Whether edits, some of which grew together, can be written where the text comes from."""
    return (
        document.origin is None or chosen(expressible(applied, document), unsafe=unsafe) == applied
    )


def _touch(edits: Iterable[Finding], spared: Sequence[Finding]) -> bool:
    return any(e.start < s.end and s.start < e.end for e in edits for s in spared)


def _located(document: Document, findings: Iterable[Finding]) -> list[Finding]:
    located = []
    for finding in findings:
        line, column = document.line_and_column(finding.start)
        located.append(replace(finding, line=line, column=column))
    return located
