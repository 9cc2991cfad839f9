from __future__ import annotations

from pathlib import Path

import pytest

from saraban.environment import BadEnvironment, read_environment


def test_with_nothing_said_it_just_runs() -> None:
    environment = read_environment({"PATH": "/bin"})
    assert (environment.host, environment.port, environment.url) == (
        "127.0.0.1",
        8000,
        "http://localhost:8000",
    )
    assert environment.data == Path("data").resolve()
    assert environment.database["NAME"] == environment.data / "saraban.sqlite3"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SARABAN_DATABSE", "sqlite:"),
        ("SARABAN_", "x"),
        ("SARABAN_PORT", "0"),
        ("SARABAN_PORT", "80a"),
        ("SARABAN_PORT", "๘๐๐๐"),
        ("SARABAN_URL", "saraban.go.th"),
        ("SARABAN_CA", "/nowhere/ca.pem"),
        ("SARABAN_TRUST", "/nowhere/roots.pem"),
        ("SARABAN_DATABASE", "mysql://x"),
        ("SARABAN_DATABASE", "postgresql://db/office?sslmod=require"),
        ("SARABAN_DATABASE", "postgresql://db:99999/office"),
    ],
)
def test_what_cannot_be_meant_stops_the_start_with_a_sentence(name: str, value: str) -> None:
    with pytest.raises(BadEnvironment) as bad:
        read_environment({name: value})
    assert "ยังไม่ได้เริ่มทำงาน เพราะ" in str(bad.value)


def test_postgresql_is_read_from_one_address() -> None:
    said = read_environment({"SARABAN_DATABASE": "postgresql://u%40x:p%2Fw@db:5433/office"}).database
    assert (said["NAME"], said["USER"], said["PASSWORD"]) == ("office", "u@x", "p/w")
    assert (said["HOST"], said["PORT"]) == ("db", "5433")


def test_the_line_to_postgresql_may_be_asked_to_be_verified() -> None:
    said = read_environment({"SARABAN_DATABASE": "postgresql://db/office?sslmode=verify-full"}).database
    assert said["OPTIONS"] == {"sslmode": "verify-full"}


def test_sqlite_may_lie_elsewhere() -> None:
    said = read_environment({"SARABAN_DATABASE": "sqlite:///srv/office.sqlite3"}).database
    assert said["NAME"] == Path("/srv/office.sqlite3")
    assert said["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in said["OPTIONS"]["init_command"]
