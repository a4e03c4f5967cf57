"""The form of one item of a report as a browser holds it: everything stays as typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from services.registration.reports.model.entries import ItemEntry
from services.registration.submissions.model.draft import mark
from services.registration.submissions.pages.frame import RowForm
from shared.forms.results.check import TEXTS
from shared.forms.results.places import INPUTS
from shared.web.form_input import FormInput, Row

SPARE_ROWS = 2
NO_FIGURE = {"name": "", "value": "", "unit": ""}


@dataclass(frozen=True)
class EntryForm(RowForm):
    """One item's inputs; `texts` are its words in the outline."""

    outcome: str
    values: Mapping[str, str]
    figures: tuple[Row, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, item: str, entry: ItemEntry, page: str = "") -> Self:
        result = entry.result
        values = {name: getattr(result, name) for name in TEXTS} | {"name": entry.name, "note": entry.note}
        outcome = result.outcome.value if result.outcome else ""
        return cls(item, mark(entry), page, outcome, values, tuple(map(dict, result.figures)), entry.texts)

    @classmethod
    def from_inputs(cls, item: str, inputs: FormInput, sections: int) -> Self:
        """What is missing is empty; rows of figures without anything are left out."""
        figures = [{name: row.get(name, "") for name in NO_FIGURE} for row in inputs.kept("figures")]
        seen, page, outcome = (inputs.value(name) for name in ("seen", "page", "outcome"))
        values = {name: inputs.value(name) for name in INPUTS}
        texts = tuple(inputs.value(f"text-{place}") for place in range(sections))
        return cls(item, seen, page, outcome, values, tuple(figures), texts)

    @property
    def rows(self) -> list[Row]:
        """The rows of figures with some spare ones."""
        return [*self.figures, *(NO_FIGURE for _ in range(SPARE_ROWS))]

    def entry(self) -> ItemEntry:
        """What is to be saved. Raises pydantic.ValidationError, naming the input."""
        result = {"item": self.item, "outcome": self.outcome or None, "figures": self.figures}
        result |= {name: self.values[name] for name in TEXTS}
        said = {"name": self.values["name"], "note": self.values["note"], "result": result, "texts": self.texts}
        return ItemEntry.model_validate(said)

    def worded(self, place: int, text: str) -> Self:
        """With words to start from in a section that has none yet."""
        texts = [text if n == place and not own else own for n, own in enumerate(self.texts)]
        return replace(self, texts=tuple(texts))

    def as_texts(self) -> dict[str, str]:
        """Everything as plain texts, to be laid beside somebody else's."""
        figures = "\n".join(" ".join(filter(None, row.values())) for row in self.figures)
        texts = {f"text-{place}": text for place, text in enumerate(self.texts)}
        return {"outcome": self.outcome, **self.values, "figures": figures, **texts}
