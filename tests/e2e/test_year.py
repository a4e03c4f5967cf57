"""All of 2022 by a clock that is moved: every closing table against those derived from the documents by hand."""

import pytest

from deploy.demo.year.calendar import EXPECTED
from tests.e2e.conftest import Played


@pytest.mark.timeout(240)
async def test_the_year_2022(year_2022: Played) -> None:
    assert set(EXPECTED["tables"]) <= set(year_2022.lines), "a table was not shown"
    assert year_2022.lines[-1].startswith("Mọi bảng khớp với hồ sơ năm 2022")
    assert year_2022.faults == []
