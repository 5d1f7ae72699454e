"""Turn phrase pairs into training examples: KIND<TAB>SOURCE<TAB>TARGET lines.

context   an English sentence with the French fragment in place, between two marks -> its English
bare      the fragment alone, between the marks -> its English
sentence  a short French sentence -> its English

What stands in context is drawn from the aligned sentences, rare words first; what stands bare
is the phrase table's best answer. A glossary adds its entries bare and in place.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.training.corpus import DICTIONARIES
from models.training.glossary import bare_examples, context_examples, read_glossary
from models.training.noise import disturb, in_place, marked
from models.training.phrases import DETERMINERS, PREPOSITIONS, Phrase, cut
from models.training.text import Word, english_words, french_words

#: Mean number of in-context examples drawn from a sentence of each source.
DRAWS = {
    "europarl_sample": 6.0,
    "wikipedia": 3.5,
    "debian_webwml": 1.0,
    "laws_general": 0.7,
    "hansard": 1.5,
    "tatoeba": 1.0,
}
_LENGTH_WEIGHT = {1: 1.0, 2: 1.0, 3: 0.8, 4: 0.5, 5: 0.3, 6: 0.2}

Table = dict[str, dict[str, tuple[int, float]]]


def read_table(path: Path) -> Table:
    """Read the phrase table: French -> English -> (count, share)."""
    table: Table = defaultdict(dict)
    with path.open() as lines:
        next(lines)
        for line in lines:
            french, english, count, share, _ = line.rstrip("\n").split("\t")
            table[french][english] = (int(count), float(share))
    return table


def read_extracted(path: Path) -> Iterator[tuple[str, str, str, list[Phrase]]]:
    """Yield source, French, English and phrases of each pair."""
    with path.open() as lines:
        for line in lines:
            source, french, english, spans = line.rstrip("\n").split("\t")
            found = []
            for span in spans.split():
                a, b, c, d, loose = map(int, span.split("-"))
                found.append(Phrase(a, b, c, d, bool(loose)))
            yield source, french, english, found


def word_counts(path: Path) -> Counter[str]:
    """How often each French word occurs."""
    counts: Counter[str] = Counter()
    for _, french, _, _ in read_extracted(path):
        counts.update(w.key for w in french_words(french))
    return counts


def weight(phrase: Phrase, french: Sequence[Word], counts: Counter[str]) -> float:
    """How much a phrase is worth drawing: short, with a rare word, a whole constituent."""
    keys = [w.key for w in french[phrase.french_from : phrase.french_to]]
    rarity: float = max((counts[k] + 1) ** -0.35 for k in keys)
    whole = 2.0 if keys[0] in DETERMINERS or keys[0] in PREPOSITIONS else 1.0
    single = 2.0 if phrase.loose and len(keys) == 1 else 1.0
    return _LENGTH_WEIGHT[len(keys)] * rarity * whole * single


def credible(french: str, english: str, table: Table, rng: random.Random) -> bool:
    """Whether the pair is known to the table, or cannot be judged by it."""
    answers = table.get(french.lower().replace("’", "'"))
    return answers is None or english in answers or rng.random() < 0.3


def sentence_examples(
    path: Path, table: Table, rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    """Draw in-context and whole-sentence examples from the aligned pairs."""
    counts = word_counts(path)
    for source, french, english, found in read_extracted(path):
        if source in DICTIONARIES:
            continue
        fr, en = french_words(french), english_words(english)
        if len(fr) <= 14 and rng.random() < 0.12:
            yield "sentence", french, english
        found = [p for p in found if (p.french_from == 0) == (p.english_from == 0)]
        if not found or len(en) < 4:
            continue
        draws = int(DRAWS.get(source, 1.0) + rng.random())
        weights = [weight(p, fr, counts) for p in found]
        for p in set(rng.choices(found, weights, k=draws)):
            left_out = cut(fr, french, p.french_from, p.french_to)
            answer = cut(en, english, p.english_from, p.english_to)
            checked = cut(en, english, p.english_from + p.loose, p.english_to)
            if credible(left_out, checked, table, rng):
                yield (
                    "context",
                    *in_place(left_out, answer, english, en, p.english_from, p.english_to, rng),
                )


def table_examples(table: Table, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """The table's best answers, the common ones more than once."""
    for french, answers in table.items():
        english, (count, share) = max(answers.items(), key=lambda item: item[1][0])
        if share < 0.25 or (french == english.lower() and rng.random() < 0.7):
            continue
        for _ in range(1 + (count >= 8) + (count >= 50)):
            fragment, answer = disturb(french, english, rng)
            yield "bare", marked("", fragment, ""), answer


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extracted", type=Path, required=True)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--glossary", type=Path, help="folder of TSV files with fr and en")
    parser.add_argument("--per-entry", type=int, default=12, help="contexts per glossary entry")
    parser.add_argument("--times", type=int, default=6, help="times a glossary entry stands bare")
    parser.add_argument("--glossary-only", action="store_true", help="leave the corpus out")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    kinds: Counter[str] = Counter()
    with args.out.open("w") as out:

        def write(examples: Iterator[tuple[str, str, str]], origin: str) -> None:
            for kind, source, target in examples:
                out.write(f"{kind}\t{source}\t{target}\n")
                kinds[f"{origin}:{kind}"] += 1

        if not args.glossary_only:
            table = read_table(args.table)
            write(sentence_examples(args.extracted, table, rng), "corpus")
            write(table_examples(table, rng), "table")
        if args.glossary is not None:
            entries = read_glossary(args.glossary)
            sentences = (english for _, _, english, _ in read_extracted(args.extracted))
            write(bare_examples(entries, args.times, rng), "glossary")
            write(context_examples(entries, sentences, args.per_entry, rng), "glossary")
    print(dict(kinds))


if __name__ == "__main__":
    main()
