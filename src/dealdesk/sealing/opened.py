"""A PDF that may come from anybody, opened in a process of its own, with limits, which is killed if it does not end."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dealdesk.errors import DealdeskError, NotAvailable, printable

LARGEST = 32 << 20
"""Most bytes of a PDF that is looked at; dealdesk writes none of more than 10 MB."""

MEMORY, SECONDS, WALL = 1 << 30, 30, 60
_CHILD = Path(__file__).with_name("inside.py")
_EXTRAS = {"pikepdf": "check", "pypdfium2": "check", "pyhanko": "sign"}


class Unreadable(DealdeskError):
    """A file that is no PDF, or one that cannot be read."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature of a PDF.

    Attributes:
        by: Whom the certificate names.
        at: When, by the signer's own clock.
        intact: Whether what was signed is what is there, and the signature belongs to the certificate.
        trusted: Whether the certificate is one that was given as trusted, or was issued by one.
        whole: Whether it covers the whole file.
        later: What sort of change came after it; "" for none.
        error: Why it could not be looked at.
    """

    by: str = ""
    at: str = ""
    intact: bool = False
    trusted: bool = False
    whole: bool = False
    later: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is in a PDF.

    Attributes:
        files: The attached files, by name.
        info: Its title, author, and what else it says of itself.
        acts: What in it acts, lies over its pages, or makes programs read it each in its own way.
        signatures: Its signatures.
    """

    files: Mapping[str, bytes]
    info: Mapping[str, str]
    acts: Sequence[str]
    signatures: Sequence[Signature]


def opened(data: bytes, name: str, trust: Sequence[bytes] = ()) -> Opened:
    """Return what is in a PDF.

    Args:
        data: Its bytes.
        name: What to call it.
        trust: Certificates, PEM or DER, of signers that are trusted, or of who issued theirs.

    Raises:
        Unreadable: It is no PDF, encrypted, damaged, too large, or takes too long.
        NotAvailable: A library is not installed.
    """
    if len(data) > LARGEST:
        raise Unreadable(
            f"{printable(name)} has {len(data):,} bytes; PDFs of more than {LARGEST >> 20} MB are not read"
        )
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(f"{printable(name)} is not a PDF")
    answer = _asked({"do": "read"}, name, data, trust=trust)
    signatures = [_signature(each) for each in answer["signatures"]]
    files = {file: b64decode(content) for file, content in answer["files"].items()}
    return Opened(files, answer["info"], answer["acts"], signatures)


def _signature(data: Mapping[str, Any]) -> Signature:
    if "error" in data:
        return Signature(error=str(data["error"]))
    names = ("by", "at", "intact", "trusted", "whole", "later")
    return Signature(**{name: data[name] for name in names})


def compared(data: bytes, expected: bytes, name: str) -> list[dict[str, Any]]:
    """Return on which pages a PDF reads or looks otherwise than *expected*.

    Raises:
        Unreadable, NotAvailable: As for `opened`.
    """
    found: list[dict[str, Any]] = _asked({"do": "compare"}, name, data, expected=expected)["differences"]
    return found


def called(work: Callable[..., Any], data: bytes, other: bytes, name: str, **options: str) -> Any:
    """Return what a function says of a PDF, other bytes and options, in that process; it answers in plain data.

    Raises:
        Unreadable, NotAvailable: As for `opened`.
    """
    wanted = {"do": "call", "module": work.__module__, "name": work.__qualname__, "options": options}
    return _asked(wanted, name, data, expected=other)["found"]


def _asked(
    wanted: dict[str, Any], name: str, data: bytes, expected: bytes = b"", trust: Sequence[bytes] = ()
) -> dict[str, Any]:
    """Ask the other process, and return its answer."""
    with TemporaryDirectory(prefix="dealdesk-") as folder:
        place = Path(folder)
        (place / "file").write_bytes(data)
        (place / "expected").write_bytes(expected)
        certificates = []
        for number, each in enumerate(trust):
            certificates.append(f"trust-{number}")
            (place / certificates[-1]).write_bytes(each)
        wanted |= {
            "file": "file",
            "expected": "expected",
            "trust": certificates,
            "memory": MEMORY,
            "seconds": SECONDS,
            "path": [str(Path(each).resolve()) for each in sys.path if each and Path(each).exists()],
        }
        try:
            subprocess.run(
                [sys.executable, "-I", "-X", "utf8", str(_CHILD)],
                input=json.dumps(wanted).encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                timeout=WALL,
                check=False,
            )
            answer = json.loads((place / "answer.json").read_text("utf-8"))
        except subprocess.TimeoutExpired:
            raise Unreadable(f"{printable(name)} takes more than {WALL} seconds to read; it was left") from None
        except (OSError, ValueError):
            raise Unreadable(
                f"{printable(name)} needs more than a PDF of ours does, or breaks what reads it; it was left"
            ) from None
    if "missing" in answer:
        extra = _EXTRAS.get(answer["missing"], "all")
        raise NotAvailable(f"{answer['missing']} is not installed: pip install 'dealdesk[{extra}]'")
    if "error" in answer:
        raise Unreadable(f"{printable(name)}: {printable(answer['error'])}")
    made: dict[str, Any] = answer
    return made
