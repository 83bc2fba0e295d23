"""The process that makes a document from somebody's own templates, and ends with it.

It is run as a script, with an empty environment, by `apart`, and reads what to do as JSON.  First it takes limits on
itself: memory, processor time, size of files, open files, no core dump, and where the system lets it a network of its
own without a way out.  When all that it needs is loaded, it closes the door: from then on Python opens files only
where typefaces and libraries are, writes only into its own folder, and starts and connects to nothing.  Only then
does it look at the templates.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

ANSWER, DOCUMENT = "answer.json", "document"
"""The files that are left in the working folder: what became of it, and the document."""

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_CLOSED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.system",
    "os.kill",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.symlink",
    "os.truncate",
    "pty.",
    "signal.",
    "ctypes.dlopen",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
    "winreg.",
    "webbrowser.",
)
"""Beginnings of the names of what Python reports and this process never does."""

_FOLDERS = ("os.remove", "os.rename", "os.rmdir", "os.mkdir")
"""What is done in the process's own folder only."""

_READ = ("os.listdir", "os.scandir")
_LIBRARIES = ("site-packages", "dist-packages")
"""Folders of Python's path that hold libraries; others, such as the working folder, are not read from any more."""


class NotAllowed(Exception):
    """Something that no template has a reason to do."""


def main() -> None:
    """Read what to do from stdin, do it, and leave document and answer in the working folder."""
    wanted = json.load(sys.stdin)
    _limit(wanted["limits"])
    _leave_the_network()
    sys.path[:] = wanted["path"]
    sys.dont_write_bytecode = True
    answer: dict[str, Any]
    try:
        document = _made(wanted)
        if len(document) > wanted["limits"]["bytes"]:
            answer = {"over": "bytes"}
        else:
            Path(DOCUMENT).write_bytes(document)
            answer = {"done": True}
    except MemoryError:
        answer = {"over": "memory"}
    except RecursionError:
        answer = {"error": "it is nested too deeply"}
    except BaseException as failure:  # what refuses a typeface's address is no Exception
        answer = _told(failure)
    Path(ANSWER).write_text(json.dumps(answer), "utf-8")
    sys.stdout.flush()
    os._exit(0)  # there is nothing to tidy up, and a large document takes long to


def _limit(limits: Mapping[str, int]) -> None:
    """Take limits that cannot be raised again; a system that has not all of them keeps those that it has."""
    try:
        import resource
    except ImportError:  # Windows
        return
    taken = {
        "RLIMIT_AS": limits["memory"],
        "RLIMIT_CPU": limits["seconds"],
        "RLIMIT_FSIZE": limits["bytes"],
        "RLIMIT_NOFILE": limits["files"],
        "RLIMIT_CORE": 0,
    }
    for name, most in taken.items():
        with suppress(ValueError, OSError):  # macOS does not limit memory
            which = getattr(resource, name)
            hard = resource.getrlimit(which)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (most, most))


def _leave_the_network() -> None:
    """Go into a network of one's own, which has no way out, where Linux allows that."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _made(wanted: Mapping[str, Any]) -> bytes:
    """Load everything, close the door, and only then make the document."""
    from base64 import b64decode
    from importlib import import_module
    from zoneinfo import TZPATH

    from dealdesk.documents import FORMATS, KINDS
    from dealdesk.documents.active import found_active
    from dealdesk.documents.assets import overlaid
    from dealdesk.documents.document import Document
    from dealdesk.documents.own import Own

    kind = next(each for each in KINDS if each.name == wanted["kind"])
    form = next(each for each in FORMATS if each.name == wanted["format"])
    module, name = wanted["type"]
    source = getattr(import_module(module), name).from_json(wanted["source"])
    files = {each: b64decode(content) for each, content in wanted["files"].items()}
    own = Own(Path(wanted["place"]), files, Path(wanted["fonts"]) if wanted["fonts"] else None)
    assets = overlaid(kind.folder, own, parts=kind.parts)
    if form.name == "pdf":
        import weasyprint  # noqa: F401 - loads the system's libraries, which is not allowed later
    libraries = [each for each in wanted["path"] if Path(each).name in _LIBRARIES]
    own_code = Path(__file__).resolve().parents[1]
    _close([assets.fonts, own_code, *map(Path, (*libraries, *TZPATH, sys.prefix, sys.base_prefix))])
    document = form.write(Document(kind, source, wanted["page"], assets))
    active = found_active(document, form.name)
    if active is not None:
        raise NotAllowed(f"{active}, which acts when it is opened, or sends")
    return document


def _close(readable: list[Path]) -> None:
    """Refuse from now on what a document has no need of; there is no way back.

    Reading is allowed below *readable*, and reading and writing below the working folder.
    """
    own = os.path.realpath(os.curdir) + os.sep
    roots = tuple(os.path.realpath(each) + os.sep for each in readable if each.is_dir())

    def inside(path: Any, *folders: str) -> bool:
        where = os.path.realpath(os.fsdecode(path)) if isinstance(path, str | bytes | os.PathLike) else ""
        return bool(where) and (where + os.sep).startswith(folders)

    def open_(path: Any, mode: Any, flags: Any) -> bool:
        writes = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
        return isinstance(path, int) or inside(path, own) or (not writes and inside(path, *roots))

    def watch(event: str, details: tuple[Any, ...]) -> None:
        if event == "open":
            allowed = open_(*details)
        elif event in _FOLDERS:
            allowed = inside(details[0], own)
        elif event in _READ:
            allowed = details[0] is None or isinstance(details[0], int) or inside(details[0], own, *roots)
        else:
            allowed = not event.startswith(_CLOSED)
        if not allowed:
            raise NotAllowed(f"{event} {details[0] if details else ''!s}".strip())

    sys.addaudithook(watch)


def _told(failure: BaseException) -> dict[str, str]:
    """Return what went wrong, and whether that says all; what is no error of ours is one of the templates."""
    from dealdesk.errors import DealdeskError

    if isinstance(failure, DealdeskError):
        behind = str(failure).startswith(("a document ", "the document "))  # then the templates are to be named
        return {"error": str(failure), "told": "" if behind else type(failure).__name__}
    if type(failure).__name__ == "FatalURLFetchingError":
        return {"error": str(failure)}
    if isinstance(failure, NotAllowed):
        return {"error": f"a document may not have this: {failure}"}
    said = str(failure).strip().splitlines()
    words = f"{type(failure).__name__}: {said[0][:200]}" if said else type(failure).__name__
    return {"error": f"what the templates ask for cannot be laid out: {words}"}


if __name__ == "__main__":
    main()
