"""A compiled catalog gives what its sources give, and never what they gave before."""

from datetime import date
from pathlib import Path

import pytest

from dealdesk.catalog import compiled
from dealdesk.catalog.load import load_catalog
from dealdesk.errors import CatalogError
from dealdesk.quoting.load import load_deal
from dealdesk.quoting.price import price

CATALOG = """
[catalog]
id = "acme"
name = "Acme"
version = "1"
currency = "USD"

[products.gateway]
name = "Gateway"
kind = "tier"
family = "platform"

[[products.gateway.charges]]
id = "platform"
period = "year"
model = "volume"
tiers = [{ up_to = 10, rate = 24000 }, { rate = 20000.50 }]

[rules.term]
tiers = [{ from = 36, percent = 7.5 }]
"""

DEAL = """
catalog = "acme.toml"
start = 2027-01-01
months = 36
[customer]
name = "Northwind"
[[lines]]
sku = "gateway"
quantity = 11
"""

TODAY = date(2026, 11, 16)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("DEALDESK_CACHE", raising=False)
    (tmp_path / "acme.toml").write_text(CATALOG)
    (tmp_path / "deal.toml").write_text(DEAL)
    return tmp_path


def quoted(shop: Path) -> str:
    deal = load_deal(shop / "deal.toml")
    return price(deal, load_catalog(deal.catalog, near=shop), today=TODAY).to_json()


def kept(shop: Path) -> list[Path]:
    return sorted((shop / "cache" / "dealdesk").iterdir())


def test_the_second_run_gives_the_same_quote_to_the_byte_with_the_same_places(shop: Path) -> None:
    first = quoted(shop)
    assert len(kept(shop)) == 2  # the catalog and the deal
    second = quoted(shop)
    assert second == first
    assert "acme.toml:" in second
    compiled_catalog = load_catalog(shop / "acme.toml")
    assert type(compiled_catalog).__name__ == "CompiledCatalog"
    assert compiled_catalog.sources.mistake(("rules", "term"), "x").place.line == 19


def test_another_byte_in_a_source_is_another_price(shop: Path) -> None:
    before = quoted(shop)
    (shop / "acme.toml").write_text(CATALOG.replace("20000.50", "20000.51"))
    after = quoted(shop)
    assert before != after
    (shop / "acme.toml").write_text(CATALOG)
    assert quoted(shop) == before


def test_a_source_that_became_wrong_is_refused_although_it_was_compiled(shop: Path) -> None:
    quoted(shop)
    (shop / "acme.toml").write_text(CATALOG.replace("percent = 7.5", "percent = 107.5"))
    with pytest.raises(CatalogError):
        quoted(shop)


@pytest.mark.parametrize("damage", [b"", b"{}", b"\x00\xff", b"[1, 2"])
def test_a_damaged_compiled_file_counts_as_not_there(shop: Path, damage: bytes) -> None:
    before = quoted(shop)
    for file in kept(shop):
        file.write_bytes(damage)
    assert quoted(shop) == before


def test_every_cut_of_a_compiled_file_is_noticed_or_harmless(shop: Path) -> None:
    before = quoted(shop)
    whole = {file: file.read_bytes() for file in kept(shop)}
    for file, content in whole.items():
        for length in range(0, len(content), max(1, len(content) // 40)):
            file.write_bytes(content[:length])
            assert quoted(shop) == before
        file.write_bytes(content)


def test_a_folder_that_others_may_write_to_is_not_used(shop: Path) -> None:
    quoted(shop)
    (shop / "cache" / "dealdesk").chmod(0o777)
    assert compiled.folder() is None
    assert quoted(shop)


def test_the_cache_can_be_turned_off(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEALDESK_CACHE", "off")
    assert quoted(shop)
    assert not (shop / "cache").exists()


def test_nothing_is_kept_under_the_name_of_sources_that_have_changed_meanwhile(shop: Path) -> None:
    catalog = load_catalog(shop / "acme.toml")
    name = compiled.name_of(type(catalog), [b"what was there before"])
    compiled.store(catalog, name, catalog.sources, by_entry="products")
    assert not (shop / "cache" / "dealdesk" / name).exists()
