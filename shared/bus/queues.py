"""The names of a consumer's queues."""


def dead_queue(queue: str) -> str:
    """Where messages are parked that its handler could not finish."""
    return f"{queue}.dead"


def retry_queue(queue: str, seconds: int) -> str:
    """Where a failed message waits this long."""
    return f"{queue}.retry.{seconds}"
