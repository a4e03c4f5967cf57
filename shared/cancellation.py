"""Resting, and telling a real cancellation from one that a library made up."""

import asyncio
import contextlib


async def rest(seconds: float, awake: asyncio.Event) -> None:
    """Waits so long, or until somebody wakes the task."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await awake.wait()


def cancelled_by_us() -> bool:
    """Whether somebody cancelled the running task.

    The AMQP library also raises CancelledError when a heartbeat is lost, though nobody cancelled anything.
    """
    task = asyncio.current_task()
    return task is None or bool(task.cancelling())


def raise_if_cancelled() -> None:
    """Raises the cancellation of the running task that a library took for itself.

    `asyncio.wait_for` before Python 3.12 returns, instead of raising, when what it waits for ends in the same moment;
    the AMQP library uses it for every channel. A loop that does not ask would then run for ever.
    """
    if cancelled_by_us():
        raise asyncio.CancelledError
