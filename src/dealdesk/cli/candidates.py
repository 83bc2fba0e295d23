"""What a word on the command line may become: catalogs, SKUs, deal files.  For shells that complete words.

Each function gets what was typed of the word, and some get the words before it.  None of them fails: where a file
cannot be read or says something wrong, there is nothing to offer, or less.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dealdesk.errors import DealdeskError

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog

MOST_NAMED = 200
"""Products that are offered with their names; of more than these, only SKUs."""

MOST_ENTRIES = 2_000
"""Files of a folder that are looked at."""

Offers = Iterable[str | tuple[str, str]]


# ---- catalogs and what they hold


def catalogs(incomplete: str) -> Offers:
    """Return the ids of the catalogs that can be named, or paths where one is being typed."""
    if _is_path(incomplete):
        return catalog_paths(incomplete)
    from dealdesk.catalog.load import known_catalogs

    return [each.stem if each.is_file() else each.name for each in known_catalogs()]


def catalog_paths(incomplete: str) -> Offers:
    """Return paths of folders and files that may be catalogs."""
    return _paths(incomplete, lambda folder: "" if any(folder.glob("*.toml")) else "/")


def skus(ctx: typer.Context, incomplete: str) -> Offers:
    """Return the SKUs of the catalog that was named before, or of all in the nearest catalogs folder."""
    found: dict[str, str] = {}
    for path, catalog in _catalogs(ctx.params.get("catalog")):
        known = catalog.products if catalog is not None else _products(path)
        fit = [sku for sku in known if sku.startswith(incomplete)]
        for sku in fit:
            named = catalog is not None and len(fit) <= MOST_NAMED
            found.setdefault(sku, f"{catalog.products[sku].name}, {catalog.catalog.name}" if named and catalog else "")
    return found.items()


def charges(ctx: typer.Context) -> Offers:
    """Return the charges of the product that was named before."""
    for _, catalog in _catalogs(ctx.params.get("catalog")):
        if catalog is not None and ctx.params.get("sku") in catalog.products:
            return [(each.id, each.name or "") for each in catalog.products[ctx.params["sku"]].charges]
    return ()


def segments(ctx: typer.Context) -> Offers:
    """Return the segments of customers."""
    found = [catalog.segments for _, catalog in _catalogs(ctx.params.get("catalog")) if catalog is not None]
    return {name: each.name for segments in found for name, each in segments.items()}.items()


def currencies(ctx: typer.Context) -> Offers:
    """Return the currencies that a catalog has prices in."""
    headers = [catalog.catalog for _, catalog in _catalogs(ctx.params.get("catalog")) if catalog is not None]
    return dict.fromkeys(code for each in headers for code in (each.currency, *each.currencies))


def billings() -> Offers:
    """Return how a deal can be billed."""
    return ("annual", "quarterly", "monthly", "upfront")


def _catalogs(named: str | None) -> Iterator[tuple[Path, Catalog | None]]:
    """Yield path and catalog: the one that is named, or those of the nearest folder; None where one has mistakes."""
    from dealdesk.catalog.load import catalog_folders, find_catalog, known_catalogs, read_catalog

    try:
        nearest = next(catalog_folders(), None)
        found = [find_catalog(named)] if named else [each for each in known_catalogs() if each.parent == nearest]
    except (DealdeskError, OSError, ValueError):
        return
    for path in found:
        try:
            yield path, read_catalog(path)
        except (DealdeskError, OSError, ValueError):
            yield path, None


def _products(path: Path) -> list[str]:
    """Return the SKUs of a catalog that has mistakes."""
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [sku for file in files for sku in _read(file).get("products", ()) if isinstance(sku, str)]


# ---- deals


def deals(incomplete: str) -> Offers:
    """Return deal files, and folders on the way to them."""
    return _named("deal.toml", incomplete)


def cases(incomplete: str) -> Offers:
    """Return business cases, and folders on the way to them."""
    return _named("roi.toml", incomplete)


def reviews(incomplete: str) -> Offers:
    """Return reviews, and folders on the way to them."""
    return _named("review.toml", incomplete)


def tables(incomplete: str) -> Offers:
    """Return TOML files, and folders on the way to them."""
    return _paths(incomplete, lambda folder: "/")


def _named(usual: str, incomplete: str) -> Offers:
    return _paths(incomplete, lambda folder: f"/{usual}" if (folder / usual).is_file() else "/")


def deal_options(ctx: typer.Context) -> Offers:
    """Return the names of the options of the deal that was named before."""
    return _texts(_deal(ctx), "options", "name")


def deal_lines(ctx: typer.Context) -> Offers:
    """Return the SKUs of the lines of the deal that was named before."""
    return dict.fromkeys(_texts(_deal(ctx), "lines", "sku"))


def _deal(ctx: typer.Context) -> dict[str, Any]:
    named = ctx.params.get("deal") or ctx.params.get("source")
    if named is None:
        return {}
    file = Path(named)
    return _read(file / "deal.toml" if file.is_dir() else file)


def _texts(data: dict[str, Any], table: str, key: str) -> list[str]:
    rows = data.get(table)
    found = [row.get(key) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [each for each in found if isinstance(each, str)]


# ---- what checks catalogs


def lint_codes() -> Offers:
    """Return the codes of the linter's rules, each with what it finds."""
    from dealdesk.lint.rules import RULES

    return [(each.code, each.title) for each in RULES]


def report_formats() -> Offers:
    """Return the formats that findings and results are written in."""
    from dealdesk.ci import FORMATS

    return ["terminal", "json", *(each.name for each in FORMATS)]


def schemas() -> Offers:
    """Return the files that there is a JSON Schema for."""
    from dealdesk.schema import KINDS

    return list(KINDS)


def severities() -> Offers:
    """Return from which severity on a check fails."""
    return ("error", "warning", "info", "never")


def catalog_keys(ctx: typer.Context, incomplete: str) -> Offers:
    """Return the next part of a key of the catalog that was named before, such as `products.seat.`."""
    before, dot, start = incomplete.rpartition(".")
    for path, _ in _catalogs(ctx.params.get("path")) if ctx.params.get("path") else ():
        files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        for table in (_below(_read(file), before) for file in files):
            for key, value in table.items():
                if key.startswith(start):
                    yield before + dot + key + ("." if isinstance(value, dict) or _named_rows(value) else "")


def _below(data: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the table at a dotted key; rows of a list are named by their id."""
    for part in key.split(".") if key else ():
        found = data.get(part, {})
        data = _named_rows(found) if isinstance(found, list) else found if isinstance(found, dict) else {}
    return data


def _named_rows(value: object) -> dict[str, Any]:
    rows = value if isinstance(value, list) else ()
    return {each["id"]: each for each in rows if isinstance(each, dict) and isinstance(each.get("id"), str)}


# ---- documents


def kinds() -> Offers:
    """Return the kinds of documents."""
    from dealdesk.documents.kinds import KINDS

    return [(each.name, each.purpose) for each in KINDS]


def sources(ctx: typer.Context, incomplete: str) -> Offers:
    """Return what the named kind of document can be made from: files, and catalogs by their names."""
    from dealdesk.documents.kinds import KINDS

    kind = next((each for each in KINDS if each.name == ctx.params.get("kind")), None)
    offered = {"catalog": catalogs, "roi": cases, "review": reviews, "savings": tables}
    return offered.get(kind.source if kind is not None else "deal", deals)(incomplete)


def formats(ctx: typer.Context) -> Offers:
    """Return the formats of the named kind of document, or of all."""
    from dealdesk.documents.formats import FORMATS
    from dealdesk.documents.kinds import KINDS

    kind = next((each for each in KINDS if each.name == ctx.params.get("kind")), None)
    return kind.formats if kind is not None else [each.name for each in FORMATS]


def page_sizes() -> Offers:
    """Return the sizes of paper."""
    from dealdesk.documents.document import WIDTHS

    return [each for each in WIDTHS if each != "wide"]


# ---- files


def _is_path(typed: str) -> bool:
    return "/" in typed or typed.startswith((".", "~"))


def _paths(typed: str, ending: Callable[[Path], str]) -> Iterator[str]:
    """Yield TOML files and folders that begin with what was typed; *ending* says what a folder is offered with."""
    before, slash, start = typed.rpartition("/")
    try:
        folder = Path(before + slash).expanduser()
        with os.scandir(folder) as entries:
            found = sorted((each.name, each.is_dir()) for each, _ in zip(entries, range(MOST_ENTRIES), strict=False))
    except (OSError, ValueError, RuntimeError):
        return
    for name, is_folder in found:
        if name.startswith(start) and (start or not name.startswith((".", "_"))):
            if is_folder and _has_some(folder / name):
                yield before + slash + name + ending(folder / name)
            elif not is_folder and name.endswith(".toml"):
                yield before + slash + name


def _has_some(folder: Path) -> bool:
    """Whether a folder has TOML files, or folders that may have."""
    try:
        with os.scandir(folder) as entries:
            return any(each.name.endswith(".toml") or each.is_dir() for each in entries)
    except OSError:
        return False


def _read(file: Path) -> dict[str, Any]:
    """Return what a TOML file says, or nothing."""
    import tomllib

    from dealdesk.quoting.load import DEAL_BYTES

    try:
        if file.stat().st_size > DEAL_BYTES:
            return {}
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
