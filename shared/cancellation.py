"""Telling a real cancellation from one that a library made up."""

import asyncio


def cancelled_by_us() -> bool:
    """Whether somebody cancelled the running task.

    The AMQP library also raises CancelledError when a heartbeat is lost, though nobody cancelled anything.
    """
    task = asyncio.current_task()
    return task is None or bool(task.cancelling())
