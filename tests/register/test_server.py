"""The PostgreSQL server of the tests ends with them, however they end."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.postgres import Server

ROOT = Path(__file__).parents[2]
SCRIPT = """
import time
from tests.postgres import server
with server() as started:
    print(started.folder, (started.folder / "data" / "postmaster.pid").read_text().split()[0], flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_ends_with_the_run_that_started_it(postgres: Server, sign: signal.Signals) -> None:
    run = subprocess.Popen([sys.executable, "-c", SCRIPT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with run:
        assert run.stdout is not None
        folder, number = run.stdout.readline().split()
        run.send_signal(sign)
    until = time.monotonic() + 20
    while (Path(folder).exists() or _runs(number)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(folder).exists()
    assert not _runs(number)


def _runs(number: str) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", number], capture_output=True, text=True, check=False).stdout
    return state.strip() != "" and not state.startswith("Z")  # ended, and not yet looked at by its new parent
