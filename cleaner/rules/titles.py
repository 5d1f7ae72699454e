"""FM110 and FM111: M. and Mme, and the titles and ranks that stand before a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed, reported
from cleaner.rules.registry import Example, register

__all__ = ["courtesy_titles", "professional_titles"]

_PARTICLE = r"(?:d['’]|de |du |des |De |Le |La |Ben |ben |Al-|al-|Ould |El |el |Aït )"
_NAME = rf"(?:{_PARTICLE}?[A-ZÀ-ÖØ-Þ][\w'’-]+)"
_MONSIEUR = re.compile(
    rf"(?<![\w.&-])(?<![A-Z]\. )(M\.)[ \u00a0\u202f]?(?P<name>{_NAME})(?P<second> {_NAME})?"
)
_MADAME = re.compile(
    rf"(?<![\w.-])(M(?:rm|m|ll)es?)\.?[ \u00a0\u202f](?P<name>{_NAME})(?P<second> {_NAME})?"
)
_COUPLE = re.compile(r"(?<![\w.&-])M\. (?:et|and) Mme(?=[ \u00a0\u202f]|\Z)")
_MESSIEURS = re.compile(rf"(?<![\w.-])(MM\.)[ \u00a0\u202f](?P<name>{_NAME})")
# People who write an M for a given name, and works and shops that bear one.
_INITIALS = frozenset(
    {"Night", "Butterfly", "Hulot", "Scott", "Emmet", "King", "Stanley", "Shadi", "Karunanidhi",
     "Lamar", "Russell", "Craig", "Evan", "Kumarappa", "Hidayatullah", "Ward"}
)  # fmt: skip
_HISTORICAL = frozenset(
    {"Tussaud", "Bovary", "Curie", "Butterfly", "Chiang", "Pompadour", "Clicquot", "Blavatsky",
     "Defarge", "Mao", "Sun", "Nhu", "Récamier", "Angot"}
)  # fmt: skip
# A first name after somebody's surname ends a name: Gates, Robert M.
_NAME_BEFORE = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]+|[A-Z]\.) ?\Z")
_SENTENCE_WORD = re.compile(
    r"\b(?:The|But|And|For|When|As|While|That|On|In|If|Because|Since|After|Before|With|By|To|"
    r"Earlier|However|Moreover|According|From|Yet|So|Is|Was|Has|Did|Does|Will)\s\Z"
)


@register(
    "FM110",
    "courtesy-title",
    summary="M., Mme, Mlle before a name",
    why=(
        "M. is Mr., Mme is Ms. as long as nobody knows better; the house style has the points. A "
        "house without courtesy titles may drop them, which an editor decides: sometimes the title "
        "is all that tells two people apart. M. is also an initial (Robert M. Gates, M. Night "
        "Shyamalan), so that the fix is safe only where the article shows other French forms, and "
        "Mme is Setswana for a mother."
    ),
    fixes=(
        "Mme and Mlle are safe. M. is where the article shows other French forms, has it more "
        "than once, or names the man in full elsewhere. MM. is unsafe, as English names each "
        "man; Mmes is reported without a fix."
    ),
    examples=(
        Example("“No,” explained Mme Chow.", "“No,” explained Ms. Chow."),
        Example("M. Kouchner said no.", "Mr. Kouchner said no.", unsafe=True),
        Example(
            "Robert M. Gates met M. Night Shyamalan.", "Robert M. Gates met M. Night Shyamalan."
        ),
        Example("The birth of Mme Charlotte Maxeke.", "The birth of Mme Charlotte Maxeke."),
    ),
    reads="both",
    style=("titles",),
)
def courtesy_titles(passage: Passage) -> Iterator[Finding]:
    """A French courtesy title before a name; only the title changes."""
    article, text = passage.article, passage.text
    titles, rule = article.style.titles, ("FM110", "courtesy-title")
    reason = "a French courtesy title"
    for match in _MONSIEUR.finditer(text):
        doubt = _doubt_about_initial(passage, match)
        if doubt is not None:
            gap = "" if text[match.end(1)] != match["name"][0] else " "
            yield from proposed(
                passage,
                rule,
                match.span(1),
                titles.mr + gap,
                reason,
                doubt=doubt,
            )
    for match in _COUPLE.finditer(text):
        mrs = "Mrs." if titles.mr.endswith(".") else "Mrs"
        yield from proposed(passage, rule, match.span(), f"{titles.mr} and {mrs}", reason)
    for match in _MADAME.finditer(text):
        if _COUPLE.search(text[: match.end(1)]):
            continue
        if (
            article.other_english
            or match["name"] in _HISTORICAL
            or match["name"].startswith("de Pomp")
        ):
            continue
        if _in_a_title(passage, match.start()):
            continue
        title, word = (titles.miss, "Mlle") if match[1].startswith("Mll") else (titles.ms, "Mme")
        if match[1].endswith("s"):
            yield from reported(passage, rule, match.span(1), "a title for several women")
            continue
        end = match.end(1) + (text[match.end(1)] == ".")
        others = ("Mrs." if titles.ms.endswith(".") else "Mrs",) if word == "Mme" else (titles.ms,)
        yield from proposed(
            passage,
            rule,
            (match.start(1), end),
            title,
            reason,
            alternatives=others,
        )
    for match in _MESSIEURS.finditer(text):
        yield from proposed(
            passage,
            rule,
            match.span(1),
            "Messrs." if titles.mr.endswith(".") else "Messrs",
            reason,
            doubt="English names each of them",
        )


def _doubt_about_initial(passage: Passage, match: re.Match[str]) -> str | None:
    """Why M. may be an initial: '' for no doubt, None where it is one."""
    article, text, name = passage.article, passage.text, match["name"]
    before = text[: match.start()]
    if name in _INITIALS or article.other_english or _is_titled(passage, match.start()):
        return None
    named = _NAME_BEFORE.search(before)
    if named and not _SENTENCE_WORD.search(before):
        # In capitals throughout, or behind a name without a comma: part of a longer name.
        return None
    if re.search(r"\b[A-LN-Z]\. [A-ZÀ-Þ]|\(\d{4}\)|et al\b", text):
        return "it may be an initial, as others in this sentence"
    if article.uses_initials:
        return None if match["second"] else "it may be an initial, as it is in South Asia"
    signs = article.is_french or (article.names(match["second"] or name) and not match["second"])
    if not signs and article.times(r"(?<![\w.])M\. [A-ZÀ-Þ]") < 2:
        return None if match["second"] else "it may be an initial"
    if match["second"] and not article.is_french:
        return None
    return ""


def _is_titled(passage: Passage, start: int) -> bool:
    """Whether an English title stands before it, whose point may seem to end a sentence."""
    end = passage.sentence.start + start
    before = passage.article.text[max(0, end - 12) : end]
    return bool(re.search(r"\b(?:Hon|Rev|Dr|M[rsx]s?|Prof|Sen|Rep|Gov|Gen|Col|Lt)\.? ?\Z", before))


def _in_a_title(passage: Passage, start: int) -> bool:
    """Whether the place is in a short quotation of capitalised words: a work or a shop."""
    quotation = passage.quotation_around(start, start + 1)
    if quotation is None:
        return False
    words = passage.text[quotation.start + 1 : quotation.end - 1].split()
    return len(words) <= 4 and all(word[:1].isupper() for word in words)


_PROFESSOR = re.compile(rf"(?<![\w.-])((?:[Tt]he |[Ll]e |[Ll]a )?Pre?)\.?[ \u00a0\u202f]{_NAME}")
_DOCTOR = re.compile(
    rf"(?<![\w.-])((?:[Tt]he |[Ll]a )?Dre|[Ll]e Dr|[Ll]a Dr)\.?[ \u00a0\u202f]{_NAME}"
)
_LAWYER = re.compile(rf"(?<=[a-zà-ÿ,”\"] )(Me)[ \u00a0\u202f]{_NAME}")
_BISHOP = re.compile(rf"(?<![\w.-])((?:[Tt]he )?Mgr)\.?[ \u00a0\u202f]{_NAME}")
_RANK = re.compile(
    rf"(?<![\w.'’-])((?:[Tt]he |[Ll]e |[Ll]a )?(général|capitaine|amiral|vice-amiral|contre-amiral|"
    rf"maréchal|lieutenant-colonel(?=\s)|colonel(?<=[Ll]e colonel)))[ \u00a0\u202f]{_NAME}"
)
_NO_LAWYER = re.compile(
    r"\b(?:let|give|tell|with|call|made|make|buy|love|take|show|leave|get|help|to|for|and|or|of|like|"
    r"on|in|from|at|is|about|than|forget|between|hear|hit|kiss|remember|marry|believe)\s\Z",
    re.IGNORECASE,
)


@register(
    "FM111",
    "professional-title",
    summary="Pr, Dre, Me, Mgr, général before a name",
    why=(
        "French titles that English abbreviates in another way or has not at all: Pr is Prof., Dre "
        "is Dr., Me is a lawyer, whom English does not address. Whether a Mgr is a bishop or an "
        "archbishop the text does not say, so that an editor decides."
    ),
    fixes=(
        "Pr, Dre and ranks are safe. Me, Mgr and offices (M. le maire) are unsafe: English may "
        "want another title, or none."
    ),
    examples=(
        Example("According to Pr Martin, it spreads.", "According to Prof. Martin, it spreads."),
        Example("The général Diallo resigned.", "Gen. Diallo resigned."),
        Example("Call Me Daktari and PR firms stay.", "Call Me Daktari and PR firms stay."),
    ),
    reads="both",
    style=("titles",),
)
def professional_titles(passage: Passage) -> Iterator[Finding]:
    """A French title or rank before a name."""
    titles, text = passage.article.style.titles, passage.text
    rule, reason = ("FM111", "professional-title"), "a French title"
    yield from _office(passage)
    for pattern, english in ((_PROFESSOR, titles.professor), (_DOCTOR, titles.dr)):
        for match in pattern.finditer(text):
            end = match.end(1) + (text[match.end(1)] == ".")
            yield from proposed(passage, rule, (match.start(1), end), english, reason)
    for match in _LAWYER.finditer(text):
        if _NO_LAWYER.search(text[: match.start()]) or not _is_lawyerly(passage):
            continue
        yield from proposed(
            passage,
            rule,
            (match.start(1), match.end(1) + 1),
            "",
            "a lawyer's title, which English has not",
            doubt="the name alone may not be clear",
            alternatives=("attorney ", "lawyer "),
        )
    for match in _BISHOP.finditer(text):
        end = match.end(1) + (text[match.end(1)] == ".")
        yield from proposed(
            passage,
            rule,
            (match.start(1), end),
            "Bishop",
            reason,
            doubt="bishop or archbishop is not said",
            alternatives=("Archbishop", "Msgr."),
        )
    for match in _RANK.finditer(text):
        ranks = {
            "général": titles.general, "capitaine": titles.captain, "amiral": titles.admiral,
            "vice-amiral": f"Vice {titles.admiral}", "contre-amiral": f"Rear {titles.admiral}",
            "maréchal": "Marshal", "lieutenant-colonel": "Lt. Col.", "colonel": "Col.",
        }  # fmt: skip
        if match[2] in ("colonel", "lieutenant-colonel") and not match[1].lower().startswith("le "):
            continue
        yield from proposed(passage, rule, match.span(1), ranks[match[2]], "a French rank")


_OFFICE = re.compile(
    rf"(?<![\w.-])(?:M\.|Mme|Monsieur|Madame)[ \u00a0\u202f](?:le|la) "
    rf"(?P<office>président|présidente|premier ministre|première ministre|ministre|maire|juge|"
    rf"sénateur|sénatrice|procureur|procureure|préfet|préfète)(?P<named>(?= {_NAME}))?(?![\w-])"
)
_OFFICES = {
    "président": "president", "premier ministre": "prime minister", "ministre": "minister",
    "maire": "mayor", "juge": "judge", "sénateur": "senator", "procureur": "prosecutor",
    "préfet": "prefect",
}  # fmt: skip


def _office(passage: Passage) -> Iterator[Finding]:
    """M. le président Roy: English has the office and no courtesy title."""
    for match in _OFFICE.finditer(passage.text):
        french = match["office"].replace("première", "premier").replace("trice", "teur")
        french = re.sub(r"(?<=[^t]t|.r|.t)e\Z", "", french) if french not in _OFFICES else french
        english = _OFFICES.get(french)
        if english is None:
            continue
        at_start = not passage.text[: match.start()].strip(" “\"‘'«(")
        words = english.title() if match["named"] is not None else f"the {english}"
        if at_start:
            words = words[0].upper() + words[1:]
        yield from proposed(
            passage,
            ("FM111", "professional-title"),
            match.span(),
            words,
            "a courtesy title before an office",
            doubt="English may want another title",
        )


def _is_lawyerly(passage: Passage) -> bool:
    """Whether the article is about the law, or shows other French forms."""
    law = r"\b(?:lawyers?|attorneys?|counsel|court|judge|trial|defen[cs]e|prosecut\w+|hearing)\b"
    return passage.article.is_french or bool(passage.article.times(law))
