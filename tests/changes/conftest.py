"""A real git repository with a catalog that changes, and deals."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

CATALOG = """\
[catalog]
id = "acme"
name = "Acme Inc."
version = "1.0.0"
currency = "USD"

[products.seat]
name = "Seat"
kind = "plugin"
family = "core"
charges = [{ id = "seats", period = "month", unit = "seat", model = "per_unit", price = 20 }]

[rules.term]
tiers = [{ from = 12, percent = 5 }]
"""

DEAL = """\
catalog = "acme"
start = 2027-01-01
months = 12
customer = { name = "Northwind" }
lines = [{ sku = "seat", quantity = 10 }]
"""

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Runs git in a new repository, which is the working folder, without anybody's own settings."""
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    who = {"NAME": "Tester", "EMAIL": "tester@example.com", "DATE": "2026-11-01T12:00:00Z"}
    for role in ("AUTHOR", "COMMITTER"):
        for key, value in who.items():
            monkeypatch.setenv(f"GIT_{role}_{key}", value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("DEALDESK_CACHE", "off")
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*words: str) -> str:
        return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout.strip()

    run("init", "-q", "-b", "main")
    return run


@pytest.fixture
def shop(git: Git) -> Path:
    """`main` has seats at 20; the branch `dearer` has them at 22, and main goes on meanwhile with a description."""
    catalog = Path("catalogs/acme/catalog.toml")
    catalog.parent.mkdir(parents=True)
    catalog.write_text(CATALOG)
    Path("deals").mkdir()
    Path("deals/first.toml").write_text(DEAL)
    _commit(git, "One")
    git("checkout", "-q", "-b", "dearer")
    catalog.write_text(CATALOG.replace("price = 20", "price = 22").replace("1.0.0", "2.0.0"))
    _commit(git, "Dearer")
    git("checkout", "-q", "main")
    catalog.write_text(CATALOG.replace('"Acme Inc."', '"Acme Inc."\ndescription = "All of it."'))
    _commit(git, "Words")
    git("checkout", "-q", "dearer")
    return Path.cwd()


def _commit(git: Git, message: str) -> None:
    git("add", ".")
    git("commit", "-q", "-m", message)
