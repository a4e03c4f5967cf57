"""Drafts: what a clerk has typed so far, kept as typed and known to nobody outside the organisation."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, SerializeAsAny, model_validator

from shared.contracts.content import OfKind
from shared.contracts.files import Attachment
from shared.contracts.types import Contract, Key, OptionalParagraph
from shared.language.periods import WORDING_LIMIT

ITEM_LIMIT = 200
PART_LIMIT = 50
FILE_LIMIT = 20
"""Files in one place."""

OptionalWording = Annotated[OptionalParagraph, Field(max_length=WORDING_LIMIT)]


class Draft(OfKind):
    """What is typed of a form; each kind has its own. Whatever is missing is only missed when it is sent.

    `consolidation`: the working set that it comes from, where it is not typed here but there.
    """

    models: ClassVar[dict[str, type[OfKind]]] = {}
    consolidation: Key | None = None

    @property
    def rows(self) -> Mapping[str, Sequence[Contract]]:
        """What it says by the key of the row that it stands in: whose row changes is stamped with who wrote it."""
        return {}

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The files that were put to it."""
        return ()

    def without(self, item: str) -> Self:
        """The draft without an item that was withdrawn."""
        return self

    def joined(self, other: Self) -> Self:
        """Two drafts of a form as one, nothing twice and nothing lost: several predecessors hand over to one heir."""
        return self


class Typed(Contract):
    """A whole draft as a client sends it; each kind has its own. Clients of the version before send the parts of every
    kind: an empty one of another kind says nothing."""

    @model_validator(mode="before")
    @classmethod
    def _own_parts(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        foreign = {name for model in Draft.models.values() for name in model.model_fields} - cls.model_fields.keys()
        return {name: value for name, value in data.items() if value != [] or name not in foreign}


AnyDraft = Annotated[SerializeAsAny[Draft], BeforeValidator(Draft.of_kind)]
"""The draft of any kind of form, read as its kind's own model."""
