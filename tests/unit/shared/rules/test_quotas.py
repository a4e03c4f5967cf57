"""How many items an organisation is to register: for whom a quota holds, and how far it is missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.forms import Quota
from shared.language.catalogue import Catalogue
from shared.rules.quotas import Filler, holding, missed, wording_of

STATION, FACULTY = Filler("tyt-phuong-13", "station"), Filler("khoa-1", "faculty")
COUNTS = st.integers(0, 40)
BOUNDS = st.none() | COUNTS


@st.composite
def quotas(draw: st.DrawFn) -> Quota:
    """One as an administrator may write it: its bounds in order."""
    least, most = draw(BOUNDS), draw(BOUNDS)
    if least is not None and most is not None:
        least, most = sorted((least, most))
    kinds = draw(st.lists(st.sampled_from(("station", "faculty", "centre")), unique=True, max_size=2))
    exceptions = draw(st.lists(st.sampled_from(("khoa-1", "tyt-phuong-13")), unique=True))
    return Quota(
        kinds=tuple(kinds), exceptions=tuple(exceptions), at_least=least, at_most=most, demanded=draw(st.booleans())
    )


def test_a_quota_holds_for_its_kinds_but_for_the_exceptions() -> None:
    stations, everybody = Quota(kinds=("station",), at_least=1), Quota(at_most=3, exceptions=("khoa-1",))
    assert list(holding([stations, everybody], STATION)) == [stations, everybody]
    assert list(holding([stations, everybody], FACULTY)) == []
    assert list(holding([stations, everybody], Filler("khoa-2", "faculty"))) == [everybody]


@pytest.mark.parametrize(
    ("count", "found"),
    [
        (0, [("quota_demanded_few", 1)]),
        (1, []),
        (3, []),
        (4, [("quota_encouraged_many", 1)]),
        (5, [("quota_encouraged_many", 2)]),
    ],
)
def test_what_is_missed_says_by_how_many(count: int, found: list[tuple[str, int]]) -> None:
    demanded, encouraged = Quota(at_least=1, demanded=True), Quota(at_most=3)
    told = missed([demanded, encouraged], STATION, count)
    assert [(one.code, one.params["off"]) for one in told] == found
    assert all(one.params["count"] == count for one in told)


@pytest.mark.parametrize(
    ("quota", "wording"),
    [
        (Quota(at_least=1, wording="ít nhất 01 mô hình"), "ít nhất 01 mô hình"),
        (Quota(at_least=1), "ít nhất 01"),
        (Quota(at_most=3), "tối đa 3"),
        (Quota(at_least=1, at_most=12), "ít nhất 01, tối đa 12"),
    ],
)
def test_a_quota_is_told_in_the_plans_words(quota: Quota, wording: str) -> None:
    assert wording_of(quota) == wording
    said = Catalogue().say("quota_demanded_few", {"wording": wording_of(quota), "count": 0, "off": 1})
    assert f"“{wording}”" in said


@given(st.lists(quotas(), max_size=4), st.sampled_from((STATION, FACULTY)), COUNTS)
def test_with_as_many_more_or_fewer_as_are_told_a_quota_is_kept(found: list[Quota], filler: Filler, count: int) -> None:
    for one in missed(found, filler, count):
        assert one.quota in holding(found, filler)
        assert missed([one.quota], filler, count - one.off) == []
        nearer = count - one.off + (1 if one.off > 0 else -1)
        assert missed([one.quota], filler, nearer), "one fewer would not have been enough"


@given(st.lists(quotas(), max_size=4), st.sampled_from((STATION, FACULTY)), COUNTS)
def test_what_is_not_told_is_kept(found: list[Quota], filler: Filler, count: int) -> None:
    told = [one.quota for one in missed(found, filler, count)]
    for quota in holding(found, filler):
        low, high = quota.at_least or 0, count if quota.at_most is None else quota.at_most
        assert (quota in told) != (low <= count <= high)


@pytest.mark.parametrize("degree", ["demanded", "encouraged"])
@pytest.mark.parametrize("way", ["few", "many"])
def test_every_code_has_its_sentence(degree: str, way: str) -> None:
    words = Catalogue().say(f"quota_{degree}_{way}", {"wording": "tối đa 3", "count": 5, "off": 2})
    assert "“tối đa 3”" in words
    assert ("khuyến khích" in words) == (degree == "encouraged")
