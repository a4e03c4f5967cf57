"""What forms say: each kind of form has a model of its own, which its package defines (`shared.forms`)."""

from functools import cache
from types import new_class
from typing import Annotated, Any, ClassVar, cast

from pydantic import BeforeValidator, Field, SerializeAsAny, ValidationInfo

from shared.contracts.files import Attachment, DemandedFile, files_in
from shared.contracts.items import Item
from shared.contracts.types import TOLERANT, Contract, Slug, is_empty


class OfKind(Contract):
    """A contract that every kind of form has its own of, told apart by `kind`.

    A subclass that gives `kind` a default is that kind's. One of a kind that this process does not know is read as the
    base, with all that it holds.
    """

    models: ClassVar[dict[str, type["OfKind"]]]
    kind: Slug

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        code = cls.model_fields["kind"].default
        if isinstance(code, str):
            cls.models[code] = cls

    @classmethod
    def of_kind(cls, value: object, info: ValidationInfo) -> object:
        """The value as its kind's model."""
        if not isinstance(value, dict):
            return value
        model = cls.models.get(str(value.get("kind")))
        if model is None:
            return _unknown(cls).model_validate(value, extra="allow", context=info.context)
        return model.read(value) if info.context is TOLERANT else model.model_validate(value)


@cache
def _unknown(base: type[OfKind]) -> type[OfKind]:
    """The base for kinds that this process does not know: what it read it also writes."""
    return cast("type[OfKind]", new_class(f"Unknown{base.__name__}", (base,), {"extra": "allow"}))


class Content(OfKind):
    """What a delivered form says. `items` are what is decided on, withdrawn and carried upward one by one; a form
    without any is decided on as a whole. `demanded`: the files that the form demands beside what is said in it."""

    models: ClassVar[dict[str, type[OfKind]]] = {}
    items: tuple[Item, ...] = ()
    demanded: Annotated[tuple[DemandedFile, ...], Field(exclude_if=is_empty)] = ()

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The files that were delivered with it, wherever it names them."""
        return tuple(files_in(self))

    def item(self, ident: str) -> Item | None:
        return next((item for item in self.items if item.id == ident), None)


AnyContent = Annotated[SerializeAsAny[Content], BeforeValidator(Content.of_kind)]
"""The content of any kind of form, read as its kind's own model."""
