"""How often does a text deny something? The question, for French and for English.

French denies with two words (ne ... pas) of which headlines and brackets may have one; ``ne ...
que`` is *only*, and a lone ``ne`` after *avant que* denies nothing. English may put a denial into
a word (impossible, refused, homeless); such words count only as far as the French has fewer of
the kind.
"""

from __future__ import annotations

import re

__all__ = ["english_denials", "french_denials", "invents_denial", "loses_denial"]

_I = re.IGNORECASE
_SECOND_HALF = r"(?:pas|plus|jamais|rien|personne|aucune?|nulle?|guère|ni|point)"
# ne ... pas, within a clause; the second "n'" of two clauses begins a new match.
_NE_FIRST = re.compile(rf"(?:\bne\b|\bn['’])[^.;!?]*?\b{_SECOND_HALF}\b", _I)
_NE_LAST = re.compile(
    r"\b(?:personne|rien|aucune?|nulle?|jamais|ni)\b[^.;!?]*?(?:\bne\b|\bn['’])", _I
)
# "un pas" is a step, "au pas" and "pas à pas" ways of walking.
_ALONE = re.compile(
    r"(?<!\bun )(?<!\ble )(?<!\bau )(?<!\bce )(?<!premier )(?<!grand )(?<!faux )(?<!à )"
    r"\bpas\b(?! à pas| de porte)|\bsans\b|\baucune?\b|\bni\b|\bnulle part\b|\bjamais\b"
    r"|\bnon\b(?! loin\b| seulement\b)",
    _I,
)
# Fixed phrases that deny nothing, or whose English need not.
_FIXED = re.compile(
    r"\bsans (?:doute|cesse|précédent|frontières)\b|\bn['’](?:est|était)-ce pas\b|\bn['’]importe\b"
    r"|\bà jamais\b|\bplus que jamais\b|\b(?:pas|non) moins\b|\bpas mal\b",
    _I,
)
_EXPLICIT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|without|cannot)\b|n['’]t\b", _I
)
_IN_A_WORD = re.compile(
    r"\b(?:hardly|barely|scarcely|rarely|seldom|unless|except|lack\w*|fail\w*|refus\w*|absen\w*"
    r"|den(?:y|ies|ied|ying)|avoid\w*|prevent\w*|prohibit\w*|forb\w*|ignor\w*|free of|far from"
    r"|un(?:able|accept\w+|affected|answered|armed|authori\w+|aware|certain\w*|changed|clear"
    r"|common|confirmed|controll\w+|damaged|decided|employ\w+|expected\w*|fair\w*|founded|harmed"
    r"|hurt|identified|important|injured|known|lawful\w*|like\w*|necessary|popular|precedented"
    r"|prepared|protected|punished|reliable|resolved|safe|scathed|specified|stable|success\w+"
    r"|sustainable|true|usual\w*|verified|wanted|welcome|willing\w*)"
    r"|in(?:ability|access\w+|accura\w+|activ\w+|adequate\w*|appropriate\w*|capable|complete\w*"
    r"|conclusive|consisten\w+|correct\w*|effective\w*|efficien\w+|eligible|human\w*|secur\w+"
    r"|significant|stab\w+|sufficien\w+|tolerable|valid|visible)"
    r"|im(?:possib\w+|mobile|moral|partial\w*|patien\w+|perfect\w*|proper\w*)"
    r"|ir(?:regular\w*|relevant|responsib\w+)|il(?:legal\w*|legitimate|licit)"
    r"|dis(?:agree\w*|approv\w*|honest\w*|lik\w+|obe\w+|proportionate\w*|satisf\w+|trust\w*)"
    r"|non-?\w+|(?:home|job|law|power|help|harm|use|speech|state|paper|hope|end|fruit|price"
    r"|rest|care|reck|relent|ruth|count|need|worth|point|child|defense|leader)less\w*)\b",
    _I,
)
_FRENCH_IN_A_WORD = re.compile(
    r"\b(?:impossib\w+|illég\w+|illici\w+|irrég\w+|irresp\w+|refus\w*|absen\w*|manqu\w*|échou\w*"
    r"|échec\w*|démen\w*|ni(?:e|ent|ait|é)\b|évit\w*|empêch\w*|interdi\w*|ignor\w*|priv[ée]\w*"
    r"|chôm\w+|rare\w*|à peine|sauf|hormis|faute de|loin de|méconten\w+|désac\w+|désob\w+"
    r"|in(?:accept\w+|access\w+|act\w+|adap\w+|adéq\w+|attend\w+|capa\w+|certain\w*|changé\w*"
    r"|cohér\w+|complet\w*|connu\w*|corre\w+|demne\w*|effica\w+|habitu\w+|humain\w*|jus\w+"
    r"|offens\w+|quiet\w*|sécur\w+|signif\w+|soutenab\w+|stab\w+|suffi\w+|util\w+|valid\w+"
    r"|visib\w+)|im(?:mobil\w+|moral\w*|parfait\w*|partia\w+|patien\w+|prév\w+|populai\w+)"
    r"|non-\w+|mal\w{4,}|peu\b)",
    _I,
)
# Any of these may rightly become an English "not".
_SENSE = re.compile(
    r"\b(?:ne|ni|non|sans|jamais|aucune?|rien|personne|moins|défaut|exclu\w*|rejet\w*|oppos\w*"
    r"|cess\w*|dépourvu\w*|seul\w*|méconn\w*|anti\w*|contre|pas|hors|sinon|plutôt)\b|\bn['’]",
    _I,
)


def french_denials(text: str) -> int:
    """How many denials the French text has.

    >>> [french_denials(text) for text in ("il n’a pas dit", "sans eau", "ni lui ni elle")]
    [1, 1, 1]
    >>> [french_denials(text) for text in ("il n'a que deux fils", "un pas", "plus de morts")]
    [0, 0, 0]
    """
    text = _FIXED.sub(" ", text)
    rest, behind = _NE_LAST.subn(" ", text)
    rest, before = _NE_FIRST.subn(" ", rest)
    alone = {match.group().lower() for match in _ALONE.finditer(rest)}
    if behind or before:
        # "n'a pas ... ni", "personne n'a jamais": still one denial.
        alone &= {"sans"}
    return behind + before + ("sans" in alone) + bool(alone - {"sans"})


def english_denials(text: str) -> tuple[int, int]:
    """How many denials the English text has: in so many words, and inside other words.

    >>> english_denials("he didn't say it was impossible"), english_denials("the united party")
    ((1, 1), (0, 0))
    """
    return len(_EXPLICIT.findall(text)), len(_IN_A_WORD.findall(text))


def loses_denial(source: str, output: str) -> bool:
    """Whether the English denies less than the French.

    >>> loses_denial("il n'est pas possible de fuir", "it is impossible to flee")
    False
    >>> loses_denial("il n'a pas signé un accord impossible", "he signed an impossible deal")
    True
    """
    wanted = french_denials(source)
    explicit, inside = english_denials(output)
    surplus = max(0, inside - len(_FRENCH_IN_A_WORD.findall(source)))
    return explicit + surplus < wanted


def invents_denial(source: str, output: str) -> bool:
    """Whether the English denies what the French does not, in any way.

    >>> invents_denial("il a signé", "he did not sign"), invents_denial("refuse", "will not")
    (True, False)
    """
    denied = re.search(r"\b(?:not|never|cannot|no longer|nobody|nothing)\b|n['’]t\b", output, _I)
    if not denied or french_denials(source):
        return False
    return not (_SENSE.search(source) or _FRENCH_IN_A_WORD.search(source))
