"""Recorded quotes, priced again from their record alone: the catalog is deleted, and the clock says 2045."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from dealdesk.register import open_register
from tests.abuse.abuse import Abuse, Outcome
from tests.quoting.corpus import NOON, ROOT, kept
from tests.register.drafts import new_file

LATER = """
import datetime, json, sys, time
from dataclasses import replace

NOW = datetime.datetime(2045, 7, 1, 12, tzinfo=datetime.UTC)
time.time, time.time_ns = NOW.timestamp, lambda: int(NOW.timestamp()) * 10**9  # what date.today() asks, too
sys.path.insert(0, {root!r})

from dealdesk.desk.kept import rederived
from dealdesk.register import open_register
from dealdesk.register.chain import digest
from dealdesk.sealing.extract import extract


class Any(type):
    def __instancecheck__(cls, value):
        return isinstance(value, datetime.datetime)


class Later(datetime.datetime, metaclass=Any):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(NOW.timestamp(), tz)


with open_register({file!r}) as book:
    rows = book.database.all("all_versions")
    extract(rederived(book, book.find(rows[0][0])))  # so that every module is there
    for name, module in list(sys.modules.items()):
        if name.startswith("dealdesk") and getattr(module, "datetime", None) is datetime.datetime:
            module.datetime = Later
    assert datetime.date.today().year == Later.now().year == datetime.datetime.today().year == 2045
    for row in rows:
        stored = book.find(row[0], row[1])
        made, kept = rederived(book, stored), book.quote(stored)
        same = made.to_json() == kept.to_json() and extract(made) == extract(kept)
        made = replace(made, number=None, revision=1).to_json()  # as it was before it had a number
        known = digest(made.encode()) == book.record(stored)["quote"]
        print(json.dumps([stored.number, same, known, str(kept.totals.net), str(stored.net)]))
"""


def run(seed: int, count: int, folder: Path) -> Outcome:
    """Record *count* quotes of the corpus, take everything else away, and price them again; a *seed* is not needed."""
    del seed
    outcome, names = Outcome(), dict[str, str]()
    file = new_file(folder / ".dealdesk")
    with open_register(str(file)) as register:
        every = list(kept())
        for each in every[:: max(1, len(every) // count)][:count]:
            names[register.add(each.draft(), actor="ann", at=NOON).stored.number] = each.name
    (folder / "empty").mkdir()
    script = LATER.format(root=str(ROOT), file=str(file))
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=folder / "empty", text=True, capture_output=True, check=False
    )
    if ended.returncode:
        outcome.faults.append(ended.stderr[-2000:])
    for line in ended.stdout.splitlines():
        number, same, digest, net, stored = json.loads(line)
        outcome.counts["priced again, with the same cents and digest"] += same and digest and net == stored
        if not (same and digest and net == stored):
            outcome.faults.append(
                f"{number}, {names[number]}: {net} and not {stored}, the digest is the same: {digest}"
            )
    if len(ended.stdout.splitlines()) != len(names):
        outcome.faults.append(f"{len(ended.stdout.splitlines())} of {len(names)} were priced again")
    return outcome


ABUSE = Abuse("recomputed", "recorded quotes are priced again in 2045, without catalog and deal", 400, run)
