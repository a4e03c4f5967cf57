"""How organisations are called on a day and today, and who stands above them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from services.reporting.stores import Library
from shared.contracts.organisations import Organisation

CHANGES = ("former_names", "successors")


async def names(library: Library, organisations: Collection[str], day: date) -> dict[str, str]:
    """Names on a day by id; an organisation that was not heard of yet goes by its id."""
    wanted = list(dict.fromkeys(organisations))
    known = await library.organisations.contents(wanted)
    return {ident: known[ident].name_on(day) if ident in known else ident for ident in wanted}


async def todays_names(library: Library, organisations: Collection[str]) -> dict[str, str]:
    """How organisations that were renamed or followed by others are called today, or those that followed them."""
    changed: dict[str, Any] = {"$or": [{f"public.{part}.0": {"$exists": True}} for part in CHANGES]}
    copies = await library.organisations.find({"_id": {"$in": sorted(set(organisations))}, **changed})
    heirs = {copy.id: await _heirs(library, copy.content) for copy in copies}
    return {ident: ", ".join(heir.name for heir in found) for ident, found in heirs.items() if found}


async def with_superiors(library: Library, organisations: Collection[str]) -> dict[str, Organisation]:
    """The organisations and everything above them on any day, as far as heard of."""
    known: dict[str, Organisation] = {}
    missing = set(organisations)
    asked: set[str] = set()
    while missing:
        asked |= missing
        found = await library.organisations.contents(missing)
        known |= found
        missing = {link.organisation for one in found.values() for link in one.parents} - asked
    return known


async def _heirs(library: Library, organisation: Organisation) -> list[Organisation]:
    """Who exists today in the place of an organisation: itself, or its successors at any remove."""
    found: dict[str, Organisation] = {}
    waiting, asked = [organisation], {organisation.id}
    while waiting:
        one = waiting.pop(0)
        successors = {successor.organisation for successor in one.successors} - asked
        asked |= successors
        waiting += (await library.organisations.contents(successors)).values()
        if not one.successors:
            found[one.id] = one
    return list(found.values())
