"""A compiled catalog gives what its sources give, and never what they gave before."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from random import Random

import pytest

from dealdesk.catalog import compiled
from dealdesk.catalog.compiled import cache
from dealdesk.catalog.compiled.values import decode
from dealdesk.catalog.load import load_catalog
from dealdesk.catalog.models import Catalog
from dealdesk.errors import CatalogError
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import load_deal
from dealdesk.quoting.price import price
from dealdesk.record import KINDS, Record

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
    assert cache.folder() is None
    assert quoted(shop)


def test_the_cache_can_be_turned_off(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEALDESK_CACHE", "off")
    assert quoted(shop)
    assert not (shop / "cache").exists()


def test_nothing_is_kept_under_the_name_of_sources_that_have_changed_meanwhile(shop: Path) -> None:
    catalog = load_catalog(shop / "acme.toml")
    name = cache.name_of(type(catalog), [b"what was there before"])
    compiled.store(catalog, name, catalog.sources, by_entry="products")
    assert not (shop / "cache" / "dealdesk" / name).exists()


# ---- never stale


def fresh(shop: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the sources say, with no cache at all."""
    with monkeypatch.context() as without:
        without.setenv("DEALDESK_CACHE", "off")
        return quoted(shop)


def test_no_series_of_edits_gets_a_price_of_before(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the same size, at the same time, with the clock set back, and back again to what was there before."""
    luck = Random(20261121)
    file = shop / "acme.toml"
    seen = set()
    for _ in range(24):
        price_now, percent = f"{luck.randrange(10000, 10004)}.{luck.randrange(10, 13)}", luck.choice(["7.5", "8.5"])
        file.write_text(CATALOG.replace("20000.50", price_now).replace("percent = 7.5", f"percent = {percent}"))
        when = luck.choice([0, 1_700_000_000, 1_900_000_000])
        os.utime(file, (when, when))
        assert file.stat().st_size == len(CATALOG)
        found = quoted(shop)
        assert found == fresh(shop, monkeypatch)
        seen.add(found)
    assert len(seen) > 10


def test_a_link_that_leads_elsewhere_is_another_catalog(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shop / "dear.toml").write_text(CATALOG.replace("20000.50", "99999.99"))
    (shop / "acme.toml").rename(shop / "cheap.toml")
    prices = []
    for target in ("cheap.toml", "dear.toml", "cheap.toml"):
        (shop / "acme.toml").unlink(missing_ok=True)
        (shop / "acme.toml").symlink_to(target)
        prices.append(quoted(shop))
        assert prices[-1] == fresh(shop, monkeypatch)
    assert prices[0] != prices[1]
    assert prices[0] == prices[2]


def test_a_file_that_joins_or_leaves_the_folder_counts(shop: Path) -> None:
    folder = shop / "whole"
    folder.mkdir()
    (folder / "a.toml").write_text(CATALOG)
    assert load_catalog(folder).rules.bundle is None
    (folder / "b.toml").write_text("[rules.bundle]\ntiers = [{ from = 2, percent = 10 }]\n")
    assert load_catalog(folder).rules.bundle is not None
    assert load_catalog(folder).rules.bundle is not None
    (folder / "b.toml").unlink()
    assert load_catalog(folder).rules.bundle is None


def test_a_logo_is_read_anew_although_the_catalog_is_compiled(shop: Path) -> None:
    (shop / "acme.toml").write_text(CATALOG.replace("[products", '[catalog.brand]\nlogo = "a.svg"\n\n[products', 1))
    for text in ("<svg>1</svg>", "<svg>2</svg>"):
        (shop / "a.svg").write_text(text)
        assert load_catalog(shop / "acme.toml").logo == text
    (shop / "a.svg").unlink()
    with pytest.raises(CatalogError):
        load_catalog(shop / "acme.toml")


def test_another_version_another_layout_or_other_modules_are_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {cache.name_of(Catalog, [b"x"]), cache.name_of(Deal, [b"x"]), cache.name_of(Catalog, [b"x", b""])}
    for what in ("VERSION", "FORMAT", "_PACKAGE"):
        with monkeypatch.context() as other:
            other.setattr(cache, what, str(tmp_path))
            names.add(cache.name_of(Catalog, [b"x"]))
    assert len(names) == 6
    (tmp_path / "pricing").mkdir()
    (tmp_path / "pricing/step.py").write_text("a = 1")
    before = cache.code_of.__wrapped__(str(tmp_path))
    (tmp_path / "pricing/step.py").write_text("a = 12")
    assert cache.code_of.__wrapped__(str(tmp_path)) != before
    assert "steps/bundle.py" in cache.code_of(cache._PACKAGE)


def test_writers_at_the_same_time_leave_whole_files(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = fresh(shop, monkeypatch)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: quoted(shop), range(24))) == {expected}
    assert len(kept(shop)) == 2  # no temporary file is left
    assert type(load_catalog(shop / "acme.toml")).__name__ == "CompiledCatalog"


# ---- never run, never in the way


def test_every_changed_byte_of_the_body_is_noticed(shop: Path) -> None:
    before = quoted(shop)
    for file in kept(shop):
        content = file.read_bytes()
        start = content.index(b"\n") + 1
        for place in range(start, len(content), max(1, (len(content) - start) // 25)):
            file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            assert quoted(shop) == before
        file.write_bytes(content)


@pytest.mark.parametrize("kind", ["os:system", "builtins:eval", "subprocess:Popen", "dealdesk.writing:write_file"])
def test_a_compiled_file_can_name_nothing_but_records(kind: str) -> None:
    with pytest.raises(KeyError):
        decode(["R", kind, {"command": "true"}, []])
    assert all(issubclass(each, Record) for each in KINDS.values())


@pytest.mark.parametrize("obstacle", ["a file", "a file above", "a folder in the place of the compiled file"])
def test_a_folder_that_cannot_be_used_is_no_error(shop: Path, monkeypatch: pytest.MonkeyPatch, obstacle: str) -> None:
    expected = fresh(shop, monkeypatch)
    if obstacle == "a folder in the place of the compiled file":
        quoted(shop)
        for file in kept(shop):
            file.unlink()
            file.mkdir()
    else:
        (shop / "file").write_text("")
        monkeypatch.setenv("XDG_CACHE_HOME", str(shop / "file" / ("" if obstacle == "a file" else "below")))
    assert quoted(shop) == quoted(shop) == expected


def test_without_a_home_nothing_is_kept_where_nobody_looks(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = fresh(shop, monkeypatch)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(shop / "acme.toml"))  # not a folder
    assert cache.folder() is None
    assert quoted(shop) == expected


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_FILES", 8)
    for number in range(9):
        (tmp_path / f"{number}").write_bytes(b"x" * 10)
        os.utime(tmp_path / f"{number}", (number, number))
    cache.tidy(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["3", "4", "5", "6", "7", "8"]
    monkeypatch.setattr(cache, "MOST_BYTES", 40)
    cache.tidy(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["6", "7", "8"]
