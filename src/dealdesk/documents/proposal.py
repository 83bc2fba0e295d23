"""What a proposal is made from: a file that names its parts, each a document with its own source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from typing import Any

from dealdesk.quoting.canonical import plain, reader
from dealdesk.quoting.quote.printed import Party


@dataclass(frozen=True)
class Part:
    """One document of a proposal.

    Attributes:
        kind: Its kind.
        heading: What the table of contents calls it; the kind's own words where it is "".
        type: Module and name of its source's class.
        source: Its source, as its `to_json` says it.
    """

    kind: str
    heading: str
    type: str
    source: Any

    @cached_property
    def about(self) -> Any:
        """The source itself."""
        from importlib import import_module

        module, _, name = self.type.partition(":")
        return getattr(import_module(module), name).from_json(json.dumps(self.source))


@dataclass(frozen=True)
class Proposal:
    """Several documents bound into one, for one customer.

    Attributes:
        title: What the cover calls it.
        summary: A paragraph on the cover; "" for none.
        number: The number of the quote that it is about.
        vendor: The name of the product, as printed at the head of pages.
    """

    title: str
    summary: str
    customer: Party
    seller: Party
    vendor: str
    prepared_by: str
    number: str | None
    issued: Date
    language: str
    currency: str
    accent: str
    logo: str | None
    parts: tuple[Part, ...]

    def to_json(self, *, indent: int | None = None) -> str:
        """Return it as canonical JSON, with the source of each part in it."""
        separators = (",", ": ") if indent else (",", ":")
        data = {name: plain(each) for name, each in vars(self).items() if name != "parts"}
        data["parts"] = [
            {"kind": each.kind, "heading": each.heading, "type": each.type, "source": each.source}
            for each in self.parts
        ]
        return json.dumps(data, indent=indent, sort_keys=True, ensure_ascii=False, separators=separators)

    @staticmethod
    def from_json(text: str) -> Proposal:
        """Return what `to_json` wrote; ValueError when *text* is not that."""
        read: Proposal = reader(Proposal).validate_json(text)
        return read
