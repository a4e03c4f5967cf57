"""What a reviewer typed on the pages, kept as typed until it can be used."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from pydantic import ValidationError
from starlette.datastructures import FormData

from services.review.domain.decisions import Assignment, Verdict
from shared.errors import DomainError
from shared.identity import Actor
from shared.problems import Catalogue, field_errors


@dataclass(frozen=True)
class FormError:
    """A sentence beside a field; `field` is the element's id, empty for the form as a whole."""

    field: str
    message: str


@dataclass(frozen=True)
class ItemAnswer:
    """The reviewer's answer for one item; empty: as the whole."""

    item: str
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DecisionForm:
    """The decision form, for a delivered version. `key` makes a second press of the button a no-op."""

    key: str
    version: str = ""
    outcome: str = ""
    reason: str = ""
    answers: tuple[ItemAnswer, ...] = field(default=())

    @classmethod
    def typed(cls, form: FormData) -> Self:
        items = dict.fromkeys(
            name.split(".")[1] for name in form if re.fullmatch(r"item\.[^.]+\.(outcome|reason)", name)
        )
        answers = (ItemAnswer(i, _text(form, f"item.{i}.outcome"), _text(form, f"item.{i}.reason")) for i in items)
        given = tuple(answer for answer in answers if answer.outcome or answer.reason.strip())
        return cls(
            _text(form, "key"), _text(form, "version"), _text(form, "outcome"), _text(form, "reason"), answers=given
        )

    def answer(self, item: str) -> ItemAnswer:
        return next((answer for answer in self.answers if answer.item == item), ItemAnswer(item))

    def verdict(self) -> Verdict:
        """The decision as the domain takes it. A reason alone keeps the whole's outcome for its item.

        Raises DomainError ``outcome_missing``, pydantic.ValidationError.
        """
        if not self.outcome:
            raise DomainError("outcome_missing", field="outcome")
        items = [{"item": a.item, "outcome": a.outcome or self.outcome, "reason": a.reason} for a in self.answers]
        return Verdict.model_validate(
            {"version": self.version, "outcome": self.outcome, "reason": self.reason, "items": items}
        )

    def element(self, path: str) -> str:
        """The id of the element that a field's path speaks of: ``items.0.reason`` -> ``item-<id>-reason``."""
        found = re.fullmatch(r"items\.(\d+)\.(outcome|reason)", path)
        if found and int(found[1]) < len(self.answers):
            return f"item-{self.answers[int(found[1])].item}-{found[2]}"
        return path if path in {"outcome", "reason"} else ""


@dataclass(frozen=True)
class AssignmentForm:
    """To whom a case is handed; `oneself`: to the person who pressed the button."""

    account: str = ""
    name: str = ""
    oneself: bool = False

    @classmethod
    def typed(cls, form: FormData) -> Self:
        return cls(_text(form, "account"), _text(form, "name"), oneself=bool(_text(form, "oneself")))

    def assignment(self, actor: Actor) -> Assignment:
        """Raises pydantic.ValidationError."""
        if self.oneself:
            return Assignment(account=actor.account, name=actor.name)
        return Assignment.model_validate({"account": self.account, "name": self.name})

    def element(self, path: str) -> str:
        """The id of the element that a field's path speaks of."""
        return path if path in {"account", "name"} else ""


CaseForm = DecisionForm | AssignmentForm


def refusals(error: DomainError | ValidationError, form: CaseForm, catalogue: Catalogue) -> list[FormError]:
    """What was refused, each beside the field that it speaks of."""
    if isinstance(error, DomainError):
        causes = (error, *error.causes)
        return [FormError(form.element(cause.field or ""), catalogue.say(cause.code, cause.params)) for cause in causes]
    found = field_errors(error.errors(), catalogue)
    return [FormError(form.element(fault["field"]), fault["message"]) for fault in found]


def beside(errors: Iterable[FormError]) -> dict[str, str]:
    """The sentence of each element."""
    return {error.field: error.message for error in errors if error.field}


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
