"""The pages of the campaign editor in their order; those of fields and of parent campaigns."""

from collections.abc import Mapping
from typing import Any, ClassVar

from services.registration.campaigns.editor.pages.basics import Basics
from services.registration.campaigns.editor.pages.forms import Forms
from services.registration.campaigns.editor.pages.layout import Layout
from services.registration.campaigns.editor.pages.rounds import Rounds
from services.registration.campaigns.editor.pages.section import EditorSection, Written, ticked
from services.registration.campaigns.editor.pages.units import Units
from services.registration.campaigns.records import NEWEST_FIRST
from services.registration.context import Context
from shared.contracts.campaigns import Campaign
from shared.language.vietnamese import proposed_code
from shared.web.form_input import FormInput, Row, at_rows, shown_rows

YEARS_APART = 1


class Fields(EditorSection):
    """The fields (lĩnh vực) in their order."""

    empty: ClassVar[Mapping[str, Row]] = {"fields": {"number": "", "name": "", "code": ""}}

    def shown(self, campaign: Campaign) -> FormInput:
        return FormInput(rows={"fields": shown_rows(campaign.fields)})

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """Numbers that were left empty count on; codes that were left empty are proposed from the name."""
        places, known = inputs.filled("fields"), {field.name: field.code for field in reversed(campaign.fields)}
        rows = []
        for order, place in enumerate(places, start=1):
            row = {name: text.strip() for name, text in inputs.rows_of("fields")[place].items()}
            code = row.get("code") or known.get(row.get("name", "")) or proposed_code(row.get("name", ""))
            rows.append({"number": row.get("number") or order, "name": row.get("name", ""), "code": code})
        return Written({"fields": rows}, lambda path: at_rows(path, {"fields": places}))


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


SECTIONS: Mapping[str, EditorSection] = {
    "thong-tin": Basics(),
    "linh-vuc": Fields(),
    "bieu-mau": Forms(),
    "cot-va-de-cuong": Layout(),
    "dot": Rounds(),
    "don-vi": Units(),
    "cap-tren": Parents(),
}
"""The editor's pages by the last part of their address, in their order."""
