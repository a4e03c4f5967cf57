"""Where a case's items come from: the name each was registered under, and the units whose items stand behind it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.review.cases.model.delivered import DeliveredCase, DeliveredRound
from shared.contracts.cases import Case
from shared.contracts.content import Content
from shared.contracts.forms import FormKind
from shared.contracts.items import Item


@dataclass(frozen=True)
class Origins:
    """What a desk has heard of them: registered items by id, names of organisations."""

    registered: Mapping[str, Item]
    names: Mapping[str, str]

    def name(self, organisation: str) -> str:
        return self.names.get(organisation, organisation)


def is_report(case: Case) -> bool:
    return case.form is not FormKind.REGISTRATION


def units_behind(rounds: Iterable[DeliveredRound]) -> list[str]:
    """The organisations whose items were consolidated or left out."""
    contents = [round_.content for round_ in rounds]
    sources = [source for content in contents for item in content.items for source in item.sources]
    sources += [left.source for content in contents for left in content.left_out]
    return sorted({source.organisation for source in sources})


def registered_names(case: DeliveredCase, origins: Origins) -> dict[str, str]:
    """The name that each item of a report was registered under, as far as this desk has heard."""
    items = case.current.content.items if is_report(case) else ()
    return {item.id: origins.registered[item.id].content for item in items if item.id in origins.registered}


def left_out(content: Content, origins: Origins) -> Counter[tuple[str, str]]:
    """How many approved items a consolidated Mẫu 1 does not send, by the name of their unit and the reason."""
    return Counter((origins.name(left.source.organisation), left.reason) for left in content.left_out)
