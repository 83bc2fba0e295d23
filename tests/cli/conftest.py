"""The command line, run in this process, and a small shop to run it on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest

from dealdesk.cli import main

ROOT = Path(__file__).parents[2]

CATALOG = """\
[catalog]
id = "acme"
name = "Acme Inc."
version = "2026.1"
currency = "USD"
currencies = ["EUR"]

[products.suite]
name = "Suite"
kind = "plugin"
family = "software"

[[products.suite.charges]]
id = "seat"
name = "Seats"
period = "year"
unit = "seat"
model = "volume"
tiers = [{ up_to = 100, rate = 50 }, { rate = 40 }]

[[products.suite.charges]]
id = "calls"
name = "Calls"
period = "month"
unit = "1k calls"
model = "graduated"
usage = true
tiers = [{ up_to = 500, rate = 0 }, { rate = 2.50 }]

[products.connector]
name = "Connector"
kind = "plugin"
family = "software"
illustrative = true
note = "A guess."

[[products.connector.charges]]
id = "licence"
period = "year"
model = "flat"
prices = { USD = 10000, EUR = 9000 }
cost = 6000

[rules.bundle]
[[rules.bundle.tiers]]
from = 2
percent = 10
name = "Pair"

[rules.term]
tiers = [{ from = 36, percent = 5 }]

[rules.promotion]
codes = [{ code = "SPRING", percent = 5 }]

[segments.small]
name = "Small firms"
"""

DEAL = """\
catalog = "acme.toml"
start = 2027-01-01
months = 36
issued = 2026-11-20

[customer]
name = "Northwind"

[[lines]]
sku = "suite"
quantity = 20
usage = { calls = 900 }

[[lines]]
sku = "connector"

[[options]]
name = "One year"
months = 12
recommended = true
note = "To start with."

[[options]]
name = "Suite alone"
[[options.lines]]
sku = "suite"
quantity = 30
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `dealdesk` with the words given, as if its output went to a pipe."""
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)

    def ran(*words: str, columns: int = 100) -> Ran:
        monkeypatch.setenv("COLUMNS", str(columns))
        capsys.readouterr()
        code = main([*words])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return ran


class Clock(datetime):
    """The clock of the machine, stopped at noon of 21 November 2026."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime(2026, 11, 21, 12, tzinfo=UTC).astimezone(tz)


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is recorded is recorded at noon of 21 November 2026."""
    monkeypatch.setattr("dealdesk.cli.registers.datetime", Clock)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a catalog and a deal: 20 seats at 50 and a connector at 10,000, for three years."""
    (tmp_path / "acme.toml").write_text(CATALOG, encoding="utf-8")
    (tmp_path / "deal.toml").write_text(DEAL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def at_root(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of the repository as the working folder."""
    monkeypatch.chdir(ROOT)
    return ROOT
