"""Compiles the gate's tables (`make lexicon`, after the lexicon and the gazetteer).

``triggers.txt`` holds, in lower case, the words that a finding of French can rest on: words that
French uses far more than English, forms of the glossary that English hardly knows, and whatever
else is reported when it stands alone in an English sentence. Loanwords are not among them, since a
finding rests on the words beside them. ``trigger_marks.txt`` says more of some words: ``~de`` is a
small word that is part of names as well, ``anti-`` makes new words of French ones, ``!café`` and
``!provide`` are English in spite of their accent or looks, and ``[the`` opens brackets in English.
``name_triggers.txt`` has a telling word of each name of the gazetteer, as it may be written, but
where English uses that word, too: then ``name_forms.txt`` has it with the whole names;
``foreign_triggers.txt`` the function words of other languages; ``spellings.txt`` the English
spellings of one place, a place a line; ``acronym_triggers.txt`` French acronyms;
``harmless.txt`` common English words that give no alarm.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from cleaner.detection.evidence import PREFIXES
from cleaner.detection.foreign import function_words, telling_words
from cleaner.detection.lexicon import Frequency, Lexicon
from cleaner.detection.tokens import Kind, tokenize
from cleaner.detection.witnesses import small_words
from cleaner.document import Sentence
from cleaner.gazetteer.entry import SAFE, UNSAFE, Entry
from cleaner.gazetteer.lookup import Gazetteer
from cleaner.languages.tables import read_column
from cleaner.rules.fragments import RARE, french_words
from cleaner.rules.passage import Passage, Tools
from cleaner.scan import Gate
from cleaner.translate.glossary import french_glossary

DATA = Path(__file__).resolve().parent.parent / "data"
WORD = re.compile(r"[^\W\d_]+")
# A word this many powers of ten likelier in French than in English calls the slow path.
TRIGGER_ODDS = 1.5
# From here on the rule for single words is asked.
ASK_ODDS = 0.0
# English sentences around a word that is shown to the rule.
CARRIERS = ("They said it, {}, on Friday.", "The {} was on the road.", "It is {} that they saw.")
# Words of the glossary that English uses this much would call it all the time.
ENGLISH_WORD = 1.5
# A telling word of a name that English uses this much calls only with its whole name.
COMMON_IN_ENGLISH = 2.0
# So many common words are listed where they are harmless.
COMMON_WORDS = 25_000
# Small words that English uses this much are parts of names there.
IN_ENGLISH_NAMES = 3.0


def is_trigger(frequency: Frequency) -> bool:
    """Whether a word of this frequency is worth a second look.

    >>> is_trigger(Frequency(4.9, 1.8, 1.6)), is_trigger(Frequency(4.4, 5.2, 3.0))
    (True, False)
    """
    return frequency.fr >= RARE and frequency.odds >= TRIGGER_ODDS


def triggers() -> tuple[set[str], set[str]]:
    """Lower-case words that send a sentence to the rules, and marked words."""
    tools = Tools()
    lexicon = tools.lexicon
    loanwords = _loanwords()
    terms = {word for form in french_glossary().forms() for word in WORD.findall(form.lower())}
    words = {word for word in lexicon.words() if is_trigger(lexicon.frequency(word))}
    words |= {word for word in terms if lexicon.frequency(word).en < ENGLISH_WORD and _rare(word)}
    words |= {
        word
        for word in lexicon.words()
        if word not in words and _is_possible(lexicon.frequency(word)) and _reported(word, tools)
    }
    small = {
        word for word in words & small_words() if lexicon.frequency(word).en >= IN_ENGLISH_NAMES
    }
    words = {word for word in words - loanwords - small if len(word) > 1}
    english = {word for word in loanwords if not word.isascii()}
    english |= {word for word in _english_words() - words if _looks_derived(word, words)}
    marked = (
        {f"~{word}" for word in small}
        | {f"!{word}" for word in english}
        | {f"[{word}" for word in function_words("en") - function_words("fr")}
        | {f"{prefix}-" for prefix in PREFIXES}
    )
    return words, marked


def _english_words() -> set[str]:
    from wordfreq import get_frequency_dict, zipf_frequency

    return {word for word in get_frequency_dict("en") if zipf_frequency(word, "en") >= ENGLISH_WORD}


def _looks_derived(word: str, words: set[str]) -> bool:
    """Whether a word looks like one that French made of a prefix and another word."""
    return any(word.startswith(prefix) and word[len(prefix) :] in words for prefix in PREFIXES)


def _is_possible(frequency: Frequency) -> bool:
    return frequency.fr >= RARE and frequency.odds >= ASK_ODDS


def _reported(word: str, tools: Tools) -> bool:
    """Whether the rule for single words reports the word in any of the carriers."""
    texts = (carrier.format(word) for carrier in CARRIERS)
    return any(any(french_words(Passage(Sentence(text, 0), tools))) for text in texts)


def _rare(word: str) -> bool:
    """Whether English hardly knows a word that no French list has."""
    from wordfreq import zipf_frequency

    return len(word) > 2 and zipf_frequency(word, "en", minimum=0.0) < ENGLISH_WORD


def _loanwords() -> frozenset[str]:
    """Loanwords of one word; those with a capital are names, and another word without it."""
    pack = "cleaner.languages.fr"
    listed = [*read_column(pack, "loanwords.tsv"), *read_column(pack, "protected.tsv")]
    single = (tokens[0] for tokens in map(tokenize, listed) if len(tokens) == 1)
    return frozenset(t.text for t in single if t.kind == Kind.WORD and not t.capitalised)


def name_triggers(names: Iterable[Entry]) -> tuple[set[str], set[str]]:
    """The words by which names are known, as they may be written, and lines of ``name_forms.txt``.

    >>> row = ("New-York", "New York", "city", "US", "0", "", "safe", "", "", "", "", "York")
    >>> name_triggers([Entry.parse(chr(9).join(row))])[1] == {
    ...     "York|NEW-YORK|New-York", "YORK|NEW-YORK|New-York"
    ... }
    True
    """
    lexicon = Lexicon.load()
    words: set[str] = set()
    forms: dict[str, set[str]] = {}
    for entry in names:
        for word in WORD.findall(entry.trigger):
            if lexicon.frequency(word.lower()).en < COMMON_IN_ENGLISH:
                words |= set(_written(word))
                continue
            written = set(_written(entry.form)) - {entry.canonical}  # FIFA for Fifa is no finding
            for form in _written(word):
                forms.setdefault(form, set()).update(written)
    lines = {"|".join([word, *sorted(forms[word])]) for word in forms.keys() - words}
    return words, lines


def _written(name: str) -> tuple[str, ...]:
    """A name as it is, with a capital, and in capitals."""
    return name, name[0].upper() + name[1:], name.upper()


def spellings(groups: Iterable[tuple[str, ...]]) -> set[str]:
    """A line for each place with several English spellings."""
    return {"|".join(group) for group in groups}


def harmless(gate: Gate) -> set[str]:
    """Common English words, small and with a capital, that give no alarm of any kind."""
    from wordfreq import top_n_list

    words = (word for word in top_n_list("en", COMMON_WORDS) if WORD.fullmatch(word))
    return {form for word in words for form in (word, word.capitalize()) if not gate.kinds(form)}


def main() -> None:
    """Writes the tables, sorted, the same bytes at every run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--folder", type=Path, default=DATA)
    folder: Path = parser.parse_args().folder
    gazetteer = Gazetteer.load()
    words, marked = triggers()
    names, forms = name_triggers(e for e in gazetteer.entries() if e.safety in (SAFE, UNSAFE))
    tables = {
        "triggers.txt": words,
        "trigger_marks.txt": marked,
        "name_triggers.txt": names,
        "name_forms.txt": forms,
        "foreign_triggers.txt": telling_words(),
        "spellings.txt": spellings(gazetteer.spellings.values()),
        "acronym_triggers.txt": set(read_column("cleaner.languages.fr", "acronyms.tsv")),
    }
    # The gate that finds out what is harmless must know the other new tables, and no old list.
    for name, lines in [*tables.items(), ("harmless.txt", set[str]())]:
        _write(folder / name, lines)
    _write(folder / "harmless.txt", harmless(Gate()))


def _write(path: Path, lines: Collection[str]) -> None:
    path.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines in {path.name}")


if __name__ == "__main__":
    main()
