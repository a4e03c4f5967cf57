"""What reviewing organisations tell of their cases, taken over into the submissions and passed on downward."""

from services.registration.stores import Stores
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.telling import events_of
from services.registration.submissions.settlement.model import upward
from services.registration.submissions.settlement.model.settlement import entry_for, with_case
from services.registration.submissions.settlement.model.upward import CarrierNews
from shared.contracts.cases import Case
from shared.contracts.events import Event
from shared.record.record import Change


async def apply_case(stores: Stores, case: Case, event: Event) -> None:
    """The submission with the case's state. A second delivery of the event finds nothing left to change."""

    def decide(record: SubmissionRecord) -> SubmissionChange | None:
        after = with_case(record.public, case, event.sequence, event.headhash)
        if after is None:
            return None
        events = events_of(after, "submission.settled", (case.organisation,))
        return Change(after, record.private, entry_for(record.public, after, case), events)

    record = await stores.submissions.update(case.submission, decide, cause=f"event:{event.id}")
    await _flow_down(stores, record)
    await stores.open_again(record.public)


async def _flow_down(stores: Stores, carrier: SubmissionRecord) -> None:
    """Tells the submissions behind a carrier, and those behind them, what became of their items.

    It is done again in full whenever an event comes again, and until the carrier has not changed meanwhile: whoever
    writes last writes the newest state, and a process killed half way leaves the event to be handled once more.
    """
    while True:
        sequence = carrier.sequence
        news = upward.news_of(carrier.public, sequence)
        if not news:
            return
        for record in await stores.submissions.find({"_id": {"$in": sorted(news)}}):
            await _flow_down(stores, await _tell(stores, record, news[record.id]))
        carrier = await stores.submissions.load(carrier.id)
        if carrier.sequence == sequence:
            return


async def _tell(stores: Stores, record: SubmissionRecord, news: CarrierNews) -> SubmissionRecord:
    """A step for each status and recipient, so that the history names each."""
    for mark in upward.steps(record.public, news):

        def decide(current: SubmissionRecord, mark: str = mark) -> SubmissionChange | None:
            taken = upward.take(current.public, news, mark)
            if taken is None:
                return None
            after, entry = taken
            return Change(after, current.private, entry, events_of(after, "submission.settled", ()))

        cause = f"upward:{news.via}/{news.sequence}/{mark}"
        record = await stores.submissions.update(record.id, decide, cause=cause)
    return record
