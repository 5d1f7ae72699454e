"""The JSON of requests and answers, as the OpenAPI document shows it."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag

from cleaner.config import STYLES
from cleaner.formats.registry import FORMATS
from cleaner.web.problems import Problem
from cleaner.web.task import Key

__all__ = [
    "Apply",
    "Batch",
    "Checked",
    "CheckedBatch",
    "DecisionIn",
    "Fixed",
    "FixedBatch",
    "Request",
    "RuleOut",
    "Single",
]

MOST_DOCUMENTS = 100
Style = Literal[STYLES]  # type: ignore[valid-type]
_FORMATS = tuple(one.name for one in FORMATS)
Format = Literal[_FORMATS]  # type: ignore[valid-type]


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("half of a surrogate pair is no character") from None
    return text


Text = Annotated[str, AfterValidator(_encodable)]
Code = Annotated[Text, Field(min_length=1, max_length=64)]
Codes = Annotated[list[Code], Field(max_length=100)]


class _Document(BaseModel):
    """What any document may bear besides its text."""

    model_config = ConfigDict(extra="forbid")

    name: Text | None = Field(None, max_length=500, description="Comes back as `file`.")
    style: Style | None = Field(None, description="The house style, unless the service's own.")
    select: Codes | None = Field(None, description="Only these rules, by code or name.")
    ignore: Codes | None = Field(None, description="Not these rules, besides the service's.")
    unsafe_fixes: bool = Field(
        False, strict=True, description="With /v1/fix: apply the uncertain fixes too."
    )


class TextDocument(_Document):
    """A document as it would stand in a file."""

    text: Text
    format: Format = Field("text", description="How to read it.")
    fields: Annotated[list[Text], Field(max_length=100)] = Field(
        default=[], description="Where the text is in JSON or tables, as `--field` names it."
    )

    @property
    def key(self) -> Key:
        """Where the fixed document stands in an answer."""
        return "text"

    def content(self) -> tuple[str, bool]:
        """The text, and that it is no object."""
        return self.text, False


class HtmlDocument(_Document):
    """An article's HTML, whole or a piece."""

    html: Text

    @property
    def key(self) -> Key:
        """Where the fixed document stands in an answer."""
        return "html"

    @property
    def format(self) -> str:
        """How to read it."""
        return "html"

    def content(self) -> tuple[str, bool]:
        """The HTML, and that it is no object."""
        return self.html, False


class NinjsDocument(_Document):
    """An item of ninjs, as an object or as a string with its JSON."""

    ninjs: dict[str, Any] | Text = Field(
        description="Places count in the string; for an object, in its JSON without spaces."
    )

    @property
    def key(self) -> Key:
        """Where the fixed document stands in an answer."""
        return "ninjs"

    @property
    def format(self) -> str:
        """How to read it."""
        return "ninjs"

    def content(self) -> tuple[str, bool]:
        """The JSON, and whether it came as an object."""
        if isinstance(self.ninjs, str):
            return self.ninjs, False
        try:
            text = json.dumps(
                self.ninjs, ensure_ascii=False, separators=(",", ":"), allow_nan=False
            )
            text.encode()
        except (ValueError, RecursionError):
            raise Problem(
                422, "ninjs: this object can't be written as JSON in UTF-8; send it as a string."
            ) from None
        return text, True


def _kind(value: object) -> str | None:
    """Which kind of document a value is meant as, by its key."""
    keys = ("documents", "html", "ninjs", "text")
    if isinstance(value, dict):
        return next((key for key in keys if key in value), "text")
    return next((key for key in keys if hasattr(value, key)), "text")


_Text = Annotated[TextDocument, Tag("text")]
_Html = Annotated[HtmlDocument, Tag("html")]
_Ninjs = Annotated[NinjsDocument, Tag("ninjs")]
Single = Annotated[_Text | _Html | _Ninjs, Discriminator(_kind)]


class Batch(BaseModel):
    """Several documents, answered in their order."""

    model_config = ConfigDict(extra="forbid")

    documents: Annotated[list[Single], Field(min_length=1, max_length=MOST_DOCUMENTS)]


Request = Annotated[
    _Text | _Html | _Ninjs | Annotated[Batch, Tag("documents")], Discriminator(_kind)
]


class DecisionIn(BaseModel):
    """A finding of `/v1/check`, and what to write in its place."""

    model_config = ConfigDict(extra="forbid")

    rule: Code
    start: int = Field(ge=0, strict=True)
    end: int = Field(ge=0, strict=True)
    text: Text = Field(description="What to write; nothing to delete what was found.")


class Apply(BaseModel):
    """A document, and what an editor decided about it."""

    model_config = ConfigDict(extra="forbid")

    document: Single
    decisions: Annotated[list[DecisionIn], Field(max_length=10_000)]


class EditOut(BaseModel):
    """Text to put in the place of what stands from `start` up to, not including, `end`."""

    start: int
    end: int
    text: str


class MoveOut(BaseModel):
    """A wider rewrite that an editor may prefer."""

    start: int
    end: int
    replacement: str
    reason: str


class FindingOut(BaseModel):
    """A finding, as `cleaner check --format json` writes it; places count code points."""

    file: str | None
    rule: str
    name: str
    start: int
    end: int
    line: int
    column: int
    found: str
    replacement: str | None
    alternatives: list[str]
    edits: list[EditOut]
    moves: list[MoveOut]
    safety: Literal["safe", "unsafe", "none"]
    confidence: float
    source: Literal["glossary", "memory", "marian", "gazetteer", "rule"]
    reason: str
    evidence: dict[str, Any]


class Checked(BaseModel):
    """What was found in a document."""

    findings: list[FindingOut]
    errors: list[str] = Field(description="Parts of the document that could not be read.")
    warnings: list[str] = Field(description="What is wrong with its comments for Cleaner.")


class Fixed(Checked):
    """A document with its fixes made; `findings` are what is left to an editor."""

    text: str | None = Field(None, description="The document, if it came as `text`.")
    html: str | None = Field(None, description="The document, if it came as `html`.")
    ninjs: dict[str, Any] | str | None = Field(None, description="If it came as `ninjs`.")
    applied: list[FindingOut] | None = Field(
        None, description="What was changed; places count in the document as it came."
    )


class CheckedBatch(BaseModel):
    """An answer for each document."""

    documents: list[Checked]


class FixedBatch(BaseModel):
    """An answer for each document; one that could not be read has `errors` alone."""

    documents: list[Fixed]


class ExampleOut(BaseModel):
    """A text, and what it becomes."""

    before: str
    after: str
    note: str
    unsafe: bool


class RuleOut(BaseModel):
    """A rule, as `cleaner rule` shows it."""

    code: str
    name: str
    summary: str
    why: str
    fixes: str
    default: bool
    examples: list[ExampleOut]
