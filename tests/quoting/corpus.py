"""`python -m tests.quoting.corpus NAME`: keeps quotes of this release, with all that made their prices, for ever.

Each line of `tests/data/priced/NAME.jsonl.xz` is a deal's file, the files of its catalog, the day, and the quote.
Files are added and never changed: every later release prices the same deals, and every number and date is the same.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from dealdesk.desk.kept import loaded, read_deal
from dealdesk.desk.recording import Blocked, draft_of
from dealdesk.errors import DealdeskError
from dealdesk.quoting.changing import Changes, amended, renewed
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.standing import Signed, standing
from dealdesk.quoting.toml import toml_text
from dealdesk.register import Draft, Files
from tests.strategies import a_catalog, a_deal

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "tests" / "data" / "priced"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
AMOUNT = re.compile(r"-?\d+(\.\d+)?(E[+-]?\d+)?|\d{4}-\d\d-\d\d")
OF_THE_PROGRAM = frozenset({"engine", "program"})
"""Keys of what a later release may say otherwise."""


@dataclass(frozen=True)
class Kept:
    """A quote that is kept, and what made its price."""

    name: str
    today: date
    deal: Files
    catalog: Files
    quote: dict[str, Any]

    def priced(self) -> Quote:
        """Return the quote of the same deal and catalog, by this program."""
        key = tuple(sorted(self.catalog.content.items())), tuple(sorted(self.catalog.shown.items()))
        quote: Quote = price(read_deal(self.deal), _catalog(*key), today=self.today)
        return quote

    def draft(self) -> Draft:
        """Return it ready to be recorded."""
        quote = self.priced()
        return Draft(quote, self.deal, self.catalog, self.name.ljust(64, "0"), "ann", self.today)


@lru_cache(maxsize=32)
def _catalog(content: tuple[tuple[str, bytes], ...], shown: tuple[tuple[str, str], ...]) -> Any:
    return loaded(Files(dict(shown), dict(content)))


def kept() -> Iterator[Kept]:
    """Yield every quote that is kept."""
    for file in sorted(KEPT.glob("*.jsonl.xz")):
        for line in lzma.decompress(file.read_bytes()).decode().splitlines():
            said = json.loads(line)
            files = [
                Files(
                    {name: each["shown"] for name, each in said[what].items()},
                    {name: each["text"].encode() for name, each in said[what].items()},
                )
                for what in ("deal", "catalog")
            ]
            yield Kept(said["name"], date.fromisoformat(said["today"]), *files, said["quote"])


def different(before: Any, now: Any, path: str = "") -> Iterator[str]:
    """Yield every number and date that is another, or is not there any more; words may differ."""
    if isinstance(before, dict):
        for key, value in before.items():
            if key not in OF_THE_PROGRAM:
                yield from different(value, now.get(key) if isinstance(now, dict) else None, f"{path}.{key}")
    elif isinstance(before, list):
        others = now if isinstance(now, list) else []
        for number, value in enumerate(before):
            yield from different(value, others[number] if number < len(others) else None, f"{path}[{number}]")
    elif (isinstance(before, int | bool) or (isinstance(before, str) and AMOUNT.fullmatch(before))) and before != now:
        yield f"{path[1:]} was {before}, and is {now}"


# ---- keeping


def _line(name: str, file: Path) -> str | None:
    try:
        draft, _ = draft_of(file, rep="ann", at=NOON)
    except (Blocked, DealdeskError):
        return None
    said: dict[str, Any] = {"name": name, "today": draft.today.isoformat(), "quote": json.loads(draft.quote.to_json())}
    for what, files in (("deal", draft.deal), ("catalog", draft.catalog)):
        said[what] = {
            each: {"shown": files.shown[each].replace(f"{file.parent}/", ""), "text": content.decode()}
            for each, content in files.content.items()
        }
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _later(name: str, file: Path, rnd: Random) -> Iterator[tuple[str, Path]]:
    """Yield the deal of a file, an amendment of it, and a renewal of it."""
    yield name, file
    draft, _ = draft_of(file, rep="ann", at=NOON)
    deal, catalog = read_deal(draft.deal), loaded(draft.catalog)
    quote = draft.quote
    contract = standing(Signed(name, deal, catalog, quote))
    counted = [n for n, line in enumerate(deal.lines, 1) if line.quantity and not line.optional]
    by = {rnd.choice(counted): Decimal(rnd.randint(1, 9))} if counted else {}
    start = quote.start + timedelta(days=(quote.end - quote.start).days // rnd.randint(2, 4))
    removed = (len(deal.lines),) if len(deal.lines) > 1 and (not by or rnd.random() < 0.3) else ()
    changes = Changes(by={n: more for n, more in by.items() if n not in removed}, remove=removed)
    for what, make in (
        ("amended", lambda: amended(contract, changes, name="C-1", start=start, added_units="catalog")),
        ("renewed", lambda: renewed(contract, catalog, Changes(), name="C-1", rule=RENEWAL)),
    ):
        try:
            made = file.with_name(f"{what}-{file.name}")
            made.write_text(toml_text(make()), "utf-8")
            yield f"{name}, {what}", made
        except DealdeskError:
            continue


RENEWAL: dict[str, Any] = {"percent": Decimal(3), "compounding": "compound"}
"""What a renewal rises by, where the deal does not say."""


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    rnd = Random("the corpus")
    for file in sorted((ROOT / "examples").glob("*/deal.toml")):
        place = folder / "examples" / file.parent.name
        place.mkdir(parents=True)
        (copy := place / "deal.toml").write_bytes(file.read_bytes())
        for each in file.parent.glob("*.toml"):
            (place / each.name).write_bytes(each.read_bytes())
        yield from _tried(file.parent.name, copy, rnd)
    for number in range(90):
        catalog = a_catalog(rnd)
        (place := folder / f"random-{number}").mkdir()
        (place / "made.toml").write_text(toml_text(catalog), "utf-8")
        for each in range(2):
            (file := place / f"deal-{each}.toml").write_text(
                toml_text(a_deal(rnd, catalog) | {"catalog": "./made.toml"}), "utf-8"
            )
            yield from _tried(f"random {number}/{each}", file, rnd)


def _tried(name: str, file: Path, rnd: Random) -> Iterator[tuple[str, Path]]:
    try:
        yield from list(_later(name, file, rnd))
    except DealdeskError as refused:
        print(f"{name}: {str(refused).splitlines()[0][:150]}", file=sys.stderr)


SMALLEST = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
"""How text is packed that is kept for ever and read now and then."""


def main() -> None:
    """Keep quotes under a new name."""
    (name,) = sys.argv[1:]
    out = KEPT / f"{name}.jsonl.xz"
    if out.exists():
        raise SystemExit(f"{out} is kept for ever; give another name")
    with TemporaryDirectory() as folder:
        (Path(folder) / "catalogs").symlink_to(ROOT / "catalogs")
        lines = [line for name, file in _files(Path(folder)) if (line := _line(name, file)) is not None]
    KEPT.mkdir(exist_ok=True)
    out.write_bytes(lzma.compress("\n".join(lines).encode(), filters=SMALLEST))
    print(f"{len(lines)} quotes in {out}, {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
