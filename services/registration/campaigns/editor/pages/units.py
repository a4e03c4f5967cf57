"""The editor's pages of who takes part: the units that must answer, and the campaigns above that this one feeds."""

from typing import Any

from services.registration.campaigns.editor.pages.section import EditorSection, Written, ticked
from services.registration.campaigns.records import NEWEST_FIRST
from services.registration.context import Context
from services.registration.organisations.model.tree import Group, groups
from services.registration.organisations.records import existing, is_long, some_existing
from shared.contracts.campaigns import Campaign
from shared.contracts.organisations import Organisation
from shared.web.form_input import FormInput
from shared.web.readings import version_of

UNITS_A_PAGE = 100
YEARS_APART = 1


class Units(EditorSection):
    """Who must answer, and in which words the plan says it."""

    def shown(self, campaign: Campaign) -> FormInput:
        boxes = {f"unit.{organisation}": "on" for organisation in campaign.obliged}
        return FormInput({**boxes, "obliged_wording": campaign.obliged_wording})

    def acted(self, inputs: FormInput, campaign: Campaign, verb: str, argument: str) -> FormInput:
        """``tick`` and ``clear`` take the ids of organisations, joined by commas."""
        mark = {"tick": "on", "clear": ""}.get(verb)
        return inputs if mark is None else inputs.given(**{f"unit.{ident}": mark for ident in argument.split(",")})

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        chosen = ticked(inputs, "unit")
        before, kept_here = set(campaign.obliged), set(chosen)
        shown = {ident for ident in inputs.value("shown").split(",") if ident}  # of a long list only a part is shown
        kept = [unit for unit in campaign.obliged if unit in kept_here or (shown and unit not in shown)]
        added = [unit for unit in chosen if unit not in before]
        values = {"obliged": [*kept, *added], "obliged_wording": inputs.value("obliged_wording")}
        return Written(values, _anchor)

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """Everybody who may be obliged; a part of them where they are very many."""
        stores, today, page = context.stores, context.today, page_of(inputs)
        if await is_long(stores):
            found, total = await some_existing(stores, today, skip=(page - 1) * UNITS_A_PAGE, limit=UNITS_A_PAGE)
            members = [Group(None, tuple(found.values()))]
            part = {"paged": True, "page": page, "size": UNITS_A_PAGE, "total": total}
            return {"groups": members, "kinds": _kinds(found), "organisations": found, **part}
        found = await existing(stores, today, {campaign.issuer, *campaign.recipients, *campaign.obliged})
        return {"groups": groups(found, today), "kinds": _kinds(found), "organisations": found, "paged": False}


class Parents(EditorSection):
    """The campaigns of the bodies above that this one feeds."""

    def shown(self, campaign: Campaign) -> FormInput:
        return FormInput({f"parent.{parent}": "on" for parent in campaign.parents})

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        return Written({"parents": ticked(inputs, "parent")}, lambda _: "parents")

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        span = {"$gte": campaign.year - YEARS_APART, "$lte": campaign.year + YEARS_APART}
        query = {"$or": [{"public.year": span}, {"_id": {"$in": list(campaign.parents)}}]}
        near = await context.stores.campaigns.find(query, sort=NEWEST_FIRST)
        others = [other.public for other in near if other.id != campaign.id]
        return {"others": others, "names": await context.stores.names_of({other.issuer for other in others})}


def _anchor(path: str) -> str:
    """Also whoever is an exception from a quota and no longer obliged is told beside the units."""
    return "obliged" if path.startswith("obliged.") or ".exceptions." in path else path


def page_of(inputs: FormInput) -> int:
    """Which part of a long list the form shows."""
    return max(version_of(inputs.value("page")) or 1, 1)


def _kinds(organisations: dict[str, Organisation]) -> dict[str, list[str]]:
    """The ids of each kind's organisations."""
    found: dict[str, list[str]] = {}
    for organisation in organisations.values():
        found.setdefault(organisation.kind, []).append(organisation.id)
    return found
