"""The same key from eight processes at once, with the same content and with another, on both databases."""

from __future__ import annotations

from collections import Counter
from multiprocessing import get_context
from pathlib import Path

from dealdesk.register import make_register, open_register
from dealdesk.register.audit import verify
from tests.abuse.abuse import Abuse, Outcome
from tests.postgres import server
from tests.register.drafts import AT, draft, new_file, priced
from tests.register.test_writers import together

AT_ONCE = 8


def tried(url: str, folder: Path, keys: int, content: str) -> tuple[Counter[str], list[str]]:
    """Let 8 processes use each of some keys at the same moment; *content* is "the same" or "another"."""
    priced()
    line = get_context("fork").Barrier(AT_ONCE)

    def save(writer: int) -> list[list[str]]:
        told = []
        with open_register(url, start=folder) as register:
            for number in range(keys):
                made = draft(f"{content} {number}" if content == "the same" else f"{number} of {writer}")
                line.wait(60)
                try:
                    added = register.add(made, actor="ann", at=AT, key=f"{content} {number}")
                    told.append(["new" if added.is_new else "known", added.stored.number, added.stored.inputs])
                except Exception as refused:
                    words = str(refused)
                    told.append([type(refused).__name__, "with its digest" if made.inputs in words else words, words])
        return told

    with open_register(url, start=folder) as register:
        before = register.head().count
    found = together(AT_ONCE, save)
    wrong = [each["error"] for each in found if "error" in each]
    counts = Counter[str]()
    for key in range(keys if not wrong else 0):
        said = [each["done"][key] for each in found]
        new = [each for each in said if each[0] == "new"]
        counts["keys"] += 1
        if len(new) != 1:
            wrong.append(f"{content}, key {key}: {len(new)} quotes were made")
            continue
        others = [each for each in said if each[0] != "new"]
        if content == "the same":
            wrong += [f"{content}, key {key}: {each}" for each in others if each[:2] != ["known", new[0][1]]]
            counts["given the same quote"] += len(others)
        else:
            both = [each for each in others if each[:2] == ["Conflict", "with its digest"] and new[0][2] in each[2]]
            wrong += [f"{content}, key {key}: {each[:2]}" for each in others if each not in both]
            counts["refused with both digests"] += len(both)
    with open_register(url, start=folder) as register:
        if register.head().count - before != keys:
            wrong.append(f"{content}: {register.head().count - before} entries for {keys} keys")
        wrong += map(str, verify(register, register.head()).faults)
    return counts, wrong


def run(seed: int, count: int, folder: Path) -> Outcome:
    """Use *count* keys, a quarter for each database and sort of content; chance is that of the processes."""
    outcome = Outcome()
    with server() as started:
        make_register(served := started.database())
        for name, url in (("SQLite", str(new_file(folder / ".dealdesk"))), ("PostgreSQL", served)):
            for content in ("the same", "another"):
                counts, wrong = tried(url, folder, max(1, count // 4), content)
                outcome.counts.update({f"{name}: {words}": number for words, number in counts.items()})
                outcome.faults += [f"{name}: {each}" for each in wrong]
    return outcome


ABUSE = Abuse("keys", "the same key from 8 processes at once, with one content and with others", 1_000, run)
