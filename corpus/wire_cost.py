"""What the rules about forms cost on clean text, against the gate for words.

``python -m corpus.wire_cost FILE.jsonl.xz ... --documents 500`` times, on the same documents, the
gate for words, the gate for forms, and the rules FM, WR and NM103 on what that lets through; the
best of three runs each. Their sum should not be above the gate for words.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cleaner import Config
from cleaner.document import Document
from cleaner.forms import formal_sentences
from cleaner.rules import Article, Passage, Tools, selected_rules
from cleaner.scan import suspicious_sentences
from corpus.clean_text import read_documents

__all__ = ["main"]

RUNS = 3


def _best(work: Callable[[], object]) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return min(once() for _ in range(RUNS))


def _rules_alone(documents: Sequence[Document]) -> Callable[[], object]:
    """The rules on the sentences that the gate for forms lets through."""
    rules = [rule for rule in selected_rules(("FM", "WR", "NM103"), ()) if rule.reads == "forms"]
    seen = [(document, formal_sentences(document)) for document in documents]
    tools = Tools()

    def work() -> None:
        for document, sentences in seen:
            article = Article(document.text, Config().style)
            for sentence in sentences:
                passage = Passage(sentence, tools, article)
                for rule in rules:
                    list(rule.check(passage))

    return work


def main(arguments: list[str] | None = None) -> int:
    """Print the times: 0 if the forms cost no more than the words, 1 if they do."""
    parser = argparse.ArgumentParser(prog="python -m corpus.wire_cost", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--documents", type=int, default=500, metavar="N")
    options = parser.parse_args(arguments)
    texts = [
        text
        for path in options.files
        for _, text in itertools.islice(read_documents(path), options.documents)
    ]
    documents = [Document.plain(text) for text in texts]
    words = _best(lambda: [suspicious_sentences(document) for document in documents])
    forms = _best(lambda: [formal_sentences(document) for document in documents])
    rules = _best(_rules_alone(documents))
    size = sum(map(len, texts)) / 1e6
    print(f"{len(documents)} documents, {size:.2f} million characters; milliseconds per million")
    for name, seconds in (("gate for words", words), ("gate for forms", forms), ("rules", rules)):
        print(f"  {name:<16}{1000 * seconds / size:>8.0f}")
    print(f"forms and rules against words: {(forms + rules) / words:.2f}")
    return 0 if forms + rules <= words else 1


if __name__ == "__main__":
    raise SystemExit(main())
