"""A catalog and a deal in which every text that a person may write is taken from a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle


def quoted(text: str) -> str:
    """Return a text as a TOML string; halves of surrogate pairs stay, and make the file no UTF-8."""
    escapes = {'"': '\\"', "\\": "\\\\"}
    return '"' + "".join(escapes.get(c, c) if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in text) + '"'


class Fields:
    """Hands out strings one after the other, and knows which of them have to be printed on every document."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._next: Iterator[str] = cycle(strings)
        self.used: list[str] = []
        self.printed: list[str] = []

    def hidden(self) -> str:
        """Return the next string, for a field that not every document prints."""
        text = next(self._next)
        self.used.append(text)
        return quoted(text)

    def shown(self) -> str:
        """Return the next string, for a field that every document prints."""
        text = self.hidden()
        self.printed.append(self.used[-1])
        return text

    def several(self, count: int, *, shown: bool = True) -> str:
        """Return a TOML list of some."""
        return f"[{', '.join(self.shown() if shown else self.hidden() for _ in range(count))}]"


def catalog(f: Fields) -> str:
    """Return a catalog of three products."""
    products = "".join(
        f"""
[products.p{n}]
name = {f.shown()}
description = {f.shown()}
kind = "plugin"
family = "software"
includes = {f.several(2, shown=False)}
support = {f.hidden()}

[[products.p{n}.charges]]
id = "seat"
name = {f.hidden()}
period = "year"
unit = {f.hidden()}
note = {f.hidden()}
model = "per_unit"
price = 5{n}.25
"""
        for n in range(3)
    )
    return f"""
[catalog]
id = "naughty"
name = {f.hidden()}
version = "1"
description = {f.hidden()}
currency = "USD"
assumptions = {f.several(3)}

[catalog.entity]
name = {f.shown()}
address = {f.several(3, shown=False)}
email = {f.hidden()}
website = {f.hidden()}

[[catalog.terms.clauses]]
when = "always"
heading = {f.shown()}
text = {f.shown()}

[segments.large]
name = {f.hidden()}

[[phases]]
name = {f.shown()}
weeks = {f.hidden()}
activities = {f.several(2)}

[rules.bundle]
[[rules.bundle.tiers]]
from = 2
percent = 10
name = {f.hidden()}
{products}"""


def deal(f: Fields) -> str:
    """Return a deal on that catalog."""
    contacts = ", ".join(
        f"{{ name = {f.shown()}, title = {f.hidden()}, email = {f.hidden()}, phone = {f.hidden()} }}" for _ in range(3)
    )
    return f"""
catalog = "./catalog.toml"
number = "Q-2026-00001"
title = {f.shown()}
issued = 2026-11-20
start = 2027-01-01
months = 36
notes = {f.several(6)}

[customer]
name = {f.shown()}
segment = "large"
region = {f.hidden()}
industry = {f.hidden()}
address = {f.several(4)}
contacts = [{contacts}]

[prepared_by]
name = {f.shown()}
title = {f.hidden()}
email = {f.hidden()}

[partner]
name = {f.hidden()}

[terms]
payment = {f.hidden()}
renewal = {f.shown()}
added_units = {f.shown()}
overage = {f.shown()}
support = {f.shown()}
agreement = {f.shown()}
precedence = {f.shown()}
tax = {f.hidden()}

[[lines]]
sku = "p0"
quantity = 20
note = {f.hidden()}

[[lines]]
sku = "p1"
quantity = 7
discount = {{ percent = 3, reason = {f.hidden()} }}

[[lines]]
sku = "p2"
optional = true

[[options]]
name = {f.shown()}
months = 12
note = {f.shown()}
"""
