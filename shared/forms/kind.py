"""What a kind of form is: what it says, when it is complete, how it looks on paper, what it counts, how it differs."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import ClassVar, final

from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.files import Attachment
from shared.contracts.forms import Form, Period
from shared.contracts.items import LeftOut
from shared.errors import DomainError, RefusalsError
from shared.forms.columns.summing import Numbers, SummedTable
from shared.forms.demands import QUOTAS, delivered_files, file_faults, quota_faults, quota_missed, titles
from shared.forms.draft import DEMANDED, Draft, Typed
from shared.forms.overall import FieldCount
from shared.forms.values import Background, Below, Counted, Differences, Filling, Layout, Place, Progress, View, Written
from shared.rules.quotas import Missed
from shared.sheets.model import Letterhead, Sheet


class Kind(ABC):
    """A kind of form. Its package has one of these, named KIND; it knows no database, broker or web framework.

    The figures of all organisations are shown, and led to their file, by ``<kind>/figures.html``. It is given `shown`
    (the summary), `columns` (the names of its figures), `table` (see `table`) and `links` (the addresses behind the
    table's figures), `added` (see `added_up`) and `numbers` (gives the address of the numbers behind a row and column),
    and draws with the macros of reporting's ``charts.html`` as `charts` and of ``_sheet.html`` as `paper`.
    """

    code: ClassVar[str]
    content: ClassVar[type[Content]]
    draft: ClassVar[type[Draft]]
    typed: ClassVar[type[Typed]]
    """A whole draft as a client sends it."""
    reports: ClassVar[bool] = True
    """Whether what is sent is called a báo cáo, and not a bản đăng ký."""
    gathers: ClassVar[bool] = False
    """Whether a draft can be made of what units below sent, and of an organisation's own shorter periods."""
    carries: ClassVar[bool] = False
    """Whether its items are consolidated and sent upward one by one."""
    answers: ClassVar[bool] = False
    """Whether it speaks of the items of another form, one that carries items."""
    figures: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What its items are counted in beside the decision on them, in the order shown: the name that people know a figure
    by (the sentence of ``figure_<name>``), and its name in `counted`."""
    takes_columns: ClassVar[bool] = False
    """Whether the columns that a plan adds to its own are filled in; else they are printed, and left blank."""
    takes_rows: ClassVar[bool] = False
    """Whether its table has rows that the plan names."""
    asks_fields: ClassVar[bool] = False
    """Whether each field of the plan asks for an answer, an item or an explicit nil."""
    listing: ClassVar[str] = "items"
    """The list behind its figures, ``items`` unless it says more of an item."""

    def blank(self) -> Draft:
        """A draft of which nothing is typed yet."""
        return self.draft(kind=self.code)

    @abstractmethod
    def layout(self, form: Form) -> Layout:
        """The official columns and outline."""

    @abstractmethod
    def faults(self, draft: Draft, filling: Filling) -> list[DomainError]:
        """What of its own keeps a draft from being sent, each naming its place."""

    @abstractmethod
    def said(self, draft: Draft, filling: Filling) -> Content:
        """What a draft without faults says; what forms of every kind demand aside."""

    def registers(self, draft: Draft, filling: Filling) -> int | None:
        """How many items a draft has, which the form's quotas are about; None: a form of this kind has no items."""
        return None

    def takes_files(self, place: str, draft: Draft, filling: Filling) -> bool:
        """Whether files are put to one of the kind's own places (`Draft.places`)."""
        return False

    def file_place(self, name: str) -> str:
        """The place of the files that were chosen in an input of the editor's first page, by the input's name."""
        return name

    @final
    def lacking(self, draft: Draft, filling: Filling) -> list[DomainError]:
        """Everything that keeps a draft from being sent: what the kind says, and what the form demands beside it."""
        count = self.registers(draft, filling)
        demanded = file_faults(filling.form, draft), quota_faults(filling.form, filling.filler, count)
        return [*self.faults(draft, filling), *chain(*demanded)]

    @final
    def advice(self, draft: Draft, filling: Filling) -> list[Missed]:
        """What the plan encourages and the draft does not do; it is sent all the same."""
        return quota_missed(filling.form, filling.filler, self.registers(draft, filling), demanded=False)

    @final
    def content_of(self, draft: Draft, filling: Filling) -> Content:
        """What is delivered. Raises RefusalsError ``submission_incomplete`` with every fault."""
        if faults := self.lacking(draft, filling):
            raise RefusalsError("submission_incomplete", faults)
        files = delivered_files(filling.form, draft)
        said = self.said(draft, filling)
        return said.model_copy(update={"demanded": files}) if files else said

    @final
    def mended_at(self, fault: DomainError, draft: Draft, filling: Filling) -> Place:
        """Where a fault of `lacking` is mended."""
        head, _, code = (fault.field or "").partition(".")
        if head == DEMANDED:
            return Place(f"#{DEMANDED}-{code}")
        return Place("") if head == QUOTAS else self.place(fault, draft, filling)

    @final
    def is_file_place(self, place: str, draft: Draft, filling: Filling) -> bool:
        """Whether files are put to a place of the draft, one of the kind's own or one of a file that is demanded."""
        head, _, code = place.partition(".")
        return code in titles(filling.form) if head == DEMANDED else self.takes_files(place, draft, filling)

    @abstractmethod
    def progress(self, draft: Draft | None, filling: Filling) -> Progress:
        """How far it is; None: nothing is begun."""

    @abstractmethod
    def editor(self, draft: Draft, filling: Filling) -> View:
        """The first page of the editor: the draft as a whole, each part with its state."""

    @abstractmethod
    def written(self, values: Mapping[str, str], draft: Draft, filling: Filling) -> Written:
        """The draft after what a browser sent from the editor's first page. Raises DomainError for what it refuses."""

    @abstractmethod
    def last_look(self, draft: Draft, filling: Filling) -> View:
        """What the check page shows beside the papers: `places` has by anchor the address where it is changed."""

    @abstractmethod
    def place(self, fault: DomainError, draft: Draft, filling: Filling) -> Place:
        """Where one of `faults` is mended."""

    @abstractmethod
    def composed(self, typed: Typed, before: Draft, fresh: Sequence[str]) -> Draft:
        """A whole draft as a client sends it, in the place of the one before; what is the service's own stays.

        `typed` is of the model `typed`; a row without an id goes by that of the `fresh` ones at its place.
        """

    @abstractmethod
    def refused(self, draft: Draft, before: Draft, filling: Filling) -> Iterator[DomainError]:
        """What a whole draft that a client sends may not say."""

    def own_ids(self, typed: Typed) -> Mapping[str, str]:
        """The ids that its rows are to have for good, each with the place that gives it."""
        return {}

    @abstractmethod
    def sheets(
        self, form: Form, campaign: Campaign, letterhead: Letterhead, content: Content, period: Period | None = None
    ) -> list[Sheet]:
        """The papers of what was delivered for a period."""

    @abstractmethod
    def draft_sheets(self, filling: Filling, letterhead: Letterhead, draft: Draft) -> list[Sheet]:
        """The papers as they would be now, gaps marked."""

    @abstractmethod
    def texts(self, content: Content) -> Iterator[str]:
        """What it is found by; nothing confidential."""

    @abstractmethod
    def differences(self, before: Content, after: Content, forms: tuple[Form, Form]) -> Differences:
        """What `after` says differently: what ``<kind>/differences.html`` shows. `forms`: as they were at either."""

    def gathered(self, draft: Draft, filling: Filling, below: Sequence[Below]) -> Draft:
        """The draft made of what was sent below, where the kind `gathers`."""
        return draft

    def numbers(self, content: Content) -> Numbers:
        """What is added up over organisations and periods."""
        return {}

    def added_up(self, form: Form, campaign: Campaign, now: Numbers, before: Numbers | None) -> SummedTable | None:
        """The table of what was added up, which ``<kind>/figures.html`` shows as `added`; None where nothing is.

        `before`: of the period before, where there is one.
        """
        return None

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

    def files(self, content: Content) -> Sequence[tuple[Attachment, str]]:
        """The files that were delivered with what is said, each with what it belongs to; the demanded ones aside."""
        demanded = {one.attachment.id for one in content.demanded}
        return [(file, "") for file in content.files if file.id not in demanded]

    def left_out(self, content: Content) -> tuple[LeftOut, ...]:
        """What of lower organisations it does not carry."""
        return ()

    def nil_fields(self, content: Content) -> frozenset[str]:
        """The fields that are answered with an explicit nil."""
        return frozenset()

    def named(self, form: Form) -> tuple[str, ...]:
        """The figures whose items its table names."""
        return ()

    def table(self, form: Form, campaign: Campaign, fields: Sequence[FieldCount]) -> Sheet | None:
        """The official table with the figures of all organisations; None where the form has none."""
        return None
