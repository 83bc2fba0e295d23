"""A draft becomes a folder: checked as a catalog first, written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dealdesk.errors import CatalogError, InputError, Mistake, WriteError, printable
from dealdesk.writing import write_file

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.importers.draft import Draft


def write_folder(draft: Draft, folder: Path, *, force: bool = False) -> tuple[Catalog, tuple[Path, ...]]:
    """Write the files of *draft* to *folder*, and return the catalog that they are, and the files.

    Args:
        draft: What to write.
        folder: Where; made if it does not exist.
        force: Whether files that are there may be replaced.  Other files of the folder stay, and count when the
            result is checked.

    Raises:
        InputError: The folder has files already and `force` is not given, or the result would be no catalog.
            Nothing was written.
        WriteError: A file cannot be written.
    """
    if not force and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is there already"
        raise InputError(Mistake(message, hint="choose another with -o, or replace its files with --force"))
    texts = draft.texts()
    catalog = checked(texts, folder if folder.is_dir() else None)
    if folder.exists():
        for name, text in texts.items():
            write_file(folder / name, text.encode())
    else:
        _write_new(folder, texts)
    return catalog, tuple(folder / name for name in texts)


def _write_new(folder: Path, texts: dict[str, str]) -> None:
    """Write a new folder under another name, which then becomes its own: all of it is there, or nothing."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".dealdesk-", dir=folder.parent) as name:
            made = Path(name) / "new"
            made.mkdir()
            for each, text in texts.items():
                write_file(made / each, text.encode())
            made.rename(folder)
    except OSError as failure:
        raise WriteError(f"cannot make {printable(str(folder))}: {failure.strerror}") from failure


def checked(texts: dict[str, str], beside: Path | None = None) -> Catalog:
    """Return the catalog that *texts* are, together with other catalog files of the folder *beside*.

    Raises:
        InputError: They are none.
    """
    from dealdesk.catalog.load import load_catalog

    with TemporaryDirectory(prefix="dealdesk-") as name:
        trial = Path(name) / "catalog"
        trial.mkdir()
        for file in sorted(beside.glob("*.toml")) if beside is not None else ():
            if file.name not in texts:
                (trial / file.name).write_bytes(file.read_bytes())
        for each, text in texts.items():
            (trial / each).write_bytes(text.encode())
        try:
            found: Catalog = load_catalog(trial)
        except CatalogError as wrong:
            raise InputError(wrong.mistakes) from None
        return found
