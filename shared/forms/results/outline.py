"""The narrative report (đề cương): its sections, and the words for an item where nobody wrote any."""

from shared.contracts.forms import Form, Section
from shared.contracts.items import Item
from shared.forms.results.check import whole_figures
from shared.forms.results.model import DraftResult, ReportDraft, ResultOutcome
from shared.forms.results.outline_sheet import has_parts
from shared.forms.results.wording import figure_text
from shared.sheets.wording import parts_text

PASSAGE_LENGTH = 10_000


def item_sections(form: Form) -> tuple[Section, ...]:
    """The sections with an entry an item: the first sums the items up, the others tell of their results."""
    return tuple(section for section in form.outline if section.per_item)


def text_sections(form: Form) -> tuple[Section, ...]:
    """The sections that are written as a whole."""
    return tuple(text_places(form).values())


def text_places(form: Form) -> dict[int, Section]:
    """The same by their places in the outline. One with sections of its own (V with V.1) is a mere heading."""
    places = enumerate(form.outline, start=1)
    return {place: part for place, part in places if not part.per_item and not has_parts(part, form.outline)}


def passage(draft: ReportDraft, section: str, item: str | None = None) -> str:
    """What a person wrote; empty for nothing."""
    return next((p.text for p in draft.passages if p.section == section and p.item == item), "")


def item_passage(draft: ReportDraft, form: Form, section: Section, item: Item, typed: DraftResult | None) -> str:
    """What a section says of an item: a person's words, else those made of the registration and the result."""
    return passage(draft, section.number, item.id) or composed(form, section, item, typed)


def composed(form: Form, section: Section, item: Item, typed: DraftResult | None) -> str:
    """III is made of the registration's content and parts, IV of the result, its figures and its evidence."""
    sections = item_sections(form)
    summary = "\n".join(filter(None, (item.content, parts_text(item.parts))))
    if section != sections[0]:
        return results_text(typed)
    return "\n".join(filter(None, (summary, results_text(typed)))) if len(sections) == 1 else summary


def results_text(typed: DraftResult | None) -> str:
    """The document's own words for a result; empty while there is none."""
    if typed is None or typed.outcome is None:
        return ""
    figures = whole_figures(typed)
    said = {
        ResultOutcome.DONE: (("Hoàn thành: ", typed.done_on), ("", typed.result)),
        ResultOutcome.NOT_DONE: (
            ("Chưa hoàn thành. Lý do: ", typed.reason),
            ("Thời hạn hoàn thành mới: ", typed.new_expected),
            ("Kết quả dự kiến: ", typed.forecast),
        ),
        ResultOutcome.GIVEN_UP: (("Không tiếp tục thực hiện. Lý do: ", typed.reason),),
    }[typed.outcome]
    shared = (("Số liệu: ", "; ".join(map(figure_text, figures))), ("Dẫn chứng: ", typed.evidence))
    return "\n".join(f"{head}{text}" for head, text in (*said, *shared) if text)
