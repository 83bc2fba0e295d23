"""Texts that try to be SQL, and every other attack, in each field of a quote on record: stored as they were said."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from dealdesk.errors import DealdeskError
from dealdesk.register import Draft, Files, Register, Wanted, make_register, open_register
from dealdesk.register.audit import verify
from dealdesk.register.problems import Failing, Unavailable
from tests.abuse.abuse import Abuse, Outcome
from tests.abuse.naughty import naughty
from tests.abuse.register import SQL
from tests.postgres import server
from tests.register.drafts import AT, new_file, priced


def texts_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where in some plain data there are words, and no numbers or dates."""
    if isinstance(value, dict):
        return [each for key, inner in value.items() for each in texts_of(inner, (*path, key))]
    if isinstance(value, list):
        return [each for number, inner in enumerate(value) for each in texts_of(inner, (*path, number))]
    return [path] if isinstance(value, str) and not value[:1].isdigit() and "currency" not in path else []


def said(text: str, number: int, luck: random.Random) -> tuple[Draft, dict[str, Any]]:
    """Return a draft that says *text* in the fields of people and in one more of its quote."""
    made = priced()
    data = json.loads(made.text)
    for path in (("customer", "name"), ("customer", "segment"), ("title",), luck.choice(texts_of(data))):
        at = data
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = text
    deal = Files({"deal.toml": text}, {"deal.toml": text.encode("utf-8", "surrogatepass") or b" "})
    found = replace(
        made, rep=text, reference=f"{text} {number}", deal=deal, inputs=sha256(f"{number}".encode()).hexdigest()
    )
    found.__dict__.update({"data": data, "text": json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")})
    return found, data


def tried(register: Register, text: str, number: int, luck: random.Random) -> tuple[str, list[str]]:
    """Record a quote with a text in its fields; return what became of it, and what is wrong."""
    try:
        draft, data = said(text, number, luck)
        stored = register.add(draft, actor=text, at=AT, key=f"{text} {number}").stored
    except (Unavailable, Failing) as fault:
        return "failed", [f"{type(fault).__name__}: {fault}"]
    except DealdeskError:
        return "refused in a sentence", []
    except Exception as crash:
        return "crashed", [f"{type(crash).__name__}: {crash}"]
    found = register.find(stored.number)
    (event,) = register.events(stored.number)
    fields = (found.customer, found.segment, found.rep, event.actor, register.deal(found).shown["deal.toml"])
    wrong = [f"it came back as {each!r}" for each in fields if each != text]
    wrong += [] if found.reference == f"{text} {number}" else [f"the reference came back as {found.reference!r}"]
    record = register.record(found)
    if register.content(record["quote"]) != draft.text or json.loads(draft.text) != data:
        wrong.append("the quote came back otherwise")
    if stored.number not in {each.number for each in register.wanted(Wanted(customer=text, rep=text), AT)}:
        wrong.append("it is not found by its own text")
    return "stored as it was said", wrong


def run(seed: int, count: int, folder: Path) -> Outcome:
    """Record *count* texts, half in a file and half on a server."""
    outcome, luck = Outcome(), random.Random(seed)
    with server() as started:
        make_register(served := started.database())
        for name, url in (("SQLite", str(new_file(folder / ".dealdesk"))), ("PostgreSQL", served)):
            with open_register(url, start=folder) as register:
                became = Counter[str]()
                for number in range(count // 2):
                    text = luck.choice(["", luck.choice(SQL)]) + luck.choice([luck.choice(SQL), naughty(seed, number)])
                    what, wrong = tried(register, text, number, luck)
                    became[what] += 1
                    outcome.counts[f"{name}: {what}"] += 1
                    outcome.faults += [f"{name} {number} {text[:60]!r}: {each}" for each in wrong]
                (versions,) = register.database.one("count_events") or (0,)
                if versions != became["stored as it was said"]:
                    outcome.faults.append(f"{name}: {versions} entries for {became} quotes")
                outcome.faults += [f"{name}: {each}" for each in verify(register, register.head()).faults]
    return outcome


ABUSE = Abuse("verbatim", "texts that try to be SQL, in each field of a quote on record", 10_000, run)
