"""The corpus as tests: clean text is left alone, and what is known to fail is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from cleaner.document import Document
from cleaner.forms import formal_sentences
from cleaner.rules import Article, Passage, Tools, rules
from cleaner.scan import is_suspicious
from corpus.cases import Case, load

CASES = Path(__file__).resolve().parent.parent / "corpus" / "cases"


def cases(name: str) -> list:
    return [pytest.param(case, id=case.id) for case in load(CASES / name)]


@pytest.mark.parametrize("case", [*cases("negatives.jsonl"), *cases("on-purpose.jsonl")])
def test_clean_text_is_left_alone(cleaner: Cleaner, case: Case):
    assert cleaner.fix(case.text).text == case.text


@pytest.mark.xfail(reason="known failures; one that passes belongs with the others")
@pytest.mark.parametrize("case", cases("known-failures.jsonl"))
def test_known_failures(case: Case):
    fixed = Cleaner(Config(unsafe_fixes=True)).fix(case.text).text
    assert fixed in case.clean


@pytest.mark.parametrize("name", ["negatives.jsonl", "on-purpose.jsonl", "sentences.jsonl"])
def test_what_the_gate_skips_no_rule_would_have_found(name: str):
    tools = Tools()
    skipped = 0
    for case in load(CASES / name):
        document = Document.plain(case.text)
        formal = formal_sentences(document)
        for sentence in document.sentences():
            if is_suspicious(sentence.text):
                continue
            skipped += 1
            passage = Passage(sentence, tools, Article(case.text))
            reading = [rule for rule in rules() if sentence not in formal and rule.reads != "all"]
            reading += [rule for rule in rules() if sentence in formal and rule.reads == "words"]
            found = [finding for rule in reading for finding in rule.check(passage)]
            assert not found, sentence.text
    assert skipped > 0
