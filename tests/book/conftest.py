"""A register with a year of quotes, made through the desk like any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dealdesk.desk.recording import draft_of
from dealdesk.register import Register, make_register, open_register

CATALOG = """\
[catalog]
id = "acme"
name = "Acme Inc."
version = "2026.1"
currency = "USD"

[products.alpha]
name = "Alpha"
kind = "plugin"
family = "software"
charges = [{ id = "licence", period = "year", model = "flat", price = 120000 }]

[products.beta]
name = "Beta"
kind = "plugin"
family = "software"
charges = [{ id = "licence", period = "year", model = "flat", price = 60000 }]

[products.care]
name = "Care"
kind = "add_on"
family = "support"
charges = [{ id = "fee", period = "month", model = "flat", price = 1000 }]

[products.start]
name = "Start"
kind = "service"
family = "services"
charges = [{ id = "fee", period = "once", model = "flat", price = 9000 }]

[segments.banks]
name = "Banks"

[segments.funds]
name = "Funds"

[targets.multi-plugin-adoption]
name = "Multi-plugin adoption"
category = "Customer"
op = "at_least"
value = 70
unit = "%"

[targets.add-on-attach]
name = "Attach rate"
category = "Expansion"
op = "above"
value = 35
unit = "%"
"""

DEAL = """\
catalog = "catalog.toml"
start = {start}
months = 12
issued = {issued}

[customer]
name = "{customer}"
segment = "{segment}"
"""


@dataclass
class Shop:
    """A folder with a catalog and a register."""

    folder: Path
    register: Register

    def quote(
        self,
        customer: str,
        skus: str,
        issued: str,
        *moves: str,
        rep: str = "ana",
        segment: str = "banks",
        start: str = "",
        discount: int = 0,
        decided: str = "",
    ) -> str:
        """Record a quote and lead it through some moves; return its number."""
        lines = "".join(f'\n[[lines]]\nsku = "{sku}"\ndiscount = {discount}\n' for sku in skus.split())
        text = DEAL.format(start=start or issued, customer=customer, segment=segment, issued=issued)
        file = self.folder / "deal.toml"
        file.write_text(text + lines, encoding="utf-8")
        at = datetime.fromisoformat(f"{issued}T12:00:00").replace(tzinfo=UTC)
        draft, _ = draft_of(file, rep=rep, at=at, reference=f"{customer} {skus} {issued}")
        number = self.register.add(draft, actor=rep, at=at).stored.number
        done = datetime.fromisoformat(f"{decided or issued}T13:00:00").replace(tzinfo=UTC)
        for move in moves:
            actor = "boss" if move in ("approve", "reject") else rep
            reason = "because" if move in ("decline", "reject", "void") else None
            self.register.act(number, move, actor=actor, at=done, reason=reason)
        return number


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    (tmp_path / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    make_register(tmp_path)
    with open_register(start=tmp_path) as register:
        yield Shop(tmp_path, register)


WON = ("clear", "send", "accept")
LOST = ("clear", "send", "decline")
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def year(shop: Shop) -> Shop:
    """Eight quotes: four won, two lost, two open."""
    shop.quote("Ardent", "alpha", "2025-06-01", *WON, start="2025-07-01", decided="2025-06-21")
    shop.quote("Borealis", "alpha beta care", "2025-09-01", *WON, start="2025-10-01", discount=10, decided="2025-09-30")
    shop.quote("Ardent", "alpha beta", "2026-06-01", *WON, start="2026-07-01", decided="2026-06-11", rep="ben")
    shop.quote("Corvid", "beta start", "2026-10-01", *WON, decided="2026-10-05", rep="ben", discount=5, segment="funds")
    shop.quote("Dunmore", "alpha", "2026-09-01", *LOST, decided="2026-09-10")
    shop.quote("Eastgate", "alpha", "2026-10-01", "clear", "send")
    shop.quote("Fenwick", "alpha beta", "2026-11-20")
    shop.quote("Glasse", "care alpha", "2026-11-25", "submit", rep="ben")
    return shop
