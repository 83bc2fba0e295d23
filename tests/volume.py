"""How much is left to chance: `./run test` takes a little of it, `DEALDESK_DEEP=10 ./run test …` ten times as much."""

import os

DEEP = int(os.environ.get("DEALDESK_DEEP", "1"))
"""How many times as many random catalogs and deals are tried."""
