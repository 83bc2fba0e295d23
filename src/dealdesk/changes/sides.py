"""The two catalogs that are compared: folders, files, ids of catalogs, or paths in git revisions."""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dealdesk.catalog.load import find_catalog, read_catalog, shown
from dealdesk.catalog.models import Catalog
from dealdesk.changes.git import Repository, repository
from dealdesk.errors import CatalogError, Mistake

_RANGE = re.compile(r"(?P<base>.*?[^.]|)(?P<dots>\.{2,3})(?P<head>[^.].*|)").fullmatch
_LONG_HASH = re.compile(r"[0-9a-f]{40,64}").fullmatch


@dataclass(frozen=True, slots=True)
class Side:
    """One of two catalogs.

    Attributes:
        name: What messages and places call it: "catalogs/shop", "main:catalogs/shop".
        catalog: The catalog.
        revision: The revision as it was given; None for files of the working folder.
        commit: Its hash.
        path: The path of its folder or file: in the repository for a revision, else as found.
    """

    name: str
    catalog: Catalog
    revision: str | None
    commit: str | None
    path: str


@contextmanager
def sides(base: str, head: str | None, path: str | None = None) -> Iterator[tuple[Side, Side]]:
    """Read two catalogs; what lies in git is there in a temporary folder until the end of the block.

    Args:
        base: A folder, a file, an id, `REVISION:PATH`; with *path*, a revision, or two with dots between them: with
            three dots, the old one is where the two parted.
        head: The same; None when *base* has both revisions, or, with *path*, for the files of the working folder.
        path: The catalog in both revisions.

    Raises:
        CatalogError: There is no such catalog, revision or path, or a catalog is not valid.
        NotAvailable: git is needed and not installed.
    """
    with ExitStack() as stack:
        reader = _Reader(stack)
        if path is None:
            if head is None:
                if _RANGE(base) and not Path(base).exists():
                    raise _refused(f"{base} names two revisions", "the catalog in them, with --catalog PATH")
                raise _refused("there is nothing to compare with", "two catalogs, or two revisions with --catalog PATH")
            yield reader.named(base), reader.named(head)
            return
        found = _RANGE(base) if head is None else None
        if found is None:
            yield reader.revision(base, path), reader.now(path) if head is None else reader.revision(head, path)
            return
        old, new = found["base"] or "HEAD", found["head"] or "HEAD"
        if found["dots"] == "...":
            yield reader.revision(old, path, parted_from=new), reader.revision(new, path)
        else:
            yield reader.revision(old, path), reader.revision(new, path)


class _Reader:
    """Reads catalogs, and keeps what comes from git in temporary folders."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def named(self, name: str) -> Side:
        """Return the catalog of a path, an id, or `REVISION:PATH`."""
        revision, colon, path = name.partition(":")
        if not colon or _exists(name):
            found = find_catalog(name)
            return Side(shown(found), read_catalog(found), None, None, shown(found))
        repo = repository(Path.cwd())
        inside = f"{repo.prefix}{path}" if path.startswith(("./", "../")) else path
        return self._read(repo, revision, repo.commit(revision), _inside(inside, name))

    def now(self, path: str) -> Side:
        """Return the catalog of the working folder."""
        found = find_catalog(path)
        return Side(shown(found), read_catalog(found), None, None, shown(found))

    def revision(self, revision: str, path: str, *, parted_from: str | None = None) -> Side:
        """Return the catalog that is at a path of the working folder, as a revision has it."""
        repo = repository(Path.cwd())
        commit = repo.commit(revision)
        if parted_from is not None:
            commit = repo.merge_base(commit, repo.commit(parted_from))
        return self._read(repo, revision, commit, _inside(_from_top(repo, path), path))

    def _read(self, repo: Repository, revision: str, commit: str, path: str) -> Side:
        label = f"{revision[:10] if _LONG_HASH(revision) else revision}:{path}"
        is_folder, blobs = repo.files(commit, path, label)
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="dealdesk-")))
        for blob in blobs:
            (folder / blob.name).write_bytes(blob.data)
        read_from = folder if is_folder else folder / blobs[0].name
        named = (lambda file: f"{label}/{file.name}".replace(":/", ":")) if is_folder else (lambda file: label)
        return Side(label, read_catalog(read_from, named=named), revision, commit, path)


def _from_top(repo: Repository, path: str) -> str:
    """Return a path from the top of the repository; the id of a catalog stands for its folder."""
    if not _exists(path):
        try:
            found = find_catalog(path).resolve()
            return found.relative_to(repo.top.resolve()).as_posix()
        except (CatalogError, ValueError):
            pass  # it may be gone by now, and still be in the revision
    given = Path(path)
    if given.is_absolute():
        try:
            return given.resolve().relative_to(repo.top.resolve()).as_posix()
        except ValueError:
            raise _refused(f"{path} lies outside the repository {repo.top.as_posix()}") from None
    return f"{repo.prefix}{given.as_posix()}"


def _inside(path: str, given: str) -> str:
    """Return a path without `.` and `..`; CatalogError when it leads out of the repository."""
    clean = posixpath.normpath(path) if path else "."
    if clean.startswith(("../", "/")) or clean == ".." or "\0" in clean:
        raise _refused(
            f"{given} leads out of the repository", "paths start at its top, or with ./ at the working folder"
        )
    return "" if clean == "." else clean


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def _refused(message: str, allowed: str | None = None) -> CatalogError:
    return CatalogError(Mistake(message, None, None, allowed, None, "git"))
