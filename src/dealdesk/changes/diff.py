"""Two catalogs in, what differs in meaning out."""

from __future__ import annotations

from dealdesk.catalog.models import Catalog
from dealdesk.changes.change import SECTIONS, Change, Diff
from dealdesk.changes.edit import Edit, Path
from dealdesk.changes.fields import judged
from dealdesk.changes.prices import Currencies
from dealdesk.changes.version import bump
from dealdesk.changes.walk import Where, records
from dealdesk.changes.wholes import WHOLES, renames, with_names
from dealdesk.errors import Place
from dealdesk.record import Record

LISTS = frozenset({"charges", "limits", "tiers", "schedules", "sets", "codes", "entries"})
"""Keys that are left out of names: what stands behind them tells enough."""


def diff(base: Catalog, head: Catalog) -> Diff:
    """Return what differs between two catalogs.

    What is written otherwise and means the same is no difference: order, comments, the digits of numbers, the files of
    a folder, a tier in two parts.  Where a product has another SKU, what names it does not differ for that.
    """
    was = base
    if base.digest and base.digest == head.digest:
        return Diff((), bump(base.catalog.version, head.catalog.version, ()))
    other = renames(base.products, head.products)
    if other:
        was = with_names(base, other)
    edits = records(was, head, Where(), Currencies(base, head), WHOLES)
    order = {name: number for number, name in enumerate(SECTIONS)}
    changes = sorted((_change(base, head, each) for each in edits), key=lambda each: order[each.section])
    effects = [each.effect for each in changes]
    return Diff(tuple(changes), bump(base.catalog.version, head.catalog.version, effects))


def _change(base: Catalog, head: Catalog, edit: Edit) -> Change:
    section, effect, reason = judged(edit)
    subject, what = _said(edit)
    return Change(
        section,
        edit.kind,
        ".".join(edit.names),
        subject,
        what,
        edit.old,
        edit.new,
        effect,
        reason,
        _place(base, edit.base_path) if edit.kind != "added" else None,
        _place(head, edit.head_path) if edit.kind != "removed" else None,
        edit.prices,
        edit.ladder,
    )


def _said(edit: Edit) -> tuple[str, str]:
    """Return what a difference belongs to, in the words of the catalog, and which fact of it it is."""
    names = [each for each in edit.names if each not in LISTS]
    if names[0] in ("products", "rules", "catalog") and len(names) > 1:
        names = names[1:]
    held = edit.old if edit.new is None else edit.new
    entry = isinstance(held, Record) or edit.kind == "renamed" or bool(edit.ladder)
    if entry or (len(names) == 1 and edit.names[0] != "catalog"):
        return " / ".join(names), ""
    return " / ".join(names[:-1]) or edit.names[0], names[-1]


def _place(catalog: Catalog, path: Path) -> Place | None:
    """Return where something stands; None for a catalog made in code."""
    return catalog.sources.place(path) if catalog.sources is not None else None
