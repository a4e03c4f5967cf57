"""What a kind of form is: what it says, when it is complete, how it looks on paper, what it counts, how it differs."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, NamedTuple, Protocol

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column
from shared.contracts.content import Content
from shared.contracts.forms import Form, Period, Section
from shared.contracts.items import Item
from shared.contracts.types import Contract
from shared.errors import DomainError, RefusalsError
from shared.forms.draft import Draft
from shared.sheets.model import Letterhead, Sheet


@dataclass(frozen=True)
class Filling:
    """A form as an organisation fills it in: of which campaign, for which period, at which moment.

    `basis`: the items that it answers, none for a form that answers no other.
    """

    campaign: Campaign
    form: Form
    period: Period
    now: datetime
    basis: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Background:
    """What a reviewer's desk has heard beside what it was sent; nothing yet, where it is empty.

    `registered`: the items that a report speaks of as they were registered, by id. `names`: of organisations.
    """

    campaign: Campaign | None = None
    form: Form | None = None
    registered: Mapping[str, Item] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

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


class Differences(Protocol):
    """What differs between two versions; false where nothing does."""

    def __bool__(self) -> bool: ...


class Counted(NamedTuple):
    """What is counted of an item beside the decision on it, by the names of the figures."""

    item: str
    figures: tuple[str, ...]


class Kind(ABC):
    """A kind of form. Its package has one of these, named KIND; it knows no database, broker or web framework."""

    code: ClassVar[str]
    content: ClassVar[type[Content]]
    draft: ClassVar[type[Draft]]

    @abstractmethod
    def layout(self, form: Form) -> Layout:
        """The official columns and outline."""

    @abstractmethod
    def faults(self, draft: Draft, filling: Filling) -> list[DomainError]:
        """Everything that keeps a draft from being sent, each naming its place."""

    @abstractmethod
    def said(self, draft: Draft, filling: Filling) -> Content:
        """What a draft without faults says."""

    def content_of(self, draft: Draft, filling: Filling) -> Content:
        """What is delivered. Raises RefusalsError ``submission_incomplete`` with every fault."""
        if faults := self.faults(draft, filling):
            raise RefusalsError("submission_incomplete", faults)
        return self.said(draft, filling)

    @abstractmethod
    def progress(self, draft: Draft | None, filling: Filling) -> Progress:
        """How far it is; None: nothing is begun."""

    @abstractmethod
    def sheets(self, form: Form, campaign: Campaign, letterhead: Letterhead, content: Content) -> list[Sheet]:
        """The papers of what was delivered."""

    @abstractmethod
    def draft_sheets(self, filling: Filling, letterhead: Letterhead, draft: Draft) -> list[Sheet]:
        """The papers as they would be now, gaps marked."""

    @abstractmethod
    def texts(self, content: Content) -> Iterator[str]:
        """What it is found by; nothing confidential."""

    @abstractmethod
    def differences(self, before: Content, after: Content) -> Differences:
        """What `after` says differently: what ``<kind>/differences.html`` shows."""

    @abstractmethod
    def review(self, now: Content, before: Content | None, background: Background) -> object:
        """What a reviewer is shown of a version, beside an earlier one where there is one.

        It is the `view` that the macros of ``<kind>/case.html`` show: ``heading(version)`` above it,
        ``summary(view)`` in a few words, ``content(view, version, earlier)`` with the numbers of both versions (0: no
        earlier one), which calls back with the id of each item of the newer version to show what is said of it, and
        ``mark(view, item)`` beside an item's name where it is decided on.
        """

    def organisations(self, content: Content) -> Iterator[str]:
        """Whose names a reviewer is shown with it, by id: those whose items stand behind its own."""
        return (source.organisation for item in content.items for source in item.sources)

    def counted(self, content: Content) -> Sequence[Counted]:
        """What is counted of its items."""
        return ()

    def nil_fields(self, content: Content) -> frozenset[str]:
        """The fields that are answered with an explicit nil."""
        return frozenset()
