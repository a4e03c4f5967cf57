"""The base of every contract, the field types they share, and who did something: an account, never a private person."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from shared.language.vietnamese import nfc

TOLERANT = {"tolerant": True}
"""The context of a reading that ignores unknown fields."""


def is_empty(value: object) -> bool:
    """What is left out on the wire, so that what says nothing new is written as it always was."""
    return not value


def is_none(value: object) -> bool:
    """The same of what may be zero."""
    return value is None


class Contract(BaseModel):
    """What one service tells another: immutable, strict to write, tolerant to read.

    The constructor refuses a field it does not know; `read` ignores it, so that a newer writer never
    breaks an older reader.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """Validate data from the wire or the database, ignoring unknown fields at every depth.

        Raises pydantic.ValidationError when a known field is missing or wrong.
        """
        return cls.model_validate(data, extra="ignore", context=TOLERANT)


_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Characters that turn the writing around: in a name they would turn the page's own words after it."""


def _paragraph(value: object) -> object:
    if not isinstance(value, str):
        return value  # refused by the strict str that follows
    try:
        text = nfc(value.translate(_TURNS))
    except ValueError as error:
        raise PydanticCustomError("text_not_allowed", "{reason}", {"reason": str(error)}) from error
    invisible = text[:1].isalnum() is False and all(
        unicodedata.category(character) in {"Cf", "Zs", "Zl", "Zp"} for character in text
    )
    return "" if invisible else text


def _line(value: object) -> object:
    text = _paragraph(value)
    if not isinstance(text, str):
        return text
    if len(text.splitlines()) > 1:
        raise PydanticCustomError("text_not_one_line", "text must be on one line")
    return text.replace("\t", " ")


Line = Annotated[str, Field(strict=True, min_length=1, max_length=300), BeforeValidator(_line)]
"""One line of text, NFC, 1 to 300 characters after trimming; a tab becomes a space.

Errors: `text_not_allowed` (control characters), `text_not_one_line`, `string_too_short`, `string_too_long`.
"""

Paragraph = Annotated[str, Field(strict=True, min_length=1, max_length=10_000), BeforeValidator(_paragraph)]
"""Text of one line or more, NFC, 1 to 10,000 characters after trimming; lines end with LF."""

OptionalParagraph = Annotated[str, Field(strict=True, max_length=10_000), BeforeValidator(_paragraph)]
"""As Paragraph, and may be empty."""

Slug = Annotated[str, Field(strict=True, pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
"""The id of an organisation or a campaign: 1 to 64 of a-z, 0-9 and inner hyphens, fit for a routing key."""


_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}", re.ASCII)


def _only_timestamps(value: object) -> object:
    """Pydantic would also take numbers as Unix times, of a unit it guesses."""
    if isinstance(value, datetime) or (isinstance(value, str) and _TIMESTAMP.match(value)):
        return value
    raise PydanticCustomError("instant_unreadable", "an instant is a date and time such as 2022-05-13T03:00:00.000Z")


def _utc_milliseconds(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise PydanticCustomError("instant_naive", "an instant needs a time zone or an offset from UTC")
    try:
        moment = value.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError("instant_out_of_range", "an instant lies in the years 1 to 9999") from error
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _wire(value: datetime) -> str:
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[
    datetime,
    BeforeValidator(_only_timestamps),
    AfterValidator(_utc_milliseconds),
    PlainSerializer(_wire, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment: aware, converted to UTC, cut to milliseconds (what MongoDB keeps).

In JSON it has a fixed width, "2022-05-13T03:00:00.000Z", so that strings sort by time.
Errors: `instant_naive`, `instant_unreadable`, `instant_out_of_range`.
"""

Key = Annotated[str, Field(strict=True, pattern=r"^[a-z0-9](?:[a-zA-Z0-9.-]{0,298}[a-zA-Z0-9])?$")]
"""The natural key of a record: slugs and the codes of periods joined by dots, at most 300 characters."""

Digest = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 hash in hexadecimal."""

Mailbox = Annotated[str, Field(strict=True, max_length=254, pattern=r"^[^@\s<>\"',;]+@[^@\s<>\"',;]+$")]
"""An e-mail address, also of a mail server inside the office network."""


class Person(Contract):
    """The account that acted, as it was named at that moment, and the organisation it acted for."""

    account: Slug
    name: Line
    organisation: Slug
