"""The document that some data gives, made again."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dealdesk.desk.verifying.found import Verification
from dealdesk.errors import RenderError
from dealdesk.sealing.opened import Opened, compared, opened

if TYPE_CHECKING:
    from dealdesk.documents import Kind

MADE = "/DealdeskMade"
"""Where a document says what it is: its kind, its page, and the digest of its templates."""

LARGE = 256 << 10
"""Bytes of data from which on a document is made in a process of its own; quotes of a hundred lines have half of it."""

SHEETS = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}


def kinds() -> dict[str, Kind]:
    """Return the kinds of documents that are made from a quote's data alone, by name."""
    from dealdesk.documents import KINDS

    quotes = next(each for each in KINDS if each.name == "quote")
    return {each.name: each for each in KINDS if each.data is quotes.data}


def is_made(made: Verification, expected: bytes) -> bool:
    """Whether every byte is as expected, but for signatures that were added behind them and add nothing else."""
    if made.data == expected:
        return True
    if not made.data.startswith(expected) or not made.inside.signatures:
        return False
    return made.inside.acts == inside_of(expected).acts and not compared(made.data, expected, made.name)


@lru_cache(maxsize=4)
def made_again(content: bytes, kind: str, page: str | None, templates: Path | None) -> bytes:
    """Return the document that some data gives; data larger than quotes have is used in a process with limits."""
    from dealdesk.documents import render
    from dealdesk.sealing.restore import restored_from

    if len(content) > LARGE and templates is None:
        return _made_with_limits(content, kind, page)
    return render(restored_from(content), kind, "pdf", page=page, templates=templates)


def _made_with_limits(content: bytes, kind: str, page: str | None) -> bytes:
    from dealdesk.documents import FORMATS, kind_named
    from dealdesk.documents.apart import SECONDS, made_apart
    from dealdesk.documents.assets import packaged_templates
    from dealdesk.documents.own import Own
    from dealdesk.sealing.restore import restored_from

    quote, which = restored_from(content), kind_named(kind)
    pdf = next(each for each in FORMATS if each.name == "pdf")
    try:
        return made_apart(quote, which, pdf, page or which.page(quote), Own(packaged_templates(), {}))
    except RenderError as failure:
        if "stopped" not in str(failure):
            raise
        raise RenderError(
            f"its data has {len(content):,} bytes, and takes more than {SECONDS} seconds to make"
        ) from None


@lru_cache(maxsize=4)
def inside_of(expected: bytes) -> Opened:
    """Return what is in a document that was made again."""
    return opened(expected, "the document made again")


def same_templates(expected: bytes, digest: str) -> bool:
    """Whether a document was made with the templates of that digest."""
    return inside_of(expected).info.get(MADE, "").endswith(f" {digest}")
