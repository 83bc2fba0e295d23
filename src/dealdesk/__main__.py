"""`python -m dealdesk`: the same as the command `dealdesk`."""

import sys

from dealdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
