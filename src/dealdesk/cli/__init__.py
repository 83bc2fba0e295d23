"""The command line. This module imports nearly nothing: `dealdesk --version` is as fast as Python starts."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


def main(args: "Sequence[str] | None" = None) -> int:
    """Run one command and return its exit code.

    Args:
        args: The words after `dealdesk`; those of the process when left out.
    """
    words = sys.argv[1:] if args is None else list(args)
    if words == ["--version"]:
        from dealdesk.version import VERSION

        if args is None:
            _leave(f"dealdesk {VERSION}")
        print(f"dealdesk {VERSION}")
        return 0
    try:
        from dealdesk.cli.app import run

        return run(words)
    except ModuleNotFoundError as missing:
        return _without(missing)


def _leave(text: str) -> "NoReturn":
    """Print *text* and end the process at once: that Python tidies up takes longer than all that was done."""
    try:
        print(text, flush=True)
    except OSError as failure:
        os._exit(141 if isinstance(failure, BrokenPipeError) else 73)
    os._exit(0)


def _without(missing: ModuleNotFoundError) -> int:
    """Say which library is not installed; a module of our own that is missing is a bug, and goes through."""
    library = (missing.name or "dealdesk").partition(".")[0]
    if library == "dealdesk":
        raise missing
    from dealdesk.cli.machine import REQUIRED

    install = f"'{library}{REQUIRED[library]}'" if library in REQUIRED else "--force-reinstall dealdesk"
    print(f"error: the library {library} is not installed: pip install {install}", file=sys.stderr)
    return 2
