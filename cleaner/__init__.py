"""Cleaner finds French that machine translation left in English news, and puts it right.

>>> import cleaner
>>> cleaner.fix("The road reopens mercredi.").text
'The road reopens Wednesday.'
>>> [f.rule for f in cleaner.check("The road reopens mercredi.")]
['FR201']
"""

from __future__ import annotations

from cleaner.config import Config
from cleaner.engine import Cleaner, Result
from cleaner.errors import (
    BinaryInputError,
    CleanerError,
    ConfigError,
    DataError,
    EncodingError,
    GazetteerFileError,
    InputError,
    JournalFileError,
    MemoryFileError,
    ModelError,
    NoTextFoundError,
    OutputError,
    UnknownRuleError,
)
from cleaner.finding import Finding, Fix, Safety, Source

__all__ = [
    "BinaryInputError",
    "Cleaner",
    "CleanerError",
    "Config",
    "ConfigError",
    "DataError",
    "EncodingError",
    "Finding",
    "Fix",
    "GazetteerFileError",
    "InputError",
    "JournalFileError",
    "MemoryFileError",
    "ModelError",
    "NoTextFoundError",
    "OutputError",
    "Result",
    "Safety",
    "Source",
    "UnknownRuleError",
    "__version__",
    "check",
    "fix",
]

__version__ = "0.1.0"


def check(text: str, config: Config | None = None) -> list[Finding]:
    """The findings in a text, in order. For many texts, keep a :class:`Cleaner`."""
    return Cleaner(config).check(text)


def fix(text: str, config: Config | None = None) -> Result:
    """The text with its safe fixes applied. For many texts, keep a :class:`Cleaner`."""
    return Cleaner(config).fix(text)
