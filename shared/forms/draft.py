"""Drafts: what a clerk has typed so far, kept as typed and known to nobody outside the organisation."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Annotated, Any, ClassVar, Self, final

from pydantic import BeforeValidator, Field, SerializeAsAny, model_validator

from shared.contracts.content import OfKind
from shared.contracts.files import Attachment, DemandedFile, files_in
from shared.contracts.types import Contract, Key, OptionalParagraph, is_empty
from shared.errors import not_found
from shared.language.periods import WORDING_LIMIT

ITEM_LIMIT = 200
PART_LIMIT = 50
FILE_LIMIT = 20
"""Files in one place."""
DEMANDED = "demanded"
"""The places of the files that a form demands: ``demanded.<code>``."""

OptionalWording = Annotated[OptionalParagraph, Field(max_length=WORDING_LIMIT)]


class Draft(OfKind):
    """What is typed of a form; each kind has its own. Whatever is missing is only missed when it is sent.

    `consolidation`: the working set that it comes from, where it is not typed here but there. `demanded`: the files
    that the form demands, as far as they were uploaded. A place of files is named by its path in the draft.
    """

    models: ClassVar[dict[str, type[OfKind]]] = {}
    consolidation: Key | None = None
    demanded: Annotated[tuple[DemandedFile, ...], Field(exclude_if=is_empty)] = ()

    @property
    def rows(self) -> Mapping[str, Sequence[Contract]]:
        """What it says by the key of the row that it stands in: whose row changes is stamped with who wrote it."""
        return {}

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The files that were put to it, wherever it names them."""
        return tuple(files_in(self))

    @property
    def places(self) -> Mapping[str, tuple[Attachment, ...]]:
        """The files in those of the kind's own places that have some; a kind with places says so here and in `put`."""
        return {}

    def put(self, place: str, files: tuple[Attachment, ...]) -> Self:
        """The draft with these files in one of the kind's own places. Raises DomainError ``file_place_not_found``."""
        raise not_found("file_place", place)

    @final
    @property
    def filed(self) -> Mapping[str, tuple[Attachment, ...]]:
        """The files in all places that have some."""
        found: dict[str, tuple[Attachment, ...]] = {}
        for one in self.demanded:
            place = f"{DEMANDED}.{one.demand}"
            found[place] = (*found.get(place, ()), one.attachment)
        return found | {**self.places}

    @final
    def refiled(self, place: str, files: Sequence[Attachment]) -> Self:
        """The draft with these files in a place. Raises as `put`."""
        head, _, code = place.partition(".")
        if head != DEMANDED:
            return self.put(place, tuple(files))
        others = (one for one in self.demanded if one.demand != code)
        fresh = (DemandedFile(demand=code, attachment=file) for file in files)
        return self.model_copy(update={"demanded": (*others, *fresh)})

    def without(self, item: str) -> Self:
        """The draft without an item that was withdrawn."""
        return self

    def joined(self, other: Self) -> Self:
        """What is typed in two drafts of a form as one: nothing twice and nothing lost."""
        return self

    @final
    def united(self, other: Self) -> Self:
        """Two drafts of a form as one, with the files of both: several predecessors hand over to one heir."""
        demanded = dict.fromkeys(chain(self.demanded, other.demanded))
        return self.joined(other).model_copy(update={"demanded": tuple(demanded)})


class Typed(Contract):
    """A whole draft as a client sends it; each kind has its own. Clients of the version before send the parts of every
    kind: an empty one of another kind says nothing. `demanded`: the service's own, which stays as it is."""

    demanded: tuple[DemandedFile, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _own_parts(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        foreign = {name for model in Draft.models.values() for name in model.model_fields} - cls.model_fields.keys()
        return {name: value for name, value in data.items() if value != [] or name not in foreign}


AnyDraft = Annotated[SerializeAsAny[Draft], BeforeValidator(Draft.of_kind)]
"""The draft of any kind of form, read as its kind's own model."""
