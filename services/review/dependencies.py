"""What the API and the pages are handed with each request."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator, Field

from services.review.cases.model.decisions import require_reader
from services.review.cases.records import CaseFilter, Order
from services.review.desk.commands import Desk
from shared.contracts.cases import CaseStatus
from shared.contracts.types import OptionalParagraph, Slug
from shared.errors import not_found
from shared.identity import Actor
from shared.web.app import CurrentActor


async def desk_of(organisation: str, actor: CurrentActor, request: Request) -> Desk:
    """The desk in the path, for its readers and for who acts in a reviewer's place today.

    Raises DomainError ``desk_not_found`` when this instance does not serve it, ``role_missing`` for anybody else.
    """
    desks: dict[str, Desk] = request.app.state.desks
    desk = desks.get(organisation)
    if desk is None:
        raise not_found("desk", organisation)
    require_reader(actor, organisation, await desk.standing(actor))
    return desk


CurrentDesk = Annotated[Desk, Depends(desk_of)]


def _blank_is_absent(value: object) -> object:
    return None if value == "" else value


OptionalSlug = Annotated[Slug | None, BeforeValidator(_blank_is_absent)]
"""A filter by an id; a form sends an unused filter as an empty text."""

Searched = Annotated[OptionalParagraph, Field(max_length=100)]


class Wanted:
    """The filters that the API and the list page share."""

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
    def typed(self) -> dict[str, str]:
        """The filters as a form or a link carries them; empty where there is none."""
        mine = "true" if self.mine else ""
        return {
            "q": self.q,
            "submitter": self.submitter or "",
            "campaign": self.campaign or "",
            "mine": mine,
            "sort": self.sort.value if self.sort else "",
        }


CurrentWanted = Annotated[Wanted, Depends()]
