"""Reading files that anybody may have written: never more than is wanted, and a sentence where it cannot be done."""

from __future__ import annotations

from pathlib import Path

from dealdesk.errors import DealdeskError, printable


def read_up_to(file: Path, most: int, error: type[DealdeskError] = DealdeskError) -> bytes:
    """Return the bytes of a file; of a larger one *most* + 1, so that the caller can say that it is too large.

    Args:
        file: The file.
        most: Most bytes that are wanted.
        error: What to raise where it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except (OSError, ValueError) as failure:
        words = getattr(failure, "strerror", None) or str(failure)
        raise error(f"cannot read {printable(str(file))}: {words}") from None
