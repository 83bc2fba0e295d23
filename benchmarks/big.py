"""A catalog of many products, as files: a quarter flat, a quarter per unit, half in three tiers, and a deal of it."""

from __future__ import annotations

from pathlib import Path

SKUS = 10_000
HEADER = '[catalog]\nid = "big"\nname = "Big"\nversion = "1"\ncurrency = "USD"\n\n'
RULES = """[rules.bundle]
tiers = [{ from = 3, percent = 5 }]

[rules.term]
tiers = [{ from = 36, percent = 5 }]
"""
DEAL = """catalog = "big.toml"
start = 2027-01-01
months = 36
issued = 2026-11-20

[customer]
name = "Northwind"
"""


def write(folder: Path, skus: int = SKUS) -> tuple[Path, Path]:
    """Write the catalog and a deal of ten lines, and return their paths."""
    products = "".join(_product(number) for number in range(skus))
    lines = "".join(
        f'\n[[lines]]\nsku = "p-{number * skus // 10 + number}"\nquantity = {3 + number * 7}\n' for number in range(10)
    )
    catalog, deal = folder / "big.toml", folder / "deal.toml"
    catalog.write_text(HEADER + products + RULES, encoding="utf-8")
    deal.write_text(DEAL + lines, encoding="utf-8")
    return catalog, deal


def _product(number: int) -> str:
    cents = 1000 + number * 37 % 90_000
    price = f"{cents // 100}.{cents % 100:02}"
    model = ("flat", "per_unit", "volume", "graduated")[number % 4]
    charge = f'id = "licence"\nperiod = "year"\nunit = "seat"\nmodel = "{model}"'
    if number % 4 < 2:
        numbers = f"price = {price}"
    else:
        numbers = f"tiers = [{{ up_to = 10, rate = {price} }}, {{ up_to = 100, rate = 9.75 }}, {{ rate = 8 }}]"
    return (
        f'[products.p-{number}]\nname = "Product {number}"\nkind = "plugin"\nfamily = "family-{number % 40}"\n'
        f"[[products.p-{number}.charges]]\n{charge}\n{numbers}\n\n"
    )
