"""What kinds of forms are given and give back: a form being filled in, views, places, how far a draft is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column
from shared.contracts.content import Content
from shared.contracts.forms import Form, Period, Section
from shared.contracts.items import Item
from shared.contracts.types import Contract
from shared.forms.draft import Draft
from shared.rules.quotas import Filler


@dataclass(frozen=True)
class Filling:
    """A form as an organisation fills it in: of which campaign, for which period, at which moment.

    `basis`: the items that it answers, none for a form that answers no other. `filler`: which organisation that is,
    asked for where the form has quotas.
    """

    campaign: Campaign
    form: Form
    period: Period
    now: datetime
    basis: tuple[Item, ...] = ()
    filler: Filler | None = None


@dataclass(frozen=True)
class Background:
    """What a reviewer's desk has heard beside what it was sent; nothing yet, where it is empty.

    `form` and `earlier_form`: as it was when the version, and the earlier one beside it, was delivered. `registered`:
    the items that a report speaks of as they were registered, by id. `names`: of organisations.
    """

    campaign: Campaign | None = None
    form: Form | None = None
    registered: Mapping[str, Item] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    earlier_form: Form | None = None

    def name(self, organisation: str) -> str:
        """How an organisation is called; its id where it was not heard of."""
        return self.names.get(organisation, organisation)


class Layout(Contract):
    """What a form begins with: a form without table has no columns, one without report no outline."""

    columns: tuple[Column, ...] = ()
    outline: tuple[Section, ...] = ()


class Progress(NamedTuple):
    """How far a draft is: how many of how many parts it answers (fields, items, cells)."""

    answered: int
    total: int


class View(NamedTuple):
    """What a page of the kind shows: the template's name and its values."""

    template: str
    values: Mapping[str, Any]


class Written(NamedTuple):
    """A draft after an edit, what the page then says was done, and where on it that was."""

    draft: Draft
    done: str
    anchor: str = ""


class Below(NamedTuple):
    """What somebody below said for a period that lies within, by name; `content` None: nothing is in force."""

    name: str
    content: Content | None


class Place(NamedTuple):
    """Where a fault of a draft is mended: the address below the editor's, and whose it is in words."""

    address: str
    about: str = ""


class Differences(Protocol):
    """What differs between two versions; false where nothing does."""

    def __bool__(self) -> bool: ...


class Counted(NamedTuple):
    """What is counted of an item beside the decision on it, by the names of the figures."""

    item: str
    figures: tuple[str, ...]
