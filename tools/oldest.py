"""Run the tests on the oldest PostgreSQL we support, as somebody who brings an own server has it (`make oldest`).

PostgreSQL 16 over TCP, passwords asked for (SCRAM), and an owner who is no superuser: CREATEROLE and CREATEDB only.
Arguments go to pytest.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from wuxing.config import database, embedded

OWNER = "keeper"
RULES = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def main(arguments: list[str]) -> int:
    """Start the server, run pytest against it, and end it."""
    home = Path(tempfile.mkdtemp(prefix="wuxing-oldest-"))
    home.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    place = {"listen_addresses": "127.0.0.1", "port": port, "password_encryption": "scram-sha-256"}
    server = embedded.Server(home, {**HASTY, **place}, version=str(database.OLDEST))
    try:
        server.start()
        url = _owner(server, port)
        print(f"PostgreSQL {_version(url)} over TCP", flush=True)
        env = {**os.environ, "DATABASE_URL": url}
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False, env=env).returncode
    finally:
        server.stop(patience=5)
        shutil.rmtree(home, ignore_errors=True)


def _owner(server: embedded.Server, port: str) -> str:
    """Make the owner, ask everybody on the network for a password, and return the owner's URL."""
    password = secrets.token_urlsafe(24)
    with psycopg.connect(f"{server.url()}&port={port}", autocommit=True) as connection:
        made = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD {}")
        connection.execute(made.format(sql.Identifier(OWNER), sql.Literal(password)))
        (server.cluster / "pg_hba.conf").write_text(RULES)
        connection.execute("SELECT pg_reload_conf()")
    return f"postgresql://{OWNER}:{password}@127.0.0.1:{port}/postgres"


def _version(url: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return str(row[0]) if row else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
