"""``python -m deploy.healthcheck [path]``: asks the service in this container, whose image has no other HTTP client."""

import os
import sys
from http.client import HTTPConnection, HTTPException

TIMEOUT_SECONDS = 3.0


def main() -> int:
    """0 when the service answers the path (``/livez`` unless another is given) with 200; says why when it does not."""
    path = sys.argv[1] if len(sys.argv) > 1 else "/livez"
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("SANGKIEN_PORT", "8000")), timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        said = answer.read(2_000).decode(errors="replace")
    except (OSError, HTTPException) as error:
        print(f"{path}: {type(error).__name__}: {error}")
        return 1
    finally:
        connection.close()
    print(f"{path}: {answer.status} {said}")
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
