"""What must hold of a form's quotas: how many items organisations are to register."""

from collections.abc import Collection, Iterator, Sequence

from shared.contracts.forms import Quota
from shared.errors import DomainError


def quota_faults(quotas: Sequence[Quota], obliged: Collection[str], kinds: Collection[str]) -> Iterator[DomainError]:
    """Everything that does not hold, each with its field: ``quota_empty``, ``quota_backward``, ``quota_kind_unknown``
    and ``quota_exception_not_obliged``. `kinds`: those of the organisations that there are."""
    for number, quota in enumerate(quotas):
        head, least, most = f"quotas.{number}", quota.at_least, quota.at_most
        if least is None and most is None:
            yield DomainError("quota_empty", field=f"{head}.at_least")
        elif least is not None and most is not None and least > most:
            yield DomainError("quota_backward", field=f"{head}.at_most", at_least=least, at_most=most)
        for place, kind in enumerate(quota.kinds):
            if kind not in kinds:
                yield DomainError("quota_kind_unknown", field=f"{head}.kinds.{place}", value=kind)
        for place, unit in enumerate(quota.exceptions):
            if unit not in obliged:
                yield DomainError("quota_exception_not_obliged", field=f"{head}.exceptions.{place}", organisation=unit)
