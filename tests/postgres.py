"""A PostgreSQL server of our own, on a socket in a folder of its own, for as long as a test or a benchmark runs."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

OWNER = "desk"
"""The role that owns the databases."""


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL that is installed, or None."""
    found = [each.parent for each in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found += [Path(each).parent for each in (shutil.which("initdb"),) if each is not None]
    found += [each.parent for each in Path("/opt/homebrew/opt").glob("postgresql@*/bin/initdb")]
    return max(found, key=lambda folder: [int(part) for part in folder.parts if part.isdigit()], default=None)


def unprivileged() -> str | None:
    """Return the user that runs the server where we are root, whom PostgreSQL refuses; None to run it as we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no user postgres or nobody")


class Server:
    """A server that runs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._made = folder, 0

    def url(self, database: str, user: str = OWNER) -> str:
        """Return the address of a database."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def run(self, *statements: str) -> None:
        """Run statements as the one who may do all."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for each in statements:
                connection.execute(each)

    def database(self, template: str = "template1") -> str:
        """Return the address of a new database."""
        self._made += 1
        name = f"{template}_{os.getpid()}_{self._made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """Start a server, and stop it at the end; one that is *durable* writes through to the disk."""
    found = programs()
    if found is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="dealdesk-pg-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        data = folder / "data"
        words = ["--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run(
            [found / "initdb", "-D", data, *words], user=user, check=True, cwd=folder, stdout=subprocess.DEVNULL
        )
        settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "60"}
        settings |= {} if durable else {"fsync": "off", "full_page_writes": "off"}
        process = subprocess.Popen(
            [found / "postgres", "-D", data, *(f"-c{name}={value}" for name, value in settings.items())],
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=(log := (folder / "log").open("wb")),
        )
        watchdog = _watchdog(process.pid, folder)
        try:
            made = Server(folder)
            _wait(made, process)
            yield made
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nobody needs what is in it
            process.wait(60)
            log.close()
            watchdog.kill()
            watchdog.communicate()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _watchdog(server: int, folder: Path) -> subprocess.Popen[bytes]:
    """Start what ends the server and takes its folder away when this process dies without doing so itself."""
    script = 'read -r _; kill -QUIT "$1"; sleep 1; rm -rf "$2"'  # it reads on until this process is no more
    words = ["sh", "-c", script, "sh", str(server), str(folder)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, start_new_session=True)


def _wait(made: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            made.run("SELECT 1")
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((made.folder / "log").read_text(errors="replace")) from None
            time.sleep(0.05)
