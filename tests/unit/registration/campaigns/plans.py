"""The plans of the movement in the seed, for tests of what is begun from them."""

from pathlib import Path

import yaml

from shared.contracts.campaigns import CampaignDefinition

SEED = Path(__file__).parents[4] / "deploy" / "seed" / "campaigns.yaml"
SURVEY = "23-kh-ttyt-2022"


def seeded() -> dict[str, CampaignDefinition]:
    """By the issuer, as the documents of 2022 say it."""
    plans = yaml.safe_load(SEED.read_text(encoding="utf-8"))["campaigns"]
    return {plan["issuer"]: CampaignDefinition.read(plan) for plan in plans if plan["id"] != SURVEY}


def ids(plan: CampaignDefinition) -> set[str]:
    """Every organisation that a plan names."""
    return {plan.issuer, *plan.recipients, *plan.obliged}
