"""The command line. This module imports nearly nothing: `dealdesk --version` is as fast as Python starts."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: "Sequence[str] | None" = None) -> int:
    """Run one command and return its exit code.

    Args:
        args: The words after `dealdesk`; those of the process when left out.
    """
    words = sys.argv[1:] if args is None else list(args)
    if words == ["--version"]:
        from dealdesk.version import VERSION

        print(f"dealdesk {VERSION}")
        return 0
    from dealdesk.cli.app import run

    return run(words)
