"""Whether it was priced from the catalog that is there."""

from __future__ import annotations

from dealdesk.desk.verifying.found import Verification


def priced_from(made: Verification) -> None:
    """Compare the catalog that it was priced from with one that is there."""
    from dealdesk.catalog.load import load_catalog

    if made.catalog is None:
        return
    catalog, data = load_catalog(made.catalog), made.content
    stated = str(data["catalog"]["digest"])
    if catalog.digest == stated:
        made.proven.append(
            f"it says that it was priced from this catalog, {catalog.catalog.id} {catalog.catalog.version}"
        )
        return
    was, now = (f"{each} sha256:{digest[:12]}…" for each, digest in (
        (f"{data['catalog']['id']} {data['catalog']['version']}", stated),
        (f"{catalog.catalog.id} {catalog.catalog.version}", catalog.digest),
    ))  # fmt: skip
    made.say(
        "another catalog", f"it was priced from {was}; this catalog is {now}", field="catalog.digest",
        now=stated, was=catalog.digest,
    )  # fmt: skip
