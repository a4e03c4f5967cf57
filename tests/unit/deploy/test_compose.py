"""``docker-compose.yml`` fits the Compose schema, holds together, keeps no secret, and its gateway knows every path."""

import re
import socket
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from threading import Thread
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from deploy import healthcheck
from deploy.routes import ROUTES, service_of
from shared.settings import Settings, load
from tests import ROOT

COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
REVIEWS: dict[str, list[str]] = {
    name: service["environment"]["REVIEW_ORGANISATIONS"].split(",")
    for name, service in OURS.items()
    if service["command"][-1] == "services.review"
}
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


def interpolated(text: str, values: dict[str, str]) -> str:
    """As Compose does it: a value, or the default behind ``:-``; without both it refuses."""

    def value(found: re.Match[str]) -> str:
        default = found["rest"] if found["kind"] == "-" else None
        chosen = values.get(found["name"]) or default
        assert chosen is not None, f"{found['name']} is not set"
        return chosen

    return VARIABLE.sub(value, text)


def environment() -> list[tuple[str, str, Any]]:
    """Every variable of every service: service, name, value."""
    return [(name, *pair) for name, service in SERVICES.items() for pair in service.get("environment", {}).items()]


def example_values() -> dict[str, str]:
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def passed_through() -> set[str]:
    """Variables that a service takes over from .env only when they have a value there."""
    return {name for _, name, value in environment() if value is None}


def gateway_service(path: str) -> str:
    """The service that the gateway's map names: the first pattern that fits, else the default."""
    table = re.search(
        r"map \$uri \$service \{(.*?)\n    \}", (ROOT / "deploy/gateway/nginx.conf").read_text(), re.DOTALL
    )
    assert table is not None
    rows = [line.split() for line in table[1].splitlines() if line.strip() and not line.strip().startswith("#")]
    rules = {pattern: service.rstrip(";") for pattern, service in rows}
    fitting = (service for pattern, service in rules.items() if pattern[0] == "~" and re.search(pattern[1:], path))
    return next(fitting, rules["default"])


def test_it_fits_the_compose_specification() -> None:
    """Variables and merge keys are resolved before; a wrong key or value raises ValueError with its place."""
    resolved = yaml.safe_load(interpolated(COMPOSE_TEXT, example_values()))
    assert set(PyCompose.from_yaml(yaml.safe_dump(resolved)).service_names()) == set(SERVICES)


def test_every_service_is_watched_bounded_and_started_again() -> None:
    for name, service in SERVICES.items():
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert service["restart"] == "unless-stopped", name
        assert {"mem_limit", "networks", "logging"} <= service.keys(), name


def test_services_wait_for_the_health_of_what_exists() -> None:
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in SERVICES, f"{name} needs {needed}"
            assert how == {"condition": "service_healthy"}
    for service in OURS.values():
        assert {"rabbitmq", "mongo"} <= service["depends_on"].keys()
    assert set(SERVICES["gateway"]["depends_on"]) == set(OURS)


@pytest.mark.parametrize("kind", ["networks", "secrets"])
def test_what_services_use_is_declared_and_what_is_declared_is_used(kind: str) -> None:
    used = {entry for service in SERVICES.values() for entry in service.get(kind, [])}
    assert used == set(COMPOSE[kind])


def test_named_volumes_are_declared_and_bound_files_exist() -> None:
    mounts = [str(mount).split(":") for service in SERVICES.values() for mount in service.get("volumes", [])]
    assert {source for source, *_ in mounts if not source.startswith(".")} == set(COMPOSE["volumes"])
    for source, _, *mode in mounts:
        if source.startswith("."):
            assert (ROOT / source).is_file()
            assert mode == ["ro"]


def test_no_secret_stands_in_the_file() -> None:
    for _, name, value in environment():
        if name.endswith("_FILE"):
            assert value.startswith("/run/secrets/")
        elif re.search("PASS|SECRET|KEY|TOKEN", name):
            assert value is None or VARIABLE.fullmatch(value)
        if "@" in str(value) and "://" in str(value):
            assert re.search(r"://\w+:\$\{\w+:\?", value), f"{name} holds a password"
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./secrets/")
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {".env", "secrets/"} <= set(ignored)


def test_the_example_names_every_variable_and_no_other() -> None:
    used = {found["name"] for found in VARIABLE.finditer(COMPOSE_TEXT)} | passed_through()
    named = set(re.findall(r"^(?:# )?(\w+)=", EXAMPLE, re.MULTILINE))
    assert used == named


def test_services_refuse_the_placeholders_of_the_example() -> None:
    values = example_values()
    shared = OURS["reporting"]["environment"]
    urls = {name: interpolated(shared[name], values) for name in ("SANGKIEN_AMQP_URL", "SANGKIEN_MONGO_URL")}
    for name, url in urls.items():
        own = dict.fromkeys(urls, "amqp://broker") | {name: url, "SANGKIEN_TOKEN_PUBLIC_KEY": "a key"}
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in own.items():
                patch.setenv(variable, value)
            with pytest.raises(SystemExit, match=f"{name} still holds a placeholder"):
                load(Settings)


def test_only_the_gateway_and_the_mailbox_are_reached_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"gateway", "mailpit"}
    for name in ("gateway", "mailpit"):
        assert interpolated(SERVICES[name]["ports"][0], {}).startswith("127.0.0.1:")
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["rabbitmq"]["networks"] == SERVICES["mongo"]["networks"] == ["inside"]


def test_our_services_are_one_image_with_few_rights() -> None:
    assert len({service["image"] for service in OURS.values()}) == 1
    for service in OURS.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert find_spec(service["command"][-1]) is not None
    holders = [name for name, service in SERVICES.items() if "token-private" in service.get("secrets", [])]
    assert holders == ["registration"]


def test_every_reviewing_organisation_has_one_instance() -> None:
    seed = yaml.safe_load((ROOT / "deploy/seed/organisations.yaml").read_text(encoding="utf-8"))
    reviewing = {entry["id"] for entry in seed["organisations"] if entry.get("reviewing_office")}
    named = [organisation for organisations in REVIEWS.values() for organisation in organisations]
    assert sorted(named) == sorted(reviewing)
    operators = OURS["registration"]["environment"]["REVIEW_ORGANISATIONS"]
    assert operators.split(",") == named


@pytest.mark.parametrize("prefix", ROUTES)
@pytest.mark.parametrize("rest", ["", "/", "/ttyt-tan-binh/x", "/124-kh-ubnd-2022", "-khac"])
def test_the_gateway_sends_every_path_where_one_machine_sends_it(prefix: str, rest: str) -> None:
    path = prefix.rstrip("/") + rest or "/"
    service = gateway_service(path)
    assert service in OURS
    assert SERVICES[service]["command"][-1] == f"services.{service_of(path)}"


@pytest.mark.parametrize(("service", "organisation"), [(s, o) for s, all_of_it in REVIEWS.items() for o in all_of_it])
def test_the_gateway_finds_the_instance_of_an_organisation(service: str, organisation: str) -> None:
    for path in (f"/api/review/{organisation}/cases", f"/tham-dinh/{organisation}", f"/tham-dinh/{organisation}/x"):
        assert gateway_service(path) == service
    assert gateway_service(f"/tham-dinh/{organisation}-khac") == "review-centre"


def test_the_image_runs_without_root_and_without_mongod() -> None:
    dockerfile = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE) == ["10001:10001"]
    installs = re.findall(r"uv sync .*", dockerfile)
    assert installs
    assert all("--frozen --no-dev --no-group local" in install for install in installs)
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"


@pytest.mark.parametrize(("path", "code"), [("/livez", 0), ("/readyz", 1)])
def test_the_health_command_tells_by_its_exit_code(
    path: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Service(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/livez" else 503)
            self.end_headers()
            self.wfile.write(b"draining")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = Thread(target=server.handle_request, daemon=True)
        thread.start()
        monkeypatch.setenv("SANGKIEN_PORT", str(server.server_port))
        monkeypatch.setattr("sys.argv", ["healthcheck", path])
        assert healthcheck.main() == code
        thread.join(10)
    assert "draining" in capsys.readouterr().out


def test_the_health_command_fails_when_nobody_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # held and not listening, so nobody else can answer there
        monkeypatch.setenv("SANGKIEN_PORT", str(bound.getsockname()[1]))
        monkeypatch.setattr("sys.argv", ["healthcheck"])
        assert healthcheck.main() == 1
    assert "ConnectionRefusedError" in capsys.readouterr().out
