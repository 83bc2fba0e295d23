"""Somebody's own templates are used in a process of its own, with limits, which is killed when it does not end.

A template can ask for a text of a billion letters, a style for type as large as a house, and no look at the source
says so before.  So nothing of it runs here.  `child` gets plain data and gives back bytes, or one sentence.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealdesk.errors import NotAvailable, RenderError

if TYPE_CHECKING:
    from dealdesk.documents.document import Format, Kind
    from dealdesk.documents.own import Own

SECONDS, WALL = 20, 60
"""Most seconds of processor time, and most by the clock."""

LIMITS: Mapping[str, int] = {"memory": 1 << 30, "seconds": SECONDS, "bytes": 20 << 20, "files": 64}
"""What `child` limits itself to, for good: bytes of memory, seconds of processor time, bytes of a file, open files."""

_CHILD = Path(__file__).with_name("child.py")
_KEPT = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT", "WEASYPRINT_DLL_DIRECTORIES")
"""What is left of the environment: where the system's libraries are, on systems that need to be told."""

_OVER = {
    "memory": f"needed more than {LIMITS['memory'] >> 30} GB of memory and was stopped",
    "seconds": f"took more than {SECONDS} seconds of processor time and was stopped",
    "bytes": f"became larger than {LIMITS['bytes'] >> 20} MB and was stopped",
    "clock": f"took more than {WALL} seconds and was stopped",
}


def made_apart(source: Any, kind: Kind, form: Format, page: str, own: Own) -> bytes:
    """Return a document that is made from somebody's own templates, in a process of its own.

    Args:
        source: What the document is about; it has `to_json` and `from_json`.
        kind: The kind of document.
        form: Its format.
        page: Its page.
        own: The templates.

    Raises:
        RenderError: A template is wrong, or asks for too much: the sentence names the templates and the limit.
        NotAvailable: A PDF is asked for, and the system library Pango is not installed.
    """
    from dealdesk.documents.child import ANSWER, DOCUMENT

    wanted = {
        "limits": LIMITS,
        "path": [str(Path(each).resolve()) for each in sys.path if each and Path(each).exists()],
        "type": [type(source).__module__, type(source).__qualname__],
        "source": _as_json(source),
        "kind": kind.name,
        "format": form.name,
        "page": page,
        "place": str(own.place),
        "files": {name: b64encode(content).decode() for name, content in own.files.items()},
        "fonts": str(own.fonts) if own.fonts else None,
    }
    with tempfile.TemporaryDirectory(prefix="dealdesk-") as folder:
        code = _run(json.dumps(wanted).encode(), folder)
        answer = _answer(Path(folder, ANSWER))
        if answer.get("done"):
            return Path(folder, DOCUMENT).read_bytes()
    if "error" in answer:
        if answer.get("told") == NotAvailable.__name__:
            raise NotAvailable(answer["error"])
        behind = "" if answer.get("told") else f"; it comes from {own.shown}"
        raise RenderError(answer["error"] + behind)
    over = answer.get("over") or _limit_behind(code)
    raise RenderError(f"{own.shown}: the document {_OVER.get(over, f'could not be made: {over}')}")


def unlimited() -> str:
    """Return what this system does not limit, in words; "" where it limits all."""
    if sys.platform == "linux":
        return ""
    missing = "memory and processor time" if sys.platform == "win32" else "memory"
    return f"this system does not limit the {missing} of a process"


def _as_json(source: Any) -> str:
    text = str(source.to_json())
    try:
        text.encode()
    except UnicodeEncodeError:
        from dealdesk.documents.fonts import require_printable

        plain = json.loads(text)
        require_printable(plain, lambda: plain)
    return text


def _run(wanted: bytes, folder: str) -> int | None:
    """Run the child in *folder*; return its exit code, or None when it had to be killed."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"TMPDIR": folder, "TEMP": folder, "TMP": folder, "HOME": folder}
    process = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    try:
        process.communicate(wanted, timeout=WALL)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            _kill(process)
    return process.returncode


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _answer(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):  # it was stopped before, or while it wrote
        return {}
    return found if isinstance(found, dict) else {}


def _limit_behind(code: int | None) -> str:
    """Return the limit that ended a child without an answer."""
    if code is None:
        return "clock"
    name = signal.Signals(-code).name if code < 0 else ""
    if name in ("SIGXCPU", "SIGKILL"):
        return "seconds"
    if name in ("SIGABRT", "SIGTRAP", "SIGSEGV", "SIGBUS"):  # how C libraries end when they get no memory
        return "memory"
    return "bytes" if name == "SIGXFSZ" else f"its process ended with {name or code}"
