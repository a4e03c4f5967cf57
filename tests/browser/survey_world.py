"""The survey of the sample data announced once more for one test, and what units send for it through the API."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx2

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Json, Person, Suite
from deploy.demo.stage import API, CENTRE, copy_of, seed

SURVEY = "23-kh-ttyt-2022"
ROWS = ("services", "quality", "attitude")
ANSWERS = ("satisfied", "neutral", "unsatisfied")
Counts = Sequence[int]
"""How many answered each of the three questions with each of the three answers, row by row."""


@dataclass(frozen=True)
class Survey:
    """A campaign of one test, on the suite at `url`."""

    id: str
    number: str
    url: str

    def submission(self, unit: str, period: str, form: str = "weekly") -> str:
        return f"{self.id}.{form}.{period}.{unit}"

    def editor(self, unit: str, period: str, form: str = "weekly") -> str:
        return f"/dang-ky/{self.submission(unit, period, form)}/soan"

    def case(self, unit: str, period: str) -> str:
        return f"/tham-dinh/{CENTRE}/{CENTRE}.{self.submission(unit, period)}"

    def figures(self, period: str, form: str = "weekly") -> str:
        return f"/bao-cao/{self.id}?recipient={CENTRE}&form={form}&period={period}"

    async def begin(self, unit: str, period: str, form: str = "weekly") -> None:
        async with httpx2.AsyncClient(base_url=self.url, timeout=30) as client:
            await self._begun(await Suite(client).person(unit, PRACTICE_PASSWORD), unit, period, form)

    async def deliver(self, unit: str, period: str, *counts: Counts) -> None:
        """Sends a week, and waits until the desk has it."""
        async with httpx2.AsyncClient(base_url=self.url, timeout=30) as client:
            clerk = await Suite(client).person(unit, PRACTICE_PASSWORD)
            path = await self._begun(clerk, unit, period, "weekly")
            await clerk.put(f"{path}/draft", {"table": table(*counts)})
            await clerk.post(f"{path}/submit")
        await self.arrived(unit, period)

    async def arrived(self, unit: str, period: str, version: int = 1) -> None:
        """Waits until the desk has a version."""
        async with httpx2.AsyncClient(base_url=self.url, timeout=30) as client:
            reviewer = await Suite(client).person("tchc", PRACTICE_PASSWORD)
            await reviewer.wait(
                f"/api/review/{CENTRE}/cases/{CENTRE}.{self.submission(unit, period)}",
                lambda seen: seen["_status"] == 200 and seen["case"]["rounds"][-1]["version"] == version,
                f"version {version} of {unit}'s {period}",
                allow=(404,),
            )

    async def heard(self, unit: str, period: str, status: str) -> None:
        """Waits until the unit knows the decision."""
        async with httpx2.AsyncClient(base_url=self.url, timeout=30) as client:
            clerk = await Suite(client).person(unit, PRACTICE_PASSWORD)
            await clerk.wait(
                f"{API}/submissions/{self.submission(unit, period)}",
                lambda seen: [place["status"] for place in seen["submission"]["recipients"]] == [status],
                f"{unit} to hear {status}",
            )

    async def _begun(self, clerk: Person, unit: str, period: str, form: str) -> str:
        body = {"campaign": self.id, "form": form, "period": period, "organisation": unit}
        await clerk.post(f"{API}/submissions", body, allow=(409,))
        return f"{API}/submissions/{self.submission(unit, period, form)}"


def table(*counts: Counts) -> list[Json]:
    """A draft's rows with these counts."""
    return [
        {"row": row, "answers": [{"column": a, "text": str(n)} for a, n in zip(ANSWERS, numbers, strict=True)]}
        for row, numbers in zip(ROWS, counts, strict=True)
    ]


def period(code: str, due: str) -> Json:
    """One that is open since the announcement; `due`: the last day, as in ``2022-05-16``."""
    day = "/".join(reversed(due.split("-")))
    return {
        "code": code,
        "due": {"date": due, "inclusive": True, "wording": f"hết ngày {day}"},
    }


async def announced(url: str, obliged: Sequence[str], dues: Mapping[str, Mapping[str, str]]) -> Survey:
    """The survey of these units for these periods, each with the day it is due, by form."""
    run = uuid.uuid4().hex[:6]
    definition = next(plan for plan in seed("campaigns")["campaigns"] if plan["id"] == SURVEY)
    body = copy_of(definition, f"khao-sat-{run}", run) | {"number": f"{run}/KH-TTYT", "obliged": list(obliged)}
    body["forms"] = [
        {**form, "periods": [period(code, due) for code, due in dues[form["code"]].items()]}
        for form in body["forms"]
        if form["code"] in dues
    ]
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        administrator = await Suite(client).person("quan-tri", PRACTICE_PASSWORD)
        await administrator.post(f"{API}/campaigns", body)
        await administrator.post(f"{API}/campaigns/{body['id']}/announce")
    return Survey(body["id"], body["number"], url)
