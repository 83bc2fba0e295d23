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
        args: The words after `dealdesk`.  When left out they are those of the process, which ends with the command.
    """
    if args is None:
        _leave(_run(sys.argv[1:]))
    return _run(list(args))


def _run(words: "list[str]") -> int:
    if words == ["--version"] and sys.stdout is not None:
        from dealdesk.version import VERSION

        return _printed(f"dealdesk {VERSION}\n")
    try:
        from dealdesk.cli.app import run

        return run(words)
    except ModuleNotFoundError as missing:
        return _without(missing)


def _leave(code: int) -> "NoReturn":
    """End the process at once, with nothing lost: that Python takes itself apart takes up to 0.2 seconds."""
    import atexit

    atexit._run_exitfuncs()  # what libraries have to tidy up, such as folders of temporary files
    os._exit(code or (_printed("") if sys.stdout is not None else 0))


def _printed(text: str) -> int:
    """Print *text*, and return the exit code: where nobody reads it 141, where it cannot be written 73."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        return 141
    except OSError as failure:
        if sys.stderr is not None:
            print(f"error: cannot write to stdout: {failure.strerror}", file=sys.stderr)
        return 73
    return 0


def _without(missing: ModuleNotFoundError) -> int:
    """Say which library is not installed; a module of our own that is missing is a bug, and goes through."""
    library = (missing.name or "dealdesk").partition(".")[0]
    if library == "dealdesk":
        raise missing
    from dealdesk.cli.machine import IMPORTED, REQUIRED

    library = next((name for name, imported in IMPORTED.items() if imported == library), library)
    install = f"'{library}{REQUIRED[library]}'" if library in REQUIRED else "--force-reinstall dealdesk"
    print(f"error: the library {library} is not installed: pip install {install}", file=sys.stderr)
    return 2
