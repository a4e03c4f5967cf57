"""What can keep one machine from running the suite, said in one sentence with its remedy."""

import platform


class StartupProblem(Exception):  # noqa: N818 - not a fault of the code
    """This machine cannot run what was asked; the message is one sentence with the remedy."""


def check_platform() -> None:
    """Raises StartupProblem where neither mongod's wheel nor the guard of the programs exists."""
    system, machine = platform.system(), platform.machine()
    if system != "Linux" or machine not in {"x86_64", "aarch64"}:
        raise StartupProblem(
            f"RabbitMQ and mongod run directly on Linux (x86-64, arm64) only, this is {system} on {machine}: "
            "use `docker compose up` instead."
        )
