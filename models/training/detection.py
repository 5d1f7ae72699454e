"""Learn the weights of ``languages/fr/evidence.tsv`` (see :mod:`cleaner.detection.weights`).

Two steps, both logistic regressions. First the words: every word of every sentence is French or it
is not, as ``models.training.inserted`` put it there; sentences of clean news and of aligned English
are added with nothing in them. Then the runs that these weights find: right when they lie on an
inserted fragment. What is in brackets is judged by a column of its own, learnt on the same
fragments, and on words of clean sentences put in brackets.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from cleaner.detection import weights as learnt
from cleaner.detection.judge import lingua_witnesses, witnesses_of
from cleaner.detection.segment import french_runs
from cleaner.detection.witnesses import word_witnesses
from cleaner.document import Document, Sentence, Span
from cleaner.languages.tables import read_table
from cleaner.rules import Passage, Tools
from cleaner.rules.brackets import prose_brackets
from cleaner.rules.purpose import is_on_purpose
from cleaner.scan import Alarm, Gate
from cleaner.translate.evaluation import read_fragments
from corpus.insertions import insertions
from models.training.inserted import clean_sentences
from models.training.phrases import read_aligned

Row = dict[str, float]
Example = tuple[Row, bool, float]
# The table that the program reads.
PACKAGED = Path(learnt.__file__).parents[1] / "languages" / "fr" / learnt.TABLE
LINGUA = ("lingua_run", "lingua_rest")
MOST = 20000
# Sources whose English has few French titles and names in it.
PLAIN = frozenset(("europarl_sample", "tatoeba"))
# What lingua is this sure of (in powers of ten) is French, if on purpose: no example of English.
FRENCH_ITSELF = 1.0
# Words, and what the words beside them may make words of French.
HINTS = Alarm.WORD | Alarm.CAPITAL | Alarm.SMALL | Alarm.FOREIGN
# Clean sentences are what the program mostly sees.
CLEAN = 3.0
#: What each witness says, for the reader of the table.
NOTES = {
    "accent": "a letter with an accent",
    "after": "what the next word weighs by itself, if it is in lower case",
    "always": "the same for all: how rare French is",
    "before": "what the word before weighs by itself, if it is in lower case",
    "best": "the most that a word of the run weighs in its place",
    "capital": "a capital, not at the sentence's start; in a run: the share of such words",
    "capital_after": "the next word has a capital",
    "capital_before": "the word before has a capital",
    "capital_odds": "odds of a word with a capital",
    "derived": "in no list, but with a French ending, or a prefix before a French word",
    "edge_after": "punctuation or the end follows",
    "edge_before": "punctuation or the start precedes",
    "elision": "l', d', qu' and the like",
    "english": "how common the word is in English (Zipf)",
    "english_word": "how much more common in English than what few readers know",
    "english_stem": "a plural or agent noun of an English word",
    "french": "how common the word is in French (Zipf)",
    "hyphen": "a hyphen joins the run to a neighbour",
    "letter": "a single letter",
    "lingua_rest": "lingua: the rest of the sentence is English, in powers of ten",
    "lingua_run": "lingua: the run is French, in powers of ten",
    "listed": "the glossary has the run",
    "no_english": "in no English list",
    "short": "a word of less than four letters",
    "mean": "what a word of the run weighs in its place, on average",
    "neutral_after": "a name, a number or a loanword follows",
    "neutral_before": "a name, a number or a loanword precedes",
    "number": "a number",
    "odds": "French against English frequency of a word in lower case",
    "on_purpose": "a loanword, a name: French or not, it stays",
    "only_french": "neither English nor a sister language uses it; in a run: how many, up to two",
    "opening": "the first word, with a capital; of a run: it opens the sentence",
    "quoted": "quotation marks around the very run",
    "sister": "how much more another Romance or Germanic language uses the word",
    "small": "share of French articles, prepositions, pronouns",
    "small_after": "a French article, preposition or pronoun follows",
    "small_before": "a French article, preposition or pronoun precedes",
    "term": "part of a term of the glossary that is no English",
    "unlisted": "in no French list; in a run: the share of such words",
    "words": "length of the run in words, natural logarithm",
    "worst": "the least that a word of the run weighs in its place",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, and where the French was put into it, if any was."""

    passage: Passage
    start: int = 0
    end: int = 0

    def french(self, start: int, end: int) -> bool:
        """Whether most of the span is French."""
        return 2 * (min(end, self.end) - max(start, self.start)) > end - start

    def touches(self, start: int, end: int) -> bool:
        """Whether the span and the French overlap."""
        return start < self.end and self.start < end


def labelled(fragments: Path, most: int, tools: Tools, *, bracketed: bool) -> Iterator[Labelled]:
    """The sentences with French put into them that the gate lets through."""
    for place in insertions(read_fragments(fragments), most):
        if place.bracketed is not bracketed:
            continue
        for sentence in Document.plain(place.text).sentences():
            if Gate.packaged().alarm(sentence.text) & Alarm.WORD:
                start, end = place.start - sentence.start, place.end - sentence.start
                yield Labelled(Passage(sentence, tools), start, end)


def unlabelled(sentences: Iterable[str], tools: Tools) -> Iterator[Labelled]:
    """Clean sentences with a word that the gate looks twice at."""
    for text in sentences:
        if Gate.packaged().kinds(text) & HINTS:
            yield Labelled(Passage(Sentence(text, 0), tools))


def word_examples(sentences: Iterable[Labelled], weight: float) -> Iterator[Example]:
    """Every word of the sentences with its witnesses."""
    for sentence in sentences:
        weighed = sentence.passage.weighed
        for index, word in enumerate(weighed):
            french = sentence.french(word.token.start, word.token.end)
            yield word_witnesses(weighed, index), french, weight


def run_examples(sentences: Iterable[Labelled], weight: float) -> Iterator[tuple[int, Example]]:
    """Every run that the words' weights find, with its length in words."""
    for sentence in sentences:
        passage = sentence.passage
        for start, end in french_runs(passage.weighed):
            a, b = passage.weighed[start].token.start, passage.weighed[end - 1].token.end
            french = sentence.french(a, b)
            if (french or not sentence.touches(a, b)) and not is_on_purpose(passage, Span(a, b)):
                row = all_witnesses(passage, start, end)
                if french or row.get("lingua_run", 0.0) < FRENCH_ITSELF:
                    yield end - start, (row, french, weight)


def bracket_examples(sentences: Iterable[Labelled], weight: float) -> Iterator[Example]:
    """Every bracket in the sentences."""
    for sentence in sentences:
        passage = sentence.passage
        for match in prose_brackets(passage.text):
            content = Passage(Sentence(match.group(2), 0), passage.tools)
            if content.weighed:
                row = all_witnesses(content, 0, len(content.weighed))
                yield row, sentence.touches(match.start(2), match.end(2)), weight


def all_witnesses(passage: Passage, start: int, end: int) -> Row:
    """The witnesses of a run, lingua among them."""
    weighed, text = passage.weighed, passage.text
    a, b = weighed[start].token.start, weighed[end - 1].token.end
    listed = bool(passage.tools.glossary.lookup(text[a:b]))
    row = witnesses_of(weighed, text, start, end, listed=listed)
    return {**row, **lingua_witnesses(text, a, b)}


def in_brackets(sentences: Iterable[str], seed: int) -> Iterator[str]:
    """Clean sentences with one to four of their words in brackets."""
    rng = random.Random(seed)
    for text in sentences:
        words = text.split(" ")
        if len(words) > 6 and "[" not in text:
            start = rng.randrange(len(words) - 4)
            end = start + rng.randint(1, 4)
            inside = " ".join(words[start:end]).strip('.,;:!?()"“”')
            yield " ".join([*words[:start], f"[{inside}]", *words[end:]])


def fitted(examples: Sequence[Example], without: Collection[str] = ()) -> Row:
    """The weights of a logistic regression, in powers of ten, without the witnesses named."""
    vectors = DictVectorizer()
    rows = [{k: v for k, v in row.items() if k not in without} for row, _, _ in examples]
    matrix = vectors.fit_transform(rows)
    regression = LogisticRegression(fit_intercept=False, C=1.0, max_iter=2000)
    regression.fit(matrix, [y for _, y, _ in examples], [w for _, _, w in examples])
    names = vectors.get_feature_names_out()
    pairs = zip(names, regression.coef_[0] / math.log(10), strict=True)
    return {str(name): float(value) for name, value in pairs}


def write(columns: Mapping[str, Row], out: Path) -> None:
    """Write the table, and let the running process read it again."""
    with out.open("w", encoding="utf-8") as table:
        table.write("witness\t" + "\t".join(learnt.COLUMNS) + "\tnote\n")
        for name in sorted(NOTES):
            cells = [
                f"{columns[column][name]:.3f}" if name in columns.get(column, {}) else ""
                for column in learnt.COLUMNS
            ]
            table.write(f"{name}\t" + "\t".join(cells) + f"\t{NOTES[name]}\n")
    read_table.cache_clear()
    learnt.weights.cache_clear()


@dataclass(frozen=True)
class Material:
    """The sentences that the weights are learnt on."""

    bare: Sequence[Labelled]
    bracketed: Sequence[Labelled]
    clean: Sequence[Labelled]
    enclosed: Sequence[Labelled]

    @classmethod
    def read(cls, inserted: Path, clean: Path, aligned: Path, skip: int) -> Material:
        """Fragments put in, and clean sentences; the first ``skip`` documents are left out."""
        tools = Tools()
        news = list(clean_sentences(clean, skip))
        english = [row[2] for row in read_aligned(aligned) if row[0] in PLAIN]
        return cls(
            list(labelled(inserted, MOST, tools, bracketed=False)),
            list(labelled(inserted, MOST, tools, bracketed=True)),
            list(unlabelled([*news, *english[::3]], tools)),
            list(unlabelled(in_brackets(news[::2], 1), tools)),
        )


def learn(material: Material, without: Collection[str], out: Path) -> dict[str, Row]:
    """The weights, column by column; the table at ``out`` is the one that the program reads.

    The weights of words in their places come first, since they say which runs there are.
    """
    places = [*word_examples([*material.bare, *material.bracketed], 1.0)]
    columns = {"place": fitted([*places, *word_examples(material.clean, CLEAN)], without)}
    write(columns, out)
    runs = [*run_examples(material.bare, 1.0), *run_examples(material.clean, CLEAN)]
    questions = {
        "word": [example for length, example in runs if length == 1],
        "phrase": [example for length, example in runs if length > 1],
        "bracket": [
            *bracket_examples(material.bracketed, 1.0),
            *bracket_examples(material.enclosed, 1.0),
        ],
    }
    for column, examples in questions.items():
        columns[column] = fitted(examples, {*without, *LINGUA})
        columns[f"{column}_lingua"] = fitted(examples, without)
        right = sum(french for _, french, _ in examples)
        print(f"{column}: {right} French, {len(examples) - right} not", file=sys.stderr)
    return columns


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inserted", type=Path, required=True)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--aligned", type=Path, required=True)
    parser.add_argument("--skip", type=int, default=300, help="documents left for measuring")
    args = parser.parse_args()
    material = Material.read(args.inserted, args.clean, args.aligned, args.skip)
    write(learn(material, (), PACKAGED), PACKAGED)


if __name__ == "__main__":
    main()
