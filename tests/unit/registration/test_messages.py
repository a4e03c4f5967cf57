"""Whatever registration refuses or shows has a Vietnamese sentence: a person never meets a bare code."""

import re
from collections.abc import Iterator

import pytest

from services.registration.campaigns.model.deadlines import ANNOUNCED_AFTER_PARENT_DUE, DUE_AFTER_PARENT
from services.registration.consolidation.model.sources import Change
from shared.contracts.campaigns import CampaignStatus
from shared.contracts.submissions import Outcome, RecipientStatus, SubmissionStatus
from shared.forms.registry import homes, kinds
from shared.language.catalogue import Catalogue
from tests import ROOT

SERVICE = ROOT / "services" / "registration"
PLACES = (SERVICE, ROOT / "shared" / "forms", ROOT / "shared" / "rules")
CATALOGUE = Catalogue(*homes().values(), SERVICE)
REFUSAL = re.compile(r'(?:DomainError|PeriodError|RefusalsError|conflict|forbidden|refuse|_twice)\(\s*"([a-z_]+)"')
SAID = re.compile(r'say\("([a-z_]+)"[,)]')
ACTIONS = ("started", "submitted", "withdrawn", "received", "viewed", "approved", "returned", "rejected", "heard")
DONE = ("nil", "gone", "item_saved", "item_removed", "item_gone", "withdrawn", "announced")
CONSOLIDATED = ("taken", "merged", "split", "refreshed", "left_out", "restored", "line_saved", "settled", "sent")
EDITS = ("draft", "delivered", "returned", "withdrawn")
LISTS = ("fields", "forms", "recipients", "obliged")


def written(files: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The codes in what registration says, and the kinds of forms for it."""
    for place in PLACES:
        for file in place.rglob(files):
            yield from pattern.findall(file.read_text(encoding="utf-8"))


CODES = sorted(
    {
        *written("*.py", REFUSAL),
        *written("*.html", SAID),
        *(f"campaign_status_{status}" for status in CampaignStatus),
        *(f"{name}_{kind}" for kind in kinds() for name in ("kind", "about", "progress")),
        *(f"submission_status_{status}" for status in SubmissionStatus),
        *(f"standing_{status}" for status in (*RecipientStatus, "none")),
        *(f"outcome_{outcome}" for outcome in Outcome),
        *(f"action_{action}" for action in ACTIONS),
        *(f"done_{done}" for done in DONE),
        *(f"edit_{edit}" for edit in EDITS),
        *(f"source_change_{change}" for change in Change),
        *(f"done_{done}" for done in CONSOLIDATED),
        *("consolidation_exists", "consolidation_not_found", "target_not_found", "draft_consolidated"),
        "consolidation_changed_since",
        *(f"campaign_no_{name}" for name in LISTS),
        *("submission_exists", "campaign_exists", "account_exists", "submission_not_found", "campaign_not_found"),
        *("version_not_found", "field_not_found"),
        *("record_changed", "too_long", DUE_AFTER_PARENT, ANNOUNCED_AFTER_PARENT_DUE),
    }
)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_sentence(code: str) -> None:
    assert code in CATALOGUE
    assert CATALOGUE.say(code).strip()
