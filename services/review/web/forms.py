"""What a reviewer typed on the pages, kept as typed until it can be used."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from pydantic import ValidationError
from starlette.datastructures import FormData

from services.review.cases.model.corrections import CorrectionRequest, CorrectionRevocation
from services.review.cases.model.decisions import Assignment, Verdict
from services.review.desk.model.reasons import with_reusable
from services.review.desk.model.substitutions import Appointment, Colleague
from shared.errors import DomainError
from shared.identity import Actor
from shared.language.catalogue import Catalogue
from shared.web.problems import field_errors


@dataclass(frozen=True)
class FormError:
    """A sentence beside a field; `field` is the element's id, empty for the form as a whole."""

    field: str
    message: str


@dataclass(frozen=True)
class ItemAnswer:
    """The reviewer's answer for one item; empty: as the whole. `keep`: the reason is to be offered again."""

    item: str
    outcome: str = ""
    reason: str = ""
    keep: bool = False


@dataclass(frozen=True)
class DecisionForm:
    """The decision form, for a delivered version. `key` makes a second press of the button a no-op."""

    key: str
    version: str = ""
    outcome: str = ""
    reason: str = ""
    keep: bool = False
    answers: tuple[ItemAnswer, ...] = field(default=())

    @classmethod
    def typed(cls, form: FormData, texts: Mapping[str, str]) -> Self:
        """What came in; a reusable text that was chosen from `texts` becomes part of its reason."""
        items = dict.fromkeys(
            name.split(".")[1] for name in form if re.fullmatch(r"item\.[^.]+\.(outcome|reason|text)", name)
        )
        answers = (ItemAnswer(i, _text(form, f"item.{i}.outcome"), *_reason(form, f"item.{i}.", texts)) for i in items)
        reason, keep = _reason(form, "", texts)
        return cls(
            _text(form, "key"),
            _text(form, "version"),
            _text(form, "outcome"),
            reason,
            keep,
            tuple(answer for answer in answers if answer.outcome or answer.reason.strip()),
        )

    @property
    def kept(self) -> tuple[str, ...]:
        """The reasons that are to be offered again."""
        asked = [self.reason if self.keep else "", *(answer.reason for answer in self.answers if answer.keep)]
        return tuple(dict.fromkeys(text for text in asked if text.strip()))

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
    """To whom a case is handed: to a known colleague, to somebody typed, or (`oneself`) to who pressed the button."""

    account: str = ""
    name: str = ""
    oneself: bool = False

    @classmethod
    def typed(cls, form: FormData, people: Iterable[Colleague]) -> Self:
        """What came in; a colleague chosen from `people` counts unless an account is typed."""
        account, name = _text(form, "account").strip(), _text(form, "name").strip()
        chosen = next((found for found in people if found.account == _text(form, "colleague")), None)
        if chosen is not None and not account:
            account, name = chosen.account, chosen.name
        return cls(account, name, oneself=bool(_text(form, "oneself")))

    def assignment(self, actor: Actor) -> Assignment:
        """Raises pydantic.ValidationError."""
        if self.oneself:
            return Assignment(account=actor.account, name=actor.name)
        return Assignment.model_validate({"account": self.account, "name": self.name})

    def element(self, path: str) -> str:
        """The id of the element that a field's path speaks of."""
        return path if path in {"account", "name"} else ""


@dataclass(frozen=True)
class AppointmentForm:
    """The form that names a substitute."""

    key: str
    replaced: str = ""
    account: str = ""
    name: str = ""
    organisation: str = ""
    since: str = ""
    until: str = ""
    reason: str = ""

    @classmethod
    def typed(cls, form: FormData) -> Self:
        names = ("key", "replaced", "account", "name", "organisation", "since", "until", "reason")
        return cls(**{name: _text(form, name).strip() for name in names})

    def appointment(self) -> Appointment:
        """Raises DomainError ``day_missing``, pydantic.ValidationError."""
        for name in ("since", "until"):
            if not getattr(self, name):
                raise DomainError("day_missing", field=name)
        names = ("replaced", "account", "name", "organisation", "since", "until", "reason")
        return Appointment.model_validate({name: getattr(self, name) for name in names})

    def element(self, path: str) -> str:
        """The id of the element that a field's path speaks of."""
        return path if path in Appointment.model_fields else ""


@dataclass(frozen=True)
class CorrectionForm:
    """The form that asks the unit to correct what was approved."""

    key: str
    version: str = ""
    reason: str = ""

    @classmethod
    def typed(cls, form: FormData) -> Self:
        return cls(_text(form, "key"), _text(form, "version"), _text(form, "reason"))

    def request(self) -> CorrectionRequest:
        """Raises pydantic.ValidationError."""
        return CorrectionRequest.model_validate({"version": self.version, "reason": self.reason})

    def element(self, path: str) -> str:
        """The id of the element that a field's path speaks of."""
        return "correction-reason" if path == "reason" else ""


@dataclass(frozen=True)
class RevocationForm:
    """The form that takes a request for a correction back."""

    key: str
    reason: str = ""

    @classmethod
    def typed(cls, form: FormData) -> Self:
        return cls(_text(form, "key"), _text(form, "reason"))

    def revocation(self) -> CorrectionRevocation:
        """Raises pydantic.ValidationError."""
        return CorrectionRevocation.model_validate({"reason": self.reason})

    def element(self, path: str) -> str:
        """The id of the element that a field's path speaks of."""
        return "revocation-reason" if path == "reason" else ""


TypedForm = DecisionForm | AssignmentForm | AppointmentForm | CorrectionForm | RevocationForm


def refusals(error: DomainError | ValidationError, form: TypedForm, catalogue: Catalogue) -> list[FormError]:
    """What was refused, each beside the field that it speaks of."""
    if isinstance(error, DomainError):
        causes = (error, *error.causes)
        return [FormError(form.element(cause.field or ""), catalogue.say(cause.code, cause.params)) for cause in causes]
    found = field_errors(error.errors(), catalogue)
    return [FormError(form.element(fault["field"]), fault["message"]) for fault in found]


def _reason(form: FormData, prefix: str, texts: Mapping[str, str]) -> tuple[str, bool]:
    """A reason with the reusable text chosen for it, and whether it is to be offered again."""
    chosen = texts.get(_text(form, f"{prefix}text"), "")
    typed = _text(form, f"{prefix}reason")
    return (with_reusable(typed, chosen) if chosen else typed), bool(_text(form, f"{prefix}keep"))


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
