"""Turn phrase pairs into training examples: KIND<TAB>SOURCE<TAB>TARGET lines.

context   an English sentence with the French fragment in place, between two marks -> its English
bare      the fragment alone, between the marks -> its English
sentence  a French sentence -> its English

What stands in context or bare is drawn from the aligned sentences, rare words first. A glossary
adds its entries bare and in place. Behind most sources stands what the dictionaries know of the
fragment, its own sentence not counted (``dictionary``); the others teach to do without.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from cleaner.translate.hints import LookUp, hints
from models.training.corpus import DICTIONARIES
from models.training.dictionary import Dictionary, own_pairs
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
#: Share of the whole sentences of each source that become examples, of at most so many words.
SENTENCES = {
    "europarl_sample": 1.0,
    "wikipedia": 1.0,
    "debian_webwml": 0.4,
    "laws_general": 0.1,
    "hansard": 0.3,
    "tatoeba": 0.25,
}
LONGEST_SENTENCE = 32
#: Share of examples that stand without context, and of those without dictionary answers.
BARE, UNAIDED, UNAIDED_GLOSSARY = 0.14, 0.12, 0.35


def aided(source: str, fragment: str, look_up: LookUp) -> str:
    """The source with the dictionary's answers behind it."""
    return f"{source} {hints(fragment, look_up)}"


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


def sentence_examples(
    path: Path, dictionary: Dictionary, rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    """Draw in-context, bare and whole-sentence examples from the aligned pairs."""
    counts = word_counts(path)
    for source, french, english, found in read_extracted(path):
        if source in DICTIONARIES:
            continue
        fr, en = french_words(french), english_words(english)
        pairs = [
            (
                cut(fr, french, p.french_from, p.french_to),
                cut(en, english, p.english_from, p.english_to),
            )
            for p in found
        ]
        look_up = partial(dictionary.look_up, own=own_pairs(pairs))
        if len(fr) <= LONGEST_SENTENCE and rng.random() < SENTENCES.get(source, 0.0):
            bare = rng.random() < UNAIDED
            yield "sentence", french if bare else aided(french, french, look_up), english
        drawable = [
            (p, pair)
            for p, pair in zip(found, pairs, strict=True)
            if (p.french_from == 0) == (p.english_from == 0)
        ]
        if not drawable or len(en) < 4:
            continue
        draws = int(DRAWS.get(source, 1.0) + rng.random())
        weights = [weight(p, fr, counts) for p, _ in drawable]
        for p, (left_out, answer) in set(rng.choices(drawable, weights, k=draws)):
            if not p.loose and rng.random() < BARE:
                fragment, wanted = disturb(left_out, answer, rng)
                kind, text = "bare", marked("", fragment, "")
            else:
                text, fragment, wanted = in_place(
                    left_out, answer, english, en, p.english_from, p.english_to, rng
                )
                kind = "context"
            if rng.random() >= UNAIDED:
                text = aided(text, fragment, look_up)
            yield kind, text, wanted


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extracted", type=Path, required=True)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--glossary", type=Path, help="folder of TSV files with fr and en")
    parser.add_argument("--per-entry", type=int, default=8, help="contexts per glossary entry")
    parser.add_argument("--times", type=int, default=2, help="times a glossary entry stands bare")
    parser.add_argument("--glossary-only", action="store_true", help="leave the corpus out")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    kinds: Counter[str] = Counter()
    dictionary = Dictionary(args.table)

    def helped(source: str, fragment: str) -> str:
        if rng.random() < UNAIDED_GLOSSARY:
            return source
        return aided(source, fragment, dictionary.look_up)

    with args.out.open("w") as out:

        def write(examples: Iterator[tuple[str, str, str]], origin: str) -> None:
            for kind, source, target in examples:
                out.write(f"{kind}\t{source}\t{target}\n")
                kinds[f"{origin}:{kind}"] += 1

        if not args.glossary_only:
            write(sentence_examples(args.extracted, dictionary, rng), "corpus")
        if args.glossary is not None:
            entries = read_glossary(args.glossary)
            sentences = (english for _, _, english, _ in read_extracted(args.extracted))
            write(bare_examples(entries, args.times, helped, rng), "glossary")
            write(context_examples(entries, sentences, args.per_entry, helped, rng), "glossary")
    print(dict(kinds))


if __name__ == "__main__":
    main()
