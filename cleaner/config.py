"""What a user may choose: one frozen object, whose fields bear the command line's names."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.errors import ConfigError
from cleaner.styles import STYLES, load_style

__all__ = ["BACKENDS", "KNOWN_LANGUAGES", "LANGUAGES", "STYLES", "Config"]

# What can compute a translation model.
BACKENDS = ("transformers", "ctranslate2")
# Languages that are named where they turn up, and all that can be; ISO 639-1 codes.
LANGUAGES = ("de", "es", "it", "nl", "pt")
KNOWN_LANGUAGES = ("ca", "de", "es", "it", "nl", "pl", "pt", "ro")


@dataclass(frozen=True, slots=True)
class Config:
    """The choices of one run; immutable, so that it can be a cache key and be shared.

    select, ignore
        Rule codes, names, or beginnings of codes (``FR``, ``FR1``). An empty ``select`` means
        all rules. ``ignore`` wins over ``select``.
    unsafe_fixes
        Apply the fixes that are otherwise left to an editor.
    style
        House style of the replacements: a shipped one, or the path of one's own TOML file.
    model
        A folder with a MarianMT checkpoint or the name of one on the Hugging Face hub; None
        for the one that comes with Cleaner.
    backend
        What computes the model: ``transformers``, or ``ctranslate2``, which is several times as
        fast; None for the fastest that is installed.
    memory
        The file of the translation memory: editors' corrections, and a cache of what the model
        answered; made if it is missing. None for no memory.
    languages
        ISO 639-1 codes of the languages to name, besides French, where they turn up.
    gazetteer
        A file with names of one's own, which win over the packaged ones; None for none.
    ignores
        Files with words and names that are never reported, of the user, the house or both.

    >>> Config(select=("FR",)).select
    ('FR',)
    >>> Config(style="tabloid")
    Traceback (most recent call last):
        ...
    cleaner.errors.ConfigError: there is no house style 'tabloid'; choose one of: afp, ap, cp, \
guardian, reuters, un, or give the path of a TOML file
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    unsafe_fixes: bool = False
    style: str = "ap"
    model: str | None = None
    backend: str | None = None
    memory: str | None = None
    languages: tuple[str, ...] = LANGUAGES
    gazetteer: str | None = None
    ignores: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("select", "ignore", "languages", "ignores"):
            several = getattr(self, name)
            if isinstance(several, str):
                raise ConfigError(f"{name} takes several; write ({several!r},), not {several!r}")
            object.__setattr__(self, name, tuple(several))
        unknown = [code for code in self.languages if code not in KNOWN_LANGUAGES]
        if unknown:
            raise ConfigError(
                f"the language {unknown[0]!r} can't be named; choose from: "
                + ", ".join(KNOWN_LANGUAGES)
            )
        if self.style not in STYLES:
            load_style(self.style)  # a file that no rule could follow is an error now
        if self.backend is not None and self.backend not in BACKENDS:
            raise ConfigError(
                f"there is no backend {self.backend!r}; choose one of: {', '.join(BACKENDS)}"
            )
