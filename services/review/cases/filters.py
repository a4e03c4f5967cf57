"""The filters that the API and the list page share."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field

from services.review.cases.records.selection import CaseFilter, Order
from shared.contracts.cases import CaseStatus
from shared.contracts.types import OptionalParagraph, Slug
from shared.identity import Actor


def _blank_is_absent(value: object) -> object:
    return None if value == "" else value


OptionalSlug = Annotated[Slug | None, BeforeValidator(_blank_is_absent)]
"""A filter by an id; a form sends an unused filter as an empty text."""

Searched = Annotated[OptionalParagraph, Field(max_length=100)]


class QueueFilters:
    """What a person chose to see of a queue; empty means all."""

    def __init__(
        self,
        submitter: Annotated[OptionalSlug, Query()] = None,
        campaign: Annotated[OptionalSlug, Query()] = None,
        mine: Annotated[bool | None, BeforeValidator(_blank_is_absent), Query()] = None,
        q: Annotated[Searched, Query()] = "",
        sort: Annotated[Order | None, BeforeValidator(_blank_is_absent), Query()] = None,
    ) -> None:
        self.submitter = submitter
        self.campaign = campaign
        self.mine = bool(mine)
        self.q = q
        self.sort = sort

    def filter(self, actor: Actor, statuses: Sequence[CaseStatus]) -> CaseFilter:
        assignee = actor.account if self.mine else None
        return CaseFilter(tuple(statuses), self.submitter, self.campaign, assignee, self.q, order=self.sort)

    @property
    def chosen(self) -> dict[str, str]:
        """The filters as a form or a link carries them; empty where there is none."""
        mine = "true" if self.mine else ""
        return {
            "q": self.q,
            "submitter": self.submitter or "",
            "campaign": self.campaign or "",
            "mine": mine,
            "sort": self.sort.value if self.sort else "",
        }


CurrentFilters = Annotated[QueueFilters, Depends()]
