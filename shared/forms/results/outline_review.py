"""The narrative report (đề cương) before a reviewer, section by section, beside an earlier version if there is one."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.forms import Section
from shared.forms.pairs import Pair, paired
from shared.forms.results.differences import said_in
from shared.forms.results.model import Report
from shared.forms.results.outline_sheet import has_parts
from shared.forms.values import Background
from shared.language.differences import Pieces


@dataclass(frozen=True)
class SectionRows:
    """A section of the outline, its texts each with the name of the item that it speaks of.

    `heading`: it has sections of its own and no text.
    """

    section: Section
    heading: bool
    texts: tuple[tuple[str | None, Pair[Pieces]], ...]


def outline_rows(now: Report, before: Report | None, background: Background) -> list[SectionRows]:
    """The outline's sections in its order; a section that the campaign does not name comes last, by its number.

    None where no text was sent.
    """
    texts = paired(said_in(before) if before else None, said_in(now))
    outline = list(background.form.outline) if background.form else []
    known = {section.number for section in outline}
    strange = dict.fromkeys(number for number, _ in texts if number not in known)
    outline += [Section(number=number, title="-") for number in strange]
    names = {item.id: item.content for item in (*(before.items if before else ()), *now.items)}
    rows = [SectionRows(section, has_parts(section, outline), _texts(section, texts, names)) for section in outline]
    return rows if texts else []


def _texts(
    section: Section, texts: Mapping[tuple[str, str | None], Pair[str]], names: Mapping[str, str]
) -> tuple[tuple[str | None, Pair[Pieces]], ...]:
    return tuple(
        (names.get(item, item) if item else None, _pieces(pair))
        for (number, item), pair in texts.items()
        if number == section.number
    )


def _pieces(pair: Pair[str]) -> Pair[Pieces]:
    before, now = pair.sides(lambda text: {"": text})
    return pair.shown(before[""], now[""])
