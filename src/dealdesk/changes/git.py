"""Files of a git revision, read without checking anything out.

git runs with a list of arguments and no shell; hooks, monitors, pagers and the network are off.  Whatever a revision is
called, it becomes the hash of a commit first, and only hashes are given to the commands that read.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dealdesk.catalog.load import CATALOG_BYTES, LOGO_BYTES
from dealdesk.errors import CatalogError, Mistake, NotAvailable, printable

SECONDS = 60
"""How long one call of git may take."""

MOST_FILES = 1_000
"""Files of a catalog's folder that are read."""

_OFF = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"),
    *("-c", "core.quotePath=false", "-c", "log.showSignature=false"),
)
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?").fullmatch


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a revision: its name in its folder, and what is in it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, and where in it the working folder is: "" at its top, else such as "prices/"."""

    folder: Path
    top: Path
    prefix: str

    def commit(self, revision: str) -> str:
        """Return the hash of the commit that a revision names; CatalogError when there is none."""
        if not revision or revision.startswith("-") or not revision.isprintable():
            raise _refused(f"{revision!r} is not the name of a revision", "a branch, a tag, a hash, HEAD~2")
        asked = f"{revision}^{{commit}}"
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", asked, check=False)
        name = found.decode("ascii", "replace").strip()
        if not _HASH(name):
            hint = self._similar(revision)
            raise _refused(f"git knows no revision {revision}", "a branch, a tag, a hash, HEAD~2", hint)
        return name

    def merge_base(self, one: str, other: str) -> str:
        """Return the commit at which two commits, given as hashes, parted; CatalogError when they share none."""
        found = self._git("merge-base", one, other, check=False).decode("ascii", "replace").strip()
        if not _HASH(found):
            raise _refused(
                "the two revisions have no commit in common", "two dots instead of three compare them anyway"
            )
        return found

    def files(self, commit: str, path: str, shown: str) -> tuple[bool, list[Blob]]:
        """Return whether *path* is a folder in a commit, and its TOML and SVG files; of a file, that file.

        Args:
            commit: The hash of a commit.
            path: Relative to the top of the repository; "" for the top.
            shown: How messages call it, such as "main:catalogs/shop".

        Raises:
            CatalogError: There is no such path, or no catalog at it.
        """
        entries = self._entries(commit, path) if path else [("040000", "tree", f"{commit}^{{tree}}", 0, "")]
        if not entries:
            raise _refused(f"{shown}: there is no such path in this revision", None, self._nearest(commit, path))
        mode, sort, name, size, _ = entries[0]
        if sort == "commit":
            raise _refused(f"{shown} is a submodule; name a path inside that repository")
        if sort == "blob":
            return False, [self._blob(mode, name, size, path.rpartition("/")[2], shown)]
        inside = [each for each in self._tree(name if path else commit) if _is_read(each[4])]
        if not any(each[4].endswith(".toml") for each in inside):
            raise _refused(f"{shown} holds no catalog: no file in it ends in .toml")
        if len(inside) > MOST_FILES:
            raise _refused(f"{shown} has {len(inside):,} files", f"at most {MOST_FILES:,}")
        return True, [self._blob(mode, key, size, file, f"{shown}/{file}") for mode, _, key, size, file in inside]

    def _blob(self, mode: str, name: str, size: int, file: str, shown: str) -> Blob:
        limit = LOGO_BYTES if file.endswith(".svg") else CATALOG_BYTES
        if mode == "120000":
            raise _refused(f"{shown} is a link, and links in a revision are not followed")
        if size > limit:
            raise _refused(f"{shown} has {size:,} bytes", f"at most {limit:,} bytes")
        return Blob(file, self._git("cat-file", "blob", name))

    def _entries(self, commit: str, path: str) -> list[tuple[str, str, str, int, str]]:
        return _listed(self._git("--literal-pathspecs", "ls-tree", "-z", "-l", "--full-tree", commit, "--", path))

    def _tree(self, name: str) -> list[tuple[str, str, str, int, str]]:
        return [each for each in _listed(self._git("ls-tree", "-z", "-l", "--full-tree", name)) if each[1] == "blob"]

    def _similar(self, revision: str) -> str | None:
        from dealdesk.errors import did_you_mean

        listed = self._git("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
        guess = did_you_mean(revision, listed.decode("utf-8", "replace").split())
        return f"did you mean {guess}?" if guess else "a shallow clone lacks older revisions: fetch them first"

    def _nearest(self, commit: str, path: str) -> str | None:
        """Return what the last folder holds that is there."""
        from dealdesk.errors import did_you_mean

        parent, _, last = path.rpartition("/")
        names = [each[4].rpartition("/")[2] for each in self._entries(commit, f"{parent}/" if parent else ".")]
        guess = did_you_mean(last, names)
        return f"did you mean {f'{parent}/{guess}' if parent else guess}?" if guess else "paths start at the top of it"

    def _git(self, *words: str, check: bool = True) -> bytes:
        return _git(self.folder, *words, check=check)


def repository(folder: Path) -> Repository:
    """Return the repository that a folder lies in; CatalogError when it lies in none, NotAvailable without git."""
    top = _git(folder, "rev-parse", "--show-toplevel", check=False).decode("utf-8", "surrogateescape").rstrip("\n")
    if not top:
        raise _refused(
            f"{folder.resolve().as_posix()} is not inside a git repository",
            None,
            "a revision needs one; folders and files can be compared without",
        )
    prefix = _git(folder, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
    return Repository(folder, Path(top), prefix)


def _listed(found: bytes) -> list[tuple[str, str, str, int, str]]:
    """Return mode, sort, hash, size and name of each entry of a listing."""
    entries = []
    for line in found.split(b"\0"):
        if line:
            about, _, name = line.partition(b"\t")
            mode, sort, key, size = about.decode("ascii").split()
            entries.append((mode, sort, key, 0 if size == "-" else int(size), name.decode("utf-8", "surrogateescape")))
    return entries


def _is_read(name: str) -> bool:
    return name.endswith((".toml", ".svg")) and not name.startswith(".")


def _git(folder: Path, *words: str, check: bool = True) -> bytes:
    """Run git and return what it prints; with *check*, CatalogError with its own words when it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_TRACE")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    command = ["git", "--no-pager", "--no-replace-objects", *_OFF, *words]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise NotAvailable("git is not installed; revisions are read with it") from None
    except subprocess.TimeoutExpired:
        raise _refused(f"git {words[0]} took more than {SECONDS} seconds") from None
    said = done.stderr.decode("utf-8", "replace").strip()
    if "dubious ownership" in said:
        raise _refused(
            "git refuses this repository: it belongs to somebody else",
            None,
            "git config safe.directory says whom to trust",
        )
    if check and done.returncode:
        raise _refused(f"git {words[0]} failed: {printable(said.splitlines()[0] if said else str(done.returncode))}")
    return done.stdout if not done.returncode else b""


def _refused(message: str, allowed: str | None = None, hint: str | None = None) -> CatalogError:
    return CatalogError(Mistake(message, None, None, allowed, hint, "git"))
