"""One quote, rendered in processes that differ in all that a document may not depend on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.abuse.abuse import Abuse, Outcome
from tests.documents.samples import everything, with_logo

SCRIPT = """
import hashlib, sys
from pathlib import Path
from dealdesk.documents import KINDS, render
from dealdesk.quoting.quote import Quote
quote = Quote.from_json(Path(sys.argv[1]).read_text("utf-8"))
for kind in (each for each in KINDS if each.source == "deal"):
    for form in ("pdf", "html", "md"):
        print(kind.name, form, hashlib.sha256(render(quote, kind.name, form)).hexdigest())
"""
ZONES = ("UTC", "Asia/Tokyo", "America/St_Johns")
LOCALES = ("C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "C")
DATES = (None, "0", "1893456000")
FOLDERS = ("a", "b c", "\u00e9")


def digests(folder: Path, quote: Path, **environment: str | None) -> str:
    """Return the digests of every document of a quote, made by a new process in *folder*."""
    given = {name: value for name, value in (os.environ | environment).items() if value is not None}
    command = [sys.executable, "-c", SCRIPT, str(quote)]
    done = subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, check=True)
    return done.stdout


def _run(seed: int, count: int, folder: Path) -> Outcome:
    outcome, quote, found = Outcome(), folder / "quote.json", set[str]()
    quote.write_text(with_logo(everything()).to_json(), "utf-8")
    for name in FOLDERS:
        (folder / name).mkdir()
    for number in range(count):
        random = Random(f"{seed}:{number}")
        found.add(
            digests(
                folder / random.choice(FOLDERS),
                quote,
                PYTHONHASHSEED=str(random.randrange(5)),
                TZ=random.choice(ZONES),
                LC_ALL=random.choice(LOCALES),
                SOURCE_DATE_EPOCH=random.choice(DATES),
                HOME=str(folder),
            )
        )
    documents = len(next(iter(found)).splitlines()) if found else 0
    outcome.counts.update({"processes": count, "documents of each": documents, "different results": len(found)})
    if len(found) > 1:
        outcome.faults.append("not the same bytes: " + " / ".join(sorted(found)))
    return outcome


ABUSE = Abuse("renders", "one quote in processes that differ in hash seed, folder, zone, locale and date", 20, _run)
