"""Drafts to record, as many as are wanted, without pricing each: one priced deal under many names."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from dealdesk.desk.recording import draft_of
from dealdesk.register import Draft, Register, make_register
from tests.cli.conftest import CATALOG, DEAL

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
"""When things happen: the deal is of the day before, and valid for 30 days from then."""

LAST = date(2026, 12, 20)


@cache
def priced() -> Draft:
    """Return the deal of the shop, priced: 33,000.00 USD at list, 28,215.00 after the bundle and the term."""
    with TemporaryDirectory() as folder:
        Path(folder, "acme.toml").write_text(CATALOG)
        Path(folder, "deal.toml").write_text(DEAL)
        made = draft_of(Path(folder, "deal.toml"), rep="ann", at=AT)[0]
    return replace(made, quote=replace(made.quote, options=()))


@cache
def _text() -> tuple[str, str]:
    return tuple(priced().text.decode().split('"Northwind"'))  # type: ignore[return-value]


def draft(name: str = "1", **other: object) -> Draft:
    """Return a draft whose content is another for each *name*, with its JSON made by putting the name in."""
    made, customer = priced(), f"Customer {name}"
    quote = replace(made.quote, customer=replace(made.quote.customer, name=customer))
    found = replace(made, quote=quote, inputs=sha256(name.encode()).hexdigest(), **other)  # type: ignore[arg-type]
    found.__dict__["text"] = json.dumps(customer, ensure_ascii=False).join(_text()).encode()
    return found


@cache
def _empty() -> Path:
    file = Path(_FOLDER.name, "register.db")
    make_register(str(file))
    return file


_FOLDER = TemporaryDirectory(prefix="dealdesk-empty-")


def new_file(folder: Path) -> Path:
    """Return the file of a new, empty register in a folder."""
    folder.mkdir(exist_ok=True)
    return Path(shutil.copyfile(_empty(), folder / "register.db"))


def filled(register: Register, count: int = 6) -> list[str]:
    """Record some quotes, take them as far as they go, and return their numbers."""
    numbers = []
    for each in range(count):
        number = register.add(draft(str(each)), actor="ann", at=AT).stored.number
        numbers.append(number)
        for move, actor, reason in LIVES[each % len(LIVES)]:
            if move == "revise":
                register.revise(number, draft(f"{each}, better"), actor=actor, at=AT)
            else:
                register.act(number, move, actor=actor, at=AT, reason=reason)
    return numbers


LIVES = (
    (),
    (("submit", "ann", None), ("approve", "bob", None), ("send", "ann", None), ("accept", "ann", None)),
    (("submit", "ann", None), ("reject", "bob", "too cheap"), ("revise", "ann", None), ("submit", "ann", None)),
    (("submit", "ann", None), ("consent", "bob", None), ("approve", "cy", "all right"), ("send", "ann", None)),
    (("void", "ann", "wrong customer"),),
    (("clear", "ann", None), ("send", "ann", None), ("decline", "ann", "too dear")),
)
"""What becomes of the quotes of `filled`."""
