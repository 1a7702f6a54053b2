"""A PostgreSQL server of one's own, for tests and measurements: made, used and thrown away.

It listens on a Unix socket in its folder and nowhere else. PostgreSQL does not run as root: there
it runs as the user ``postgres``, whom Debian's package makes.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

USER = "groundwood"
GUARDED, PASSWORD = "guarded", "not:easy@all"
"""A user who must give a password, and that password."""

_ACCESS = f"local all {USER} trust\nlocal all {GUARDED} scram-sha-256\n"
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_SECONDS = 60


@dataclass
class PostgresServer:
    """A running server; ``process`` is its first process."""

    folder: Path
    process: subprocess.Popen[bytes]
    _numbers: "count[int]" = field(default_factory=count)

    def url(self, database: str = "postgres", user: str = USER) -> str:
        """Return the URL of the database."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Execute the statement, outside of any transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def new_database(self, template: str = "template0") -> str:
        """Make a database like the template and return its URL."""
        name = f"store_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)


def missing() -> str:
    """Return why no server can be started here; empty where one can."""
    if _binaries() is None:
        return "PostgreSQL's server is not installed (Debian: apt-get install postgresql)"
    if os.getuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root, and there is no setpriv"
    return ""


@contextmanager
def running_postgres(*, quick: bool = True, **options: str) -> Iterator[PostgresServer]:
    """Yield a new server; ``quick`` ones do not wait for the disk. Options are its settings."""
    folder = Path(tempfile.mkdtemp(prefix="gw-pg-"))
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        **(_QUICK if quick else {}),
        **options,
    }
    binaries = _binaries()
    if binaries is None:
        raise RuntimeError(missing())
    try:
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _make(binaries, folder / "data")
        given = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        command = [str(binaries / "postgres"), "-D", str(folder / "data"), *given]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([*_as_user(), *command], stdout=log, stderr=log)
        try:
            server = PostgresServer(folder, process)
            _wait(server)
            server.run(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            process.terminate()
            process.wait()
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path | None:
    """Return the folder of the newest server that is installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in versions), default=None, key=lambda p: p.parent.name)


def _as_user() -> list[str]:
    """Return what starts a command as a user who may run the server, and ends it with this process."""
    if os.getuid() != 0:
        return ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig=INT"]


def _make(binaries: Path, data: Path) -> None:
    options = ["--auth=trust", "--locale=C", "--encoding=UTF8", "--no-sync", "--username", USER]
    command = [*_as_user(), str(binaries / "initdb"), "--pgdata", str(data), *options]
    subprocess.run(command, check=True, capture_output=True, cwd=data.parent)
    (data / "pg_hba.conf").write_text(_ACCESS)


def _wait(server: PostgresServer) -> None:
    """Return once the server answers."""
    until = time.monotonic() + _SECONDS
    while True:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            if server.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((server.folder / "log").read_text()) from None
            time.sleep(0.02)
        else:
            return
