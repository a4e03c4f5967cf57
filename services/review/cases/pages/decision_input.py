"""A decision as it was typed, for the whole and for single items, kept until it can be used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from services.review.cases.model.decisions import Verdict
from services.review.desk.model.reasons import with_reusable
from shared.errors import DomainError

ITEM_INPUT = re.compile(r"item\.([^.]+)\.(?:outcome|reason|text)")


@dataclass(frozen=True)
class ItemDecisionInput:
    """The reviewer's answer for one item; empty: as the whole. `keep`: the reason is to be offered again."""

    item: str
    outcome: str = ""
    reason: str = ""
    keep: bool = False


@dataclass(frozen=True)
class DecisionInput:
    """The decision form, for a delivered version. `key` makes a second press of the button a no-op."""

    key: str = ""
    version: str = ""
    outcome: str = ""
    reason: str = ""
    keep: bool = False
    answers: tuple[ItemDecisionInput, ...] = ()

    @classmethod
    def of(cls, sent: Mapping[str, str], texts: Mapping[str, str]) -> Self:
        """What came in; a reusable text that was chosen from `texts` becomes part of its reason."""

        def answer(prefix: str) -> tuple[str, str, bool]:
            chosen, typed = texts.get(sent.get(f"{prefix}text", ""), ""), sent.get(f"{prefix}reason", "")
            reason = with_reusable(typed, chosen) if chosen else typed
            return sent.get(f"{prefix}outcome", ""), reason, bool(sent.get(f"{prefix}keep"))

        items = dict.fromkeys(found[1] for name in sent if (found := ITEM_INPUT.fullmatch(name)))
        answers = (ItemDecisionInput(item, *answer(f"item.{item}.")) for item in items)
        given = tuple(one for one in answers if one.outcome or one.reason.strip())
        return cls(sent.get("key", ""), sent.get("version", ""), *answer(""), given)

    @property
    def kept(self) -> tuple[str, ...]:
        """The reasons that are to be offered again."""
        given = [(self.reason, self.keep), *((answer.reason, answer.keep) for answer in self.answers)]
        return tuple(dict.fromkeys(reason for reason, keep in given if keep and reason.strip()))

    def answer(self, item: str) -> ItemDecisionInput:
        return next((answer for answer in self.answers if answer.item == item), ItemDecisionInput(item))

    def verdict(self) -> Verdict:
        """The decision as the model takes it. A reason alone keeps the whole's outcome for its item.

        Raises DomainError ``outcome_missing``, pydantic.ValidationError.
        """
        if not self.outcome:
            raise DomainError("outcome_missing", field="outcome")
        items = [{"item": a.item, "outcome": a.outcome or self.outcome, "reason": a.reason} for a in self.answers]
        return Verdict.model_validate(
            {"version": self.version, "outcome": self.outcome, "reason": self.reason, "items": items}
        )

    def anchor(self, path: str) -> str | None:
        """The id of the element that a field's path speaks of: ``items.0.reason`` -> ``item-<id>-reason``."""
        found = re.fullmatch(r"items\.(\d+)\.(outcome|reason)", path)
        if found and int(found[1]) < len(self.answers):
            return f"item-{self.answers[int(found[1])].item}-{found[2]}"
        return path if path in {"outcome", "reason"} else None
