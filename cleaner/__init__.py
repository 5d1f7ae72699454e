"""Cleaner finds French that machine translation left in English news, and puts it right.

>>> import cleaner
>>> cleaner.fix("The road reopens mercredi.").text
'The road reopens Wednesday.'
>>> [f.rule for f in cleaner.check("The road reopens mercredi.")]
['FR201']
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.engine import Cleaner, Result
    from cleaner.errors import (
        ArchiveError,
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
        RecordError,
        UnknownRuleError,
    )
    from cleaner.finding import Finding, Fix, Safety, Source

__all__ = [
    "ArchiveError",
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
    "RecordError",
    "Result",
    "Safety",
    "Source",
    "UnknownRuleError",
    "__version__",
    "check",
    "fix",
]

__version__ = "0.1.0"


# Where the names are. They are loaded when they are asked for: a command that finds an article
# clean needs none of them.
_MODULES = {
    "Cleaner": "engine",
    "Config": "config",
    "Finding": "finding",
    "Fix": "finding",
    "Result": "engine",
    "Safety": "finding",
    "Source": "finding",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"cleaner.{_MODULES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def check(text: str, config: Config | None = None) -> list[Finding]:
    """The findings in a text, in order. For many texts, keep a :class:`Cleaner`."""
    from cleaner.engine import Cleaner

    return Cleaner(config).check(text)


def fix(text: str, config: Config | None = None) -> Result:
    """The text with its safe fixes applied. For many texts, keep a :class:`Cleaner`."""
    from cleaner.engine import Cleaner

    return Cleaner(config).fix(text)
