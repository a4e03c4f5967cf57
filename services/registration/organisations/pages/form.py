"""What a person makes of an organisation in its form."""

from shared.contracts.organisations import OrganisationDefinition
from shared.language.codes import proposed_code
from shared.web.form_input import FormInput
from shared.web.readings import days

EMPTY_ROWS = {"parents": {"organisation": "", "since": "", "until": ""}}
PARENTS = ("parents", "organisation")
"""The rows that count: those with an organisation."""


def definition_of(inputs: FormInput, ident: str) -> OrganisationDefinition:
    """What was typed; parents count without the empty rows. Raises DomainError with the faults of all dates."""
    rows = inputs.kept(*PARENTS)
    bounds = {f"parents.{n}.{name}": row.get(name, "") for n, row in enumerate(rows) for name in ("since", "until")}
    found = days(
        bounds | {name: inputs.value(name) for name in ("established", "dissolved")},
        needed=[f"parents.{n}.since" for n in range(len(rows))],
    )
    return OrganisationDefinition.model_validate(
        {
            "id": ident,
            "name": inputs.value("name"),
            "short_name": inputs.value("short_name") or inputs.value("name"),
            "kind": proposed_code(inputs.value("kind")),
            "reviewing_office": inputs.value("reviewing_office").strip() or None,
            "established": found["established"],
            "dissolved": found["dissolved"],
            "mailboxes": {name: inputs.value(f"mailboxes.{name}").strip() or None for name in ("submission", "review")},
            "parents": [
                {"organisation": row["organisation"]}
                | {name: found[f"parents.{n}.{name}"] for name in ("since", "until")}
                for n, row in enumerate(rows)
            ],
        }
    )
