"""A row of a list as people and programs are shown it."""

from typing import Any, Self

from pydantic import BaseModel

from services.reporting.rows.model.scope import ListedRow
from shared.sheets.fields import FieldHeading


class RowView(BaseModel):
    """Whose it is. ``now``: how the organisation, or who took its place, is called today, if otherwise."""

    organisation: str
    name: str
    now: str | None = None

    @classmethod
    def of(cls, found: ListedRow, *sources: object, **more: Any) -> Self:
        """What the row found and the other sources say under the same names, and `more` where they do not."""
        said = {
            name: getattr(one, name)
            for one in (found.row, *sources, found)
            for name in cls.model_fields
            if hasattr(one, name)
        }
        return cls(**said | more)


def in_field(heading: FieldHeading) -> dict[str, Any]:
    """What a row says of its field."""
    return {"field": heading.code, "field_number": heading.number, "field_name": heading.name}
