"""The pieces that a MarianMT model reads and writes, without transformers.

Does what ``MarianTokenizer`` does, piece for piece: special tokens in the text stand for
themselves, a language code at the start is one token, the rest is sentencepiece's, and what the
vocabulary lacks is unknown. Importing transformers for that would cost seconds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cleaner.errors import ModelError

__all__ = ["Pieces"]

_SPECIAL = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
_UNDERLINE = "▁"


class Pieces:
    """The tokenizer of a checkpoint's folder. Raises ``ModelError`` if it can't be read."""

    def __init__(self, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        try:
            settings = _settings(folder)
            source, target = ((folder / name).read_bytes() for name in ("source.spm", "target.spm"))
            self._source: Any = SentencePieceProcessor(model_proto=source)
            is_one = source == target
            self._target = self._source if is_one else SentencePieceProcessor(model_proto=target)
            self._known = _vocabulary(folder / "vocab.json")
            self._written = self._known
            if settings.get("separate_vocabs"):
                self._written = _vocabulary(folder / "target_vocab.json")
            self.end, self.unknown, self.padding = (
                _content(settings.get(key, token)) for key, token in _SPECIAL.items()
            )
        except (OSError, ValueError, RuntimeError, AttributeError) as error:
            raise ModelError(f"{folder}: the tokenizer can't be read ({error})") from error
        self._special = frozenset((self.end, self.unknown, self.padding))
        # The longest first: of two that start at one place the longer is meant.
        tokens = sorted(self._special, key=len, reverse=True)
        self._split = re.compile(f"({'|'.join(map(re.escape, tokens))})")
        # Of models with two vocabularies the source side writes nothing.
        self._joiner = self._target if settings.get("separate_vocabs") else self._source

    def source(self, text: str) -> list[str]:
        """What the model reads for a source text, the end of sentence included."""
        return self._pieces(text, self._source, self._known)

    def target(self, text: str) -> list[str]:
        """What the model would have to write for a target text, the end of sentence included."""
        return self._pieces(text, self._target, self._written)

    def _pieces(self, text: str, model: Any, known: frozenset[str]) -> list[str]:
        found: list[str] = []
        for part in self._split.split(text):
            if part in self._special:
                found.append(part)
            elif part:
                code, rest = _language_code(part)
                found += [*code, *model.encode(rest, out_type=str)]
        return [piece if piece in known else self.unknown for piece in found] + [self.end]

    def text(self, pieces: Iterable[str]) -> str:
        """The text of an output; special tokens, the unknown one too, leave no trace."""
        plain = [piece for piece in pieces if piece not in self._special]
        return str(self._joiner.decode_pieces(plain)).replace(_UNDERLINE, " ").strip()


def _language_code(text: str) -> tuple[list[str], str]:
    if text.startswith(">>") and (end := text.find("<<")) != -1:
        return [text[: end + 2]], text[end + 2 :]
    return [], text


def _settings(folder: Path) -> dict[str, Any]:
    """What tokenizer_config.json and special_tokens_map.json say; both may be missing."""
    settings: dict[str, Any] = {}
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        path = folder / name
        settings |= json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return settings


def _content(token: object) -> str:
    """A special token, which is written as a string or as an object with its properties."""
    return str(token["content"] if isinstance(token, dict) else token)


def _vocabulary(path: Path) -> frozenset[str]:
    return frozenset(json.loads(path.read_text("utf-8")))
