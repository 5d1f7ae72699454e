"""Everything that Cleaner raises on purpose.

::

    CleanerError                  base of all; its text says what to do next; exit code 2
    ├── ConfigError               an option or configuration value that can't be used
    │   └── UnknownRuleError      --select/--ignore/`cleaner rule` name no known rule
    ├── InputError                an input that can't be read as text; it is left as it was
    │   ├── BinaryInputError      the bytes are no text
    │   ├── EncodingError         text, but in no encoding that can be told
    │   ├── RecordError           a record of a file that can be read otherwise
    │   └── NoTextFoundError      a folder without a single text file
    ├── OutputError               a result that could not be written; the input is left as it was
    ├── DataError                 a compiled table of the package is missing or damaged
    ├── ModelError                a translation model that can't be loaded
    ├── GazetteerFileError        a user's own table of names with a row that can't be used
    ├── JournalFileError          a journal of changes that can't be written or read
    ├── MemoryFileError           a translation memory that can't be used; it is left as it was
    └── ArchiveError              an archive's run that can't go on; what is done stays done
"""

from __future__ import annotations

__all__ = [
    "ArchiveError",
    "BinaryInputError",
    "CleanerError",
    "ConfigError",
    "DataError",
    "EncodingError",
    "GazetteerFileError",
    "InputError",
    "JournalFileError",
    "MemoryFileError",
    "ModelError",
    "NoTextFoundError",
    "OutputError",
    "RecordError",
    "UnknownRuleError",
]


class CleanerError(Exception):
    """Base of all errors raised on purpose; its message says what to do next."""


class ConfigError(CleanerError):
    """An option or a configuration value that can't be used."""


class UnknownRuleError(ConfigError):
    """A rule code or name that is not in the registry."""


class InputError(CleanerError):
    """An input that can't be read as text; nothing was changed."""


class BinaryInputError(InputError):
    """The bytes are no text (NUL bytes, or control characters throughout)."""


class EncodingError(InputError):
    """No encoding was found in which the bytes are text and can be written back."""


class RecordError(InputError):
    """A record that can't be read, in a file whose others can; ``record`` is its text."""

    def __init__(self, message: str, record: str) -> None:
        super().__init__(message)
        self.record = record


class NoTextFoundError(InputError):
    """A folder that holds no text file."""


class OutputError(CleanerError):
    """A result could not be written; the file on disk is as it was."""


class DataError(CleanerError):
    """A compiled table that belongs to the package is missing or damaged."""


class ModelError(CleanerError):
    """A translation model is missing, incomplete or of another kind."""


class GazetteerFileError(CleanerError):
    """A user's own table of names that can't be read, or a row of it that can't be used."""


class ArchiveError(CleanerError):
    """An archive's run can't go on; what is done is remembered."""


class JournalFileError(CleanerError):
    """A journal of changes that can't be written, or a file to undo that is no journal."""


class MemoryFileError(CleanerError):
    """A translation memory that is damaged, full, busy, from a newer version or no memory."""
