"""Edited PDFs, verified: from the document alone, with a signature, and against a register."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dealdesk.desk.paper import document
from dealdesk.desk.recording import draft_of
from dealdesk.desk.verifying import Report, verify
from dealdesk.errors import DealdeskError
from dealdesk.register import Register, make_register, open_register
from dealdesk.sealing.opened import compared
from dealdesk.sealing.sign import Key, signed
from tests.abuse.abuse import Abuse, Outcome
from tests.abuse.edits import Edited, data_of, edited
from tests.sealing.certificates import certificate

ROOT = Path(__file__).resolve().parents[2]
DEAL = ROOT / "examples" / "single-plugin" / "deal.toml"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)


@dataclass
class Scene:
    """A recorded quote: its PDF, the same signed, the certificate, the register, and a folder."""

    pdf: bytes
    signed: bytes
    certificate: Path
    register: Register
    folder: Path

    def verified(self, content: bytes, *, register: bool = False, trust: bool = False) -> Report | None:
        """Return what is said of a file; None where it is refused as unreadable."""
        file = self.folder / "edited.pdf"
        file.write_bytes(content)
        book, certificates = self.register if register else None, (self.certificate,) if trust else ()
        try:
            return verify(file, today=TODAY, register=book, trust=certificates, now=NOON)
        except DealdeskError:
            return None


def scene(folder: Path, deal: Path = DEAL) -> Scene:
    """Record a deal's quote in a register of its own."""
    make_register(folder)
    register = open_register(start=folder)
    draft, _ = draft_of(deal, rep="rep", at=NOON)
    added = register.add(draft, actor="rep", at=NOON)
    pdf = document(register, added.stored)
    key, cert, _ = certificate(folder)
    return Scene(pdf, signed(pdf, Key(key, cert)), cert, register, folder)


def faults(at: Scene, number: int, one: Edited, chance: random.Random, counts: dict[str, int]) -> list[str]:
    """Return what is wrong with what is said of an edited file."""
    found, name = [], f"{number} ({one.how})"
    alone = at.verified(one.content)
    if alone is not None and alone.verdict == "valid":
        if one.consistent:
            counts["consistent forgeries that the document alone cannot show"] += 1
            if alone.assurance != "document":
                found.append(f"{name}: a forgery is said to rest on {alone.assurance}")
        elif data_of(one.content) != data_of(at.pdf) or compared(one.content, at.pdf, "edited"):
            found.append(f"{name}: passes as valid, and reads otherwise")
        else:
            counts["edits that change nothing that is read"] += 1
    else:
        counts["found from the document alone"] += 1
    if alone is not None and alone.verdict != "valid" and number % 10:
        return [*found, *_counted(one, counts)]  # the register and the signature only add to what is found
    recorded = at.verified(one.content, register=True)
    if recorded is not None and recorded.verdict == "valid":
        found.append(f"{name}: passes as valid with the register")
    else:
        counts["found with the register"] += 1
    trusted = at.verified(one.content, trust=True)
    if trusted is not None and trusted.verdict == "valid":
        found.append(f"{name}: passes as valid with a trusted signer")
    else:
        counts["found with a trusted signer"] += 1
    return [*found, *_counted(one, counts)]


def _counted(one: Edited, counts: dict[str, int]) -> list[str]:
    counts[f"edits: {one.how}"] += 1
    return []


def run(seed: int, count: int, folder: Path) -> Outcome:
    """Edit *count* PDFs; half of the edits are made on the signed file."""
    outcome, at = Outcome(), scene(folder)
    try:
        for number in range(count):
            chance = random.Random(f"{seed} {number}")
            one = edited(at.signed if number % 2 else at.pdf, chance)
            if one.content in (at.pdf, at.signed):
                continue
            outcome.faults += faults(at, number, one, chance, outcome.counts)
    finally:
        at.register.close()
    return outcome


ABUSE = Abuse("verify", "a quote's PDF edited, by its text, its data, both, single bits", 1_000, run)
