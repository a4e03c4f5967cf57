"""What review needs beside the common settings: whom this instance reviews for."""

from typing import Annotated, Self

from pydantic import Field, TypeAdapter, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from services.review.cases.model.timing import REVIEW_DAYS
from shared.contracts.types import Slug
from shared.settings import Settings

VARIABLE = "REVIEW_ORGANISATIONS"
ELSEWHERE_VARIABLE = "REVIEW_ELSEWHERE"
DAYS_VARIABLE = "REVIEW_DAYS"
DATABASE_NAME_LIMIT = 63  # bytes; MongoDB's own limit


class ReviewSettings(Settings):
    """`organisations`: one id, or several separated by commas; each has its own database and queue.

    `elsewhere`: the organisations that other instances behind the same gateway serve. The list of desks leads there;
    nothing else tells which organisations have a desk.
    `review_days`: working days for a decision where no superior body's deadline sets the limit.
    """

    model_config = SettingsConfigDict(populate_by_name=True)

    organisations: Annotated[tuple[Slug, ...], NoDecode, Field(validation_alias=VARIABLE, min_length=1)]
    elsewhere: Annotated[tuple[Slug, ...], NoDecode, Field(validation_alias=ELSEWHERE_VARIABLE)] = ()
    review_days: Annotated[int, Field(validation_alias=DAYS_VARIABLE, ge=1, le=60)] = REVIEW_DAYS

    @field_validator("organisations", "elsewhere", mode="before")
    @classmethod
    def separated_by_commas(cls, value: object, info: ValidationInfo) -> object:
        """Ids from the environment's one text, each once."""
        if not isinstance(value, str):
            return value
        found = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
        if not found and info.field_name == "organisations":
            raise ValueError("must name at least one organisation, for example ttyt-tan-binh,so-y-te")
        for name in found:
            try:
                TypeAdapter(Slug).validate_python(name)
            except ValidationError as error:
                raise ValueError(f"{name!r} is no organisation's id: a-z, 0-9 and hyphens between them") from error
        return found

    @model_validator(mode="after")
    def databases_can_be_named(self) -> Self:
        for organisation in self.organisations:
            if len(f"{self.database_prefix}_review_{organisation}") > DATABASE_NAME_LIMIT:
                raise ValueError(f"{VARIABLE}: {organisation} is too long to name a database; shorten the id")
        return self
