"""What stands beside a listed name, and whether it makes the name part of something else.

``Nancy Pelosi``, ``Moscou FC``, ``Jean Moscou``: a capital beside a place name often means that
the place is only a piece of a person's, a club's or a paper's name. English words that go
beside a place name as a matter of course (``In``, ``Northern``, ``Airport``, ``Monday``) do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["doubt", "doubt_before", "is_initial", "previous_word"]

_BEFORE = frozenset(
    """
    A About Across After Against All Along Although Among An And Around As At Because Before
    Behind Below Beside Between Beyond Both But By Central Despite Down During East Eastern
    Even Every Except Far Following For From Given Greater If In Inner Inside Instead Into
    Is It Its Last Later Like Meanwhile Mid Near Nearby Neighboring Neighbouring Next No North
    Northeast Northeastern Northern Northwest Northwestern Now Of Off On Once Only Opposite Or
    Other Our Out Outer Outside Over Past Per Since So Some South Southeast Southeastern
    Southern Southwest Southwestern Still That The Their Then There These This Though Through
    Throughout To Today Toward Towards Under Unlike Until Up Upon Upper Via West Western What
    When Where While Whether Who Why With Within Without Yesterday Yet Lower Old New-look
    Annual Ancient Modern Former Occupied Former-Soviet Embassy Ambassador Archbishop Bishop
    Capital City Province Region Governor Mayor Minister President Premier King Queen Prince
    Prime Emir Sultan Patriarch Mr. Ex-Soviet Soviet Imperial Colonial Syrian Iraqi Lebanese
    Ukrainian Russian Turkish Iranian Afghan Yemeni Libyan Israeli Palestinian Egyptian Saudi
    European African Asian American Arab Chinese Japanese Indian Pakistani British French German
    Italian Spanish Belgian Dutch Swiss Polish Greek Jordanian Sudanese Somali Kurdish Qatari
    """.split()
)
_AFTER = frozenset(
    """
    Accord Accords Agreement Airport Airports Ambassador Archbishop Army Authority Basin Bay
    Bishop Book Border Bourse Bridge Canal Central City Club Commission Committee Conference
    Congress Convention Conventions Council County Court Crisis Declaration Delta District
    Division East Eastern Embassy Exchange Fair Festival Film Forum Foreign Governor Governorate
    Government Gulf Hills Initiative Interior International Island Islands Justice Lake
    Marathon Massacre Mayor Memorandum Metro Minister Ministry Mountains Municipality Museum
    National North Northern Oblast Olympics Opera Pact Peace Peninsula Plain Plan Police Port
    Prefecture President Prime Process Protocol Province Raion Region Republic River Road
    Sea South Southern Square State Station Stock Strait Summit Talks Territory Treaty
    University Valley War West Western Zoo
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April May June July August September October November December
    And At But For From In Of On Or The To With
    """.split()
)
_TITLES = frozenset("Mr Mrs Ms Miss Dr M Mme Mlle Sir Lord Lady Saint Sainte San St".split())
# Given names so common that "<given name> <place>" is a person wherever the sentence begins.
_GIVEN = frozenset(
    """
    Adam Ahmed Alain Alan Albert Alex Alexandre Ali Alice Andre André Andrew Anna Anne Antoine
    Antonio Arthur Ben Bernard Bill Bob Bruno Carlos Catherine Charles Chris Christian
    Christine Claire Claude Constance Constantine Daniel David Denis Didier Dominique Edward Elena Emma Eric Florence Frank
    François Françoise Fred George Georges Gérard Guillaume Guy Hassan Henri Henry Hugo Ibrahim
    Irina Isabelle Ivan Jack Jacques James Jane Jean Jim Joe John José Joseph Juan Julia Julie
    Karim Khaled Kim Laurent Léa Lisa Lorraine Louis Louise Luc Lucas Maria Marie Mark Martin Mary Max
    Michael Michel Mike Mohamed Mohammed Monique Nancy Nathalie Nicolas Nicole Olga Olivier
    Omar Oscar Pascal Patrick Paul Peter Philippe Pierre Rachel Raymond René Richard Robert
    Roger Salah Sam Sami Sarah Simon Sofia Sophie Stéphane Stephen Steve Susan Sylvie Thierry Thomas
    Tom Victor Victoria Vincent William Xavier Yves Youssef
    """.split()
)
_FRENCH_BEFORE = frozenset("à au aux de des du en vers dans depuis chez sous sur par pour".split())

_FOREIGN_AFTER = frozenset("de del des du et la le les y e sur sous en".split())
# A sentence may begin with a word of these endings and go on with a place name.
_DESCRIBING = ("ly", "ed", "ing", "ern", "held", "torn", "ward", "wards", "born", "based", "like")

_LAST_WORD = re.compile(r"([^\W_][\w.'-]*) \Z")
_NEXT_WORD = re.compile(r" ([^\W_][\w'-]*)")


def previous_word(text: str, start: int) -> str:
    """The word that stands one space before ``start``, or an empty string.

    >>> previous_word("near the Liban", 9), previous_word("it (Liban)", 4)
    ('the', '')
    """
    found = _LAST_WORD.search(text, max(0, start - 30), start)
    return found[1] if found else ""


def is_initial(text: str, start: int) -> bool:
    """Whether a sentence, a line or a quotation begins at ``start``.

    >>> is_initial("Yes. Moscou", 5), is_initial("in Moscou", 3), is_initial("“Moscou", 1)
    (True, False, True)
    """
    before = text[max(0, start - 8) : start].rstrip(" ")
    bare = before.rstrip("\"'“«»([*_# ")
    return (
        not bare and start < 9 or not bare.strip() or bare[-1] in ".!?…\n\r:" or before[-1] in "“«"
    )


def doubt(text: str, start: int, end: int, known: Callable[[str], bool]) -> str:
    """Why the place name between the offsets may be part of a longer name; "" if it is not.

    ``text`` is normalised; ``known`` says whether a word is a place name.

    >>> doubt("the Moscou FC squad", 4, 10, set().__contains__)
    'followed by the name FC'
    >>> doubt("In Moscou Monday", 3, 9, bool), doubt("said Jean Moscou", 10, 16, bool)
    ('', 'preceded by the name Jean')
    """
    if reason := doubt_before(text, start, known):
        return reason
    after = _NEXT_WORD.match(text, end)
    if after and after[1].lower() in _FOREIGN_AFTER or text.startswith((" d'", " l'"), end):
        return "followed by foreign words"
    if after and after[1][0].isupper():
        word = after[1].removesuffix("'s").rstrip("'")
        if word not in _AFTER and not known(word):
            return f"followed by the name {word}"
    return ""


def doubt_before(text: str, start: int, known: Callable[[str], bool]) -> str:
    """Why what stands before ``start`` may belong to the name that begins there.

    >>> doubt_before("the Nur Otan party", 8, bool), doubt_before("the Otan summit", 4, bool)
    ('preceded by the name Nur', '')
    """
    word = previous_word(text, start)
    if not word:
        return ""
    if word.lower() in _FRENCH_BEFORE and word.lower() not in ("sous", "sur", "par"):
        return f"after French {word}"
    if not word[0].isupper():
        return ""
    bare = word.rstrip(".").removesuffix("'s").rstrip("'")
    if bare in _TITLES or bare in _GIVEN:
        return f"preceded by the name {bare}"
    if bare in _BEFORE or known(bare) or word.endswith("'s") or bare != word:
        return ""
    if is_initial(text, start - len(word) - 1) and bare.endswith(_DESCRIBING):
        return ""
    return f"preceded by the name {bare}"
