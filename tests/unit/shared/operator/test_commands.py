"""The operator's command line without any server: settings, keys, refusals, tables."""

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from shared.identity import Signer, Verifier
from shared.operator.session import LOCAL_ENVIRONMENT, OperatorSettings, address
from shared.operator.text import remedies, table
from shared.settings import PREFIX


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and nothing of the suite in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("AMQP_URL", "MONGO_URL", "DATABASE_PREFIX", "QUEUE_PREFIX", "EXCHANGE", "REVIEW_ORGANISATIONS"):
        monkeypatch.delenv(f"{PREFIX}{name}", raising=False)
    monkeypatch.delenv("REVIEW_ORGANISATIONS", raising=False)
    monkeypatch.setattr("shared.operator.session.configure_logging", lambda: None)
    return tmp_path


def write_local(folder: Path, text: str) -> None:
    path = folder / LOCAL_ENVIRONMENT
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def secret(settings: OperatorSettings, name: str) -> str:
    return address(getattr(settings, name), name)


def test_a_suite_on_this_machine_is_found_by_its_note(nowhere: Path) -> None:
    write_local(
        nowhere,
        "# by the suite\nSANGKIEN_AMQP_URL=amqp://local:5673/?a=b\nREVIEW_ORGANISATIONS=so-y-te, ttyt\n\nrubbish\n",
    )
    settings = OperatorSettings()
    assert secret(settings, "amqp_url") == "amqp://local:5673/?a=b"
    assert settings.queues() == ["registration", "notify", "reporting", "review.so-y-te", "review.ttyt"]
    assert settings.mongo_url is None


def test_the_environment_and_secret_files_come_first(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_local(nowhere, "SANGKIEN_AMQP_URL=amqp://local\nSANGKIEN_MONGO_URL=mongodb://local\n")
    (nowhere / "secret").write_text("mongodb://from-a-file\n")
    monkeypatch.setenv("SANGKIEN_AMQP_URL", "amqp://elsewhere")
    monkeypatch.setenv("SANGKIEN_MONGO_URL_FILE", str(nowhere / "secret"))
    settings = OperatorSettings()
    assert secret(settings, "amqp_url") == "amqp://elsewhere"
    assert secret(settings, "mongo_url") == "mongodb://from-a-file"


def test_queues_carry_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGKIEN_QUEUE_PREFIX", "practice.")
    monkeypatch.setenv("SANGKIEN_REVIEW_ORGANISATIONS", "so-y-te")
    assert OperatorSettings().queues()[-1] == "practice.review.so-y-te"


@pytest.mark.parametrize(
    ("arguments", "variable"),
    [
        (("audit", "verify"), "SANGKIEN_MONGO_URL"),
        (("dead", "list"), "SANGKIEN_AMQP_URL"),
        (("replay",), "SANGKIEN_AMQP_URL"),
    ],
)
def test_an_unset_address_is_named_with_the_remedy(arguments: tuple[str, ...], variable: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.startswith(f"{variable} is not set: set it")
    assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("dead", "replay", "notify"), "--all"),
        (("dead", "replay", "notify", "some-id", "--all"), "--all"),
        (("dead", "drop", "notify", "some-id"), "--reason"),
        (("dead", "drop", "notify", "some-id", "--yes"), "--reason"),
        (("dead", "drop", "notify", "some-id", "--reason", "a duplicate"), "--yes"),
        (("dead", "drop", "notify", "some-id", "--yes", "--reason", " "), "--reason"),
        (("replay", "--kind", "dream"), "choose from organisation, campaign, submission, case, "),
        (("replay", "--organisation", "Sở Y tế"), "a-z"),
        (("dead", "list"), "start it, or correct SANGKIEN_AMQP_URL"),
    ],
)
def test_a_refusal_is_one_sentence(arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGKIEN_AMQP_URL", "amqp://guest:guest@127.0.0.1:1/")
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.splitlines()) == 1
    assert "guest:guest" not in result.output


def test_a_secret_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGKIEN_MONGO_URL_FILE", "/nowhere/secret")
    result = run("audit", "verify")
    assert result.exit_code == 2
    assert "/nowhere/secret" in result.output


def test_keys_are_printed_as_a_pair_that_fits() -> None:
    printed = run("keys").output
    assert printed.count("BEGIN") == 2
    private, public = printed.split("-----BEGIN PUBLIC KEY-----")
    Signer(private)
    Verifier(f"-----BEGIN PUBLIC KEY-----{public}")


def test_keys_are_written_for_the_owner_only_and_never_over_others(nowhere: Path) -> None:
    folder = nowhere / "secrets"
    assert run("keys", "--folder", str(folder)).exit_code == 0
    private = folder / "token-private.pem"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    before = private.read_bytes()
    (folder / "token-public.pem").unlink()
    again = run("keys", "--folder", str(folder))
    assert again.exit_code == 2
    assert "exists and is not overwritten" in again.output
    assert private.read_bytes() == before
    assert not (folder / "token-public.pem").exists()


def test_tables_are_aligned_also_with_vietnamese_text() -> None:
    printed = table(["tên", "số"], [["Trạm Y tế", "3"], ["Khoa", "12"]], numbers=1)
    assert printed == "tên        số\nTrạm Y tế   3\nKhoa       12"


def test_remedies_are_sentences() -> None:
    assert all(text.endswith(".") for text in remedies().values())
