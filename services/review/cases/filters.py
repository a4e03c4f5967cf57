"""The filters that the API and the list page share."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field

from services.review.cases.records.selection import CaseFilter, Order
from shared.contracts.cases import CaseStatus
from shared.contracts.forms import PeriodCode
from shared.contracts.types import OptionalParagraph, Slug
from shared.identity import Actor


def _blank_is_absent(value: object) -> object:
    return None if value == "" else value


OptionalSlug = Annotated[Slug | None, BeforeValidator(_blank_is_absent)]
"""A filter by an id; a form sends an unused filter as an empty text."""

OptionalPeriod = Annotated[PeriodCode | None, BeforeValidator(_blank_is_absent)]

Searched = Annotated[OptionalParagraph, Field(max_length=100)]


@dataclass(frozen=True)
class QueueFilters:
    """What a person chose to see of a queue; empty means all."""

    submitter: Annotated[OptionalSlug, Query()] = None
    campaign: Annotated[OptionalSlug, Query()] = None
    form: Annotated[OptionalSlug, Query()] = None
    period: Annotated[OptionalPeriod, Query()] = None
    mine: Annotated[bool | None, BeforeValidator(_blank_is_absent), Query()] = None
    q: Annotated[Searched, Query()] = ""
    sort: Annotated[Order | None, BeforeValidator(_blank_is_absent), Query()] = None

    def filter(self, actor: Actor, statuses: Sequence[CaseStatus]) -> CaseFilter:
        return CaseFilter(
            tuple(statuses),
            self.submitter,
            self.campaign,
            self.form,
            self.period,
            assignee=actor.account if self.mine else None,
            text=self.q,
            order=self.sort,
        )

    @property
    def chosen(self) -> dict[str, str]:
        """The filters as a form or a link carries them; empty where there is none."""
        return {name: str(value or "") for name, value in asdict(self).items()} | {"mine": "true" if self.mine else ""}


CurrentFilters = Annotated[QueueFilters, Depends()]
