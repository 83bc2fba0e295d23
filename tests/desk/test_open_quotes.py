"""What a change of a catalog does to every open quote, before it is merged."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.changes.impact import impact
from dealdesk.cli import main
from dealdesk.desk.recording import open_deals
from tests.book.conftest import CATALOG, NOW, Shop, shop, year  # noqa: F401 - fixtures


def test_open_quotes_are_priced_under_both_catalogs_as_they_were_recorded(year: Shop) -> None:  # noqa: F811
    (year.folder / "deal.toml").unlink()  # what is on record is enough
    changed = CATALOG.replace("price = 120000", "price = 126000").replace("2026.1", "2026.2")
    (year.folder / "new.toml").write_text(changed, "utf-8")
    old, new = (load_catalog(year.folder / name) for name in ("catalog.toml", "new.toml"))
    found = open_deals(year.register, {"acme"}, NOW)
    worked_out = impact(old, new, found, today=NOW.date())
    assert {
        each.file: (each.before.pays, each.after.pays) for each in worked_out.deals if each.before and each.after
    } == {
        "Q-2026-00005": (D("180000.00"), D("186000.00")),
        "Q-2026-00006": (D("132000.00"), D("138000.00")),
    }
    assert open_deals(year.register, {"other"}, NOW).elsewhere == (("acme", 2),)


def test_without_open_quotes_and_without_deals_it_says_where_it_looked(
    shop: Shop,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(shop.folder)
    assert main(["catalog", "impact", "catalog.toml", "catalog.toml"]) == 2
    assert "there is no file or folder deals" in capsys.readouterr().err
    assert main(["catalog", "impact", "catalog.toml", "catalog.toml", "--open"]) == 0
