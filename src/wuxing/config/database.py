"""A database made ready: two roles, one database, tables up to date; on the embedded server and on a given one alike.

The owner makes tables and runs migrations. The application signs in as `wuxing_app`, which owns nothing and which
row-level security binds; its password (for servers reached by network) is the installation's own secret.
"""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from wuxing.config import secrets
from wuxing.config.refusals import CannotStart

APP_ROLE = "wuxing_app"
NAME = "wuxing"
OLDEST = 16
PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Urls:
    """How to reach one database as its owner and as the application."""

    owner: str
    app: str

    def environment(self) -> dict[str, str]:
        """Return what settings.py reads."""
        return {"WUXING_DATABASE_OWNER": self.owner, "WUXING_DATABASE": self.app}


def prepare(owner_url: str, home: Path, *, name: str | None = None) -> Urls:
    """Make the role and the database where missing, and return both URLs.

    `owner_url` may name the database; where it names `postgres` or none, the database is `wuxing`.

    Raises:
        CannotStart: too old, not reachable, or the owner lacks a right; the message says what to run.
    """
    named = str(conninfo_to_dict(owner_url).get("dbname") or "")
    wanted = name or (named if named not in {"", "postgres"} else NAME)
    with _connected(owner_url, wanted) as connection:
        if connection.info.server_version < OLDEST * 10000:
            raise CannotStart(
                f"the database server is version {connection.info.server_version // 10000}; {OLDEST} or later is needed"
            )
        app_url = application_url(owner_url, home, wanted)
        if "WUXING_APP_DATABASE_URL" not in os.environ:
            _make_role(connection, app_url)
        _make_database(connection, wanted)
    return Urls(with_database(owner_url, wanted), app_url)


def migrate(urls: Urls) -> bool:
    """Bring the tables up to date in a process of its own; return False when they were so already."""
    wanted = fingerprint()
    if noted(urls.owner, "schema") == wanted:
        return False
    env = {**os.environ, **urls.environment(), "WUXING_AS_OWNER": "1", "WUXING_POOL": "0"}
    env["DJANGO_SETTINGS_MODULE"] = "wuxing.config.settings"
    done = subprocess.run(
        [sys.executable, "-m", "wuxing.config.migrating", wanted], check=False, env=env, capture_output=True, text=True
    )
    if done.returncode:
        raise CannotStart(
            f"the tables could not be brought up to date:\n{(done.stderr or done.stdout).strip()[-4000:]}"
        )
    return True


def fingerprint() -> str:
    """Return a digest of all that shapes the tables: our migrations and the releases of others' applications."""
    digest = hashlib.sha256()
    sources = [*PACKAGE.glob("*/migrations/*.py"), PACKAGE / "core/rowsecurity.py", PACKAGE / "core/migrations_rls.py"]
    for path in sorted(p for p in sources if p.exists()):
        digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    for package in ("django", "procrastinate", "django-allauth"):
        digest.update(f"{package}={metadata.version(package)}\0".encode())
    return digest.hexdigest()


def note(owner_url: str, name: str, value: str) -> None:
    """Write down a fact of this installation: which tables, which packs it has."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS wuxing_installation (name text PRIMARY KEY, value text NOT NULL)"
        )
        connection.execute(f"REVOKE ALL ON wuxing_installation FROM {APP_ROLE}".encode())
        connection.execute(
            "INSERT INTO wuxing_installation VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )


def noted(owner_url: str, name: str) -> str | None:
    """Return what was noted, or None."""
    with psycopg.connect(owner_url) as connection:
        found = connection.execute("SELECT to_regclass('public.wuxing_installation')::text").fetchone()
        if found is None or found[0] is None:
            return None
        row = connection.execute("SELECT value FROM wuxing_installation WHERE name = %s", [name]).fetchone()
    return str(row[0]) if row else None


def with_database(url: str, name: str) -> str:
    """Return `url` with another database."""
    return as_url({**conninfo_to_dict(url), "dbname": name})


def _connected(owner_url: str, wanted: str) -> psycopg.Connection[tuple[object, ...]]:
    """Connect to the wanted database, or to `postgres` while that does not exist yet."""
    try:
        return psycopg.connect(with_database(owner_url, wanted), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise CannotStart(f"the database cannot be reached: {str(error).strip()}") from error
    try:
        return psycopg.connect(with_database(owner_url, "postgres"), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise CannotStart(
            f"there is no database {wanted}, and none can be made: {str(error).strip()}\n"
            f"As an administrator run: CREATE DATABASE {wanted} OWNER {conninfo_to_dict(owner_url).get('user')} "
            "TEMPLATE template0 ENCODING 'UTF8';"
        ) from error


def application_url(owner_url: str, home: Path, name: str) -> str:
    """Return the URL by which the application signs in to the database `name`."""
    if given := os.environ.get("WUXING_APP_DATABASE_URL"):
        return with_database(given, name)
    parts = conninfo_to_dict(owner_url)
    by_socket = str(parts.get("host") or "/").startswith("/") and not parts.get("password")
    password = None if by_socket else secrets.kept(home / "secrets" / "database-app.password")
    return as_url({**parts, "user": APP_ROLE, "password": password, "dbname": name})


def _make_role(connection: psycopg.Connection[tuple[object, ...]], app_url: str) -> None:
    """Make the application's role, or give it its password again."""
    password = conninfo_to_dict(app_url).get("password")
    found = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [APP_ROLE]
    ).fetchone()
    if found == (True,):
        raise CannotStart(
            f"the role {APP_ROLE} may bypass row security; run: ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS;"
        )
    role = sql.Identifier(APP_ROLE)
    verb = sql.SQL("ALTER" if found else "CREATE")
    secret = sql.SQL(" PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
    if not found or password:
        try:
            connection.execute(sql.SQL("{} ROLE {} LOGIN{}").format(verb, role, secret))
        except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation, psycopg.errors.InternalError):
            pass  # another start of ours, at the same moment
        except psycopg.errors.InsufficientPrivilege as error:
            raise CannotStart(
                f"the owner given by DATABASE_URL may not make the role {APP_ROLE}, or set its password. As an administrator run: "
                f"CREATE ROLE {APP_ROLE} LOGIN PASSWORD '...'; and name it by "
                f"WUXING_APP_DATABASE_URL=postgresql://{APP_ROLE}:...@host/database"
            ) from error


def _make_database(connection: psycopg.Connection[tuple[object, ...]], wanted: str) -> None:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [wanted]).fetchone() is None:
        try:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(wanted))
            )
        except psycopg.errors.InsufficientPrivilege as error:
            raise CannotStart(
                f"the owner given by DATABASE_URL may not make the database {wanted}. As an administrator run: "
                f"CREATE DATABASE {wanted} OWNER {connection.info.user} TEMPLATE template0 ENCODING 'UTF8';"
            ) from error
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            pass


def as_url(parts: dict[str, object]) -> str:
    """Write connection parameters as a URL; a socket folder goes into the query."""
    rest = {k: str(v) for k, v in parts.items() if v not in (None, "")}
    user, password = rest.pop("user", ""), rest.pop("password", "")
    who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    database = quote(rest.pop("dbname", ""), safe="")
    where = ""
    if (host := rest.get("host", "")) and not host.startswith("/") and "," not in host:
        port = f":{rest.pop('port')}" if "port" in rest else ""
        where = (f"[{host}]" if ":" in host else host) + port
        del rest["host"]
    query = "&".join(f"{k}={quote(v, safe='')}" for k, v in rest.items())
    return f"postgresql://{who}{'@' if who else ''}{where}/{database}" + (f"?{query}" if query else "")
