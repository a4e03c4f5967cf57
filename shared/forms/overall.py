"""What all organisations together say, as a kind's official table shows it."""

from collections.abc import Mapping
from typing import NamedTuple

from shared.sheets.fields import FieldHeading
from shared.sheets.model import Text


class FieldCount(NamedTuple):
    """A field: its figures by the names that they are shown by, and the first of the items behind those that the kind
    names (`Kind.named`)."""

    heading: FieldHeading
    figures: Mapping[str, int]
    names: Mapping[str, tuple[Text, ...]]
