"""Measure the translator on held-back fragments, beside three baselines.

    python -m models.evaluate --fragments FILE [--model DIR] [--sentences FILE]

Prints, as TSV: what was measured, on how many, exact matches (upper and lower case alike), chrF,
answers a second; BLEU of whole sentences; and how often the choices of a stated confidence are
right. Where a system has no answer, the French itself stands for it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cleaner.finding import Request
from cleaner.translate import Answer, GlossaryTranslator, Translator, TranslatorChain
from cleaner.translate.backends import Job
from cleaner.translate.evaluation import (
    Fragment,
    exact,
    measure_sentences,
    read_fragments,
    read_sentences,
    scored,
    signatures,
)
from cleaner.translate.marian import MarianTranslator
from cleaner.translate.phrase_table import parallel_text
from cleaner.translate.phrases import DecodingTranslator

System = Callable[[Sequence[Fragment]], list[str]]
#: Lower edges of the rows of the reliability table.
EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def texts(answers: Sequence[Answer], fragments: Sequence[Fragment]) -> list[str]:
    """The answers' texts, or the French where there is none."""
    return [a.text or f.french for a, f in zip(answers, fragments, strict=True)]


def glossary_only(fragments: Sequence[Fragment]) -> list[str]:
    """Entries and compositions of the glossary, sure or not."""
    return texts(GlossaryTranslator().translate([f.in_context for f in fragments]), fragments)


def answers_of(translator: Translator) -> System:
    """What a translator answers to the fragments in their sentences."""

    def answer(fragments: Sequence[Fragment]) -> list[str]:
        return texts(translator.translate([f.in_context for f in fragments]), fragments)

    return answer


def commonest_alignment(fragments: Sequence[Fragment]) -> list[str]:
    """The phrase table's first answer to the whole fragment."""
    found = (parallel_text().find(f.french.replace("’", "'")) for f in fragments)
    return [
        hit.english[0] if hit else fragment.french
        for hit, fragment in zip(found, fragments, strict=True)
    ]


def as_sentence(model: MarianTranslator) -> System:
    """The bare fragment, given to the model as if it were a sentence."""

    def answer(fragments: Sequence[Fragment]) -> list[str]:
        jobs = sorted({Job(f.french, f.french) for f in fragments}, key=lambda job: len(job.text))
        found: dict[str, str] = {}
        for at in range(0, len(jobs), 32):
            batch = jobs[at : at + 32]
            for job, outputs in zip(batch, model.backend.generate(batch, 4), strict=True):
                found[job.text] = outputs[0].text
        return [found[f.french] for f in fragments]

    return answer


def marked(model: MarianTranslator, *, context: bool) -> System:
    """The model's first candidate for the marked fragment."""

    def answer(fragments: Sequence[Fragment]) -> list[str]:
        outputs = model.candidates([f.in_context if context else f.bare for f in fragments])
        return [
            f.french if isinstance(found, str) or not found else found[0].text
            for found, f in zip(outputs, fragments, strict=True)
        ]

    return answer


def print_reliability(fragments: Sequence[Fragment], answers: Sequence[Answer]) -> None:
    """Stated confidence beside the share that is exactly what the translator wrote."""
    print("confidence\tanswers\tstated\tright\tof which sure\tright")
    for low, high in zip(EDGES, (*EDGES[1:], 1.01), strict=True):
        rows = [
            (a, exact([a.text], [f.english]))
            for a, f in zip(answers, fragments, strict=True)
            if a.found and low <= a.confidence < high
        ]
        if not rows:
            continue
        stated = sum(a.confidence for a, _ in rows) / len(rows)
        sure = [right for a, right in rows if a.sure]
        print(
            f"{low:.2f}-{min(high, 1.0):.2f}\t{len(rows)}\t{stated:.2f}"
            f"\t{sum(right for _, right in rows) / len(rows):.2f}\t{len(sure)}"
            f"\t{sum(sure) / len(sure) if sure else float('nan'):.2f}"
        )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="MarianMT folder; none is the embedded one")
    parser.add_argument("--backend")
    parser.add_argument("--fragments", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, help="NAME.tsv[.xz] of whole sentences")
    parser.add_argument("--begin", type=int, default=0, help="leave out the sentences before this")
    parser.add_argument("--most", type=int, default=2000, help="fragments to measure on")
    parser.add_argument("--most-sentences", type=int, help="else all")
    args = parser.parse_args()
    fragments = read_fragments(args.fragments)[: args.most]
    wanted = [f.english for f in fragments]
    model = MarianTranslator(args.model, backend=args.backend)
    unaided = MarianTranslator(args.model, backend=args.backend, hinted=False)
    _ = model.backend  # loading is not measured
    chain = TranslatorChain(args.model, machine=model)
    systems: dict[str, System] = {
        "glossary only": glossary_only,
        "most frequent alignment": commonest_alignment,
        "phrase decoder": answers_of(DecodingTranslator()),
        "sentence model, bare fragment": as_sentence(model),
        "fragment model, bare": marked(unaided, context=False),
        "fragment model, in context": marked(unaided, context=True),
        "fragment model, bare, with dictionary": marked(model, context=False),
        "fragment model, in context, with dictionary": marked(model, context=True),
    }
    print("what\tcount\texact\tchrF\ta second")
    for name, system in systems.items():
        report(name, system, fragments, wanted)
    report("all together", answers_of(chain), fragments, wanted)
    different = [f for f in fragments if f.french.casefold() != f.english.casefold()]
    print("\nwithout those that are the same in French and English")
    for name in ("most frequent alignment", "phrase decoder"):
        report(name, systems[name], different, [f.english for f in different])
    answers = chain.translate([f.in_context for f in different])
    row = scored("all together", texts(answers, different), None, [f.english for f in different])
    print(f"{row.what}\t{row.count}\t{row.exact:.3f}\t{row.chrf:.1f}\n")
    print_reliability(different, answers)
    if args.sentences is not None:
        pairs = read_sentences(args.sentences)[args.begin :][: args.most_sentences]
        print()
        report_sentences(model, chain, pairs)
    print("\n".join(f"# {name} {text}" for name, text in signatures().items()))


def report(name: str, system: System, fragments: Sequence[Fragment], wanted: Sequence[str]) -> None:
    """Measure one system and print its line."""
    began = time.perf_counter()
    answers = system(fragments)
    row = scored(name, answers, time.perf_counter() - began, wanted)
    print(f"{name}\t{row.count}\t{row.exact:.3f}\t{row.chrf:.1f}\t{row.per_second:.0f}", flush=True)


def report_sentences(
    model: MarianTranslator, chain: TranslatorChain, pairs: Sequence[tuple[str, str]]
) -> None:
    """Measure the model, the phrase decoder, and what is chosen, on sentences.

    The first two without guards, as other systems are measured. Where Cleaner withholds its
    translation the French stands; those that it gives are measured by themselves, too.
    """
    requests, wanted = [Request(french) for french, _ in pairs], [english for _, english in pairs]
    found = [replace(measure_sentences(model, pairs), what="model, no guards")]
    decoded = map(DecodingTranslator().decoded, requests)
    rough = [
        translations[0].text if translations else french
        for translations, (french, _) in zip(decoded, pairs, strict=True)
    ]
    found.append(scored("phrase decoder, no guards", rough, None, wanted, sentences=True))
    answers = chain.translate(requests)
    together = [answer.text or french for answer, (french, _) in zip(answers, pairs, strict=True)]
    found.append(scored("all together", together, None, wanted, sentences=True))
    kept = [
        (answer.text, english)
        for answer, english in zip(answers, wanted, strict=True)
        if answer.found
    ]
    proposed, references = zip(*kept, strict=True)
    found.append(scored("of these, not withheld", proposed, None, references, sentences=True))
    for row in found:
        print(f"{row.what}\t{row.count}\tBLEU {row.bleu:.1f}\tchrF {row.chrf:.1f}", flush=True)


if __name__ == "__main__":
    main()
