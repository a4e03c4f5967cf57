"""What keeps the lines from being sent to a target, each fault with the address at which it can be mended."""

from services.registration.consolidation.pages.frame import ADDRESS
from services.registration.consolidation.records.overview import ConsolidationOverview, Target
from shared.language.catalogue import Catalogue
from shared.web.page import FormError

SHOWN = 80
"""Letters of a line by which a fault names it."""


def faults_of(seen: ConsolidationOverview, target: Target, catalogue: Catalogue) -> list[FormError]:
    """What is missing, each with the address at which it can be mended; many open lines are one thing to do."""
    base = f"{ADDRESS}/{seen.opened.record.id}"
    wording = {line.id: line.content for line in seen.opened.working.lines}
    field = {line.id: line.field for line in seen.opened.working.lines}
    faults, still_open = target.projection.faults, len(target.projection.open)
    found_here = []
    if still_open > 1:
        said = catalogue.say("crosswalk_open_lines", {"count": still_open, "number": target.campaign.number})
        found_here.append(FormError(f"{base}/doi-chieu/{target.campaign.id}", said))
        faults = tuple(fault for fault in faults if fault.code != "crosswalk_open")
    for fault in faults:
        _, _, rest = (fault.field or "").partition(".")
        line, _, column = rest.partition(".")
        said = catalogue.say(fault.code, fault.params)
        message = f"“{_shortened(wording[line])}”: {said}" if wording.get(line) else said
        if fault.code == "crosswalk_open":
            address = f"{base}/doi-chieu/{target.campaign.id}#linh-vuc-{line}"
        elif fault.code == "line_without_source":
            address = f"{base}?linh-vuc={field.get(line, '')}#dong-{line}"
        else:
            address = f"{base}/dong/{line}#{column.partition('.')[0]}"
        found_here.append(FormError(address, message))
    return found_here


def _shortened(text: str) -> str:
    """The beginning of a text, cut between two words."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rpartition(' ')[0]} …"
