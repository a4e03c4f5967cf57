"""The addresses of the suite that runs on this machine, as the local suite wrote them down for the command line.

The file is ``.local/environment`` in the folder from which the suite was started: one ``NAME=value`` a line, the
names those of the environment (``SANGKIEN_MONGO_URL``), ``#`` begins a comment line.
"""

from pathlib import Path

LOCAL_ENVIRONMENT = Path(".local") / "environment"


def load(folder: Path) -> dict[str, str]:
    """The names and values in the folder's file; empty when the suite was never started there.

    Raises OSError when the file is there and cannot be read.
    """
    path = folder / LOCAL_ENVIRONMENT
    if not path.is_file():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            found[name.strip()] = value.strip()
    return found
