"""The command `wuxing`. Each part is imported when it is asked for, so that --help is immediate."""

import argparse
import os
import sys
from collections.abc import Sequence

import wuxing
from wuxing.config import paths
from wuxing.config.refusals import CannotStart

DESCRIPTION = """Wuxing: after-sales service and its certification.

  wuxing up                 everything: database, web, live streams, worker
  wuxing assess FILE ...    score service records of another system
  wuxing bundle export ...  an assessment in one file that anybody can check
  wuxing verify FILE        check a certificate (PDF, credential, QR), a bundle, a proof
  wuxing monitor LOG        follow a log from outside; alarm on a fork or rollback
  wuxing pack ...           check, build, compare and test scheme packs
  wuxing ledger ...         verify the log, show and prove entries
  wuxing manage ...         any other command of the application
"""
AS_OWNER = {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "dbshell"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _dispatch(arguments)
    except CannotStart as refusal:
        print(f"wuxing: {refusal}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"wuxing: {error.filename}: this user may not use it; run as the user who owns the data", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _dispatch(arguments: list[str]) -> int:
    match arguments:
        case ["up", *rest]:
            return _up(rest)
        case ["assess", *rest]:
            return _assess(rest)
        case ["verify" | "monitor" as verb, *rest]:
            return _check(verb, rest)
        case ["pack", *rest]:
            return _pack(rest)
        case ["bundle" | "ledger" as verb, *rest]:
            return _manage([verb, *rest])
        case ["manage", *rest]:
            return _manage(rest)
        case ["--version" | "version"]:
            print(f"wuxing {wuxing.__version__}")
            return 0
    return _help(arguments)


def _help(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "wuxing", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument("command", choices=["up", "assess", "bundle", "verify", "monitor", "pack", "ledger", "manage"])
    parser.parse_args(arguments or ["--help"])
    return 2


def _up(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("wuxing up", description="Start everything and stay until Ctrl-C or SIGTERM.")
    parser.add_argument("--data", help="data folder (else WUXING_DATA, else ~/.local/share/wuxing)")
    parser.add_argument(
        "--port", type=int, help="port of the web (else WUXING_PORT, else the first free one from 8000)"
    )
    parser.add_argument(
        "--demo", action=argparse.BooleanOptionalAction, default=True, help="living demo data (default)"
    )
    given = parser.parse_args(arguments)
    port = given.port
    if port is None and (wish := os.environ.get("WUXING_PORT")):
        if not wish.isdigit():
            raise CannotStart(f"WUXING_PORT={wish} is not a port")
        port = int(wish)
    if port is not None and not 0 < port < 65536:
        raise CannotStart(f"{port} is not a port")
    if not hasattr(os, "fork"):
        raise CannotStart("wuxing up runs on Linux and other Unix systems, not on this one")
    from wuxing.web.running.up import up

    return up(paths.data(given.data), port, demo=given.demo)


def _assess(arguments: Sequence[str]) -> int:
    from wuxing.evidence.foreign import command
    from wuxing.web.running.attached import attached

    return command.main(arguments, lambda data: attached(paths.data(data)))


def _check(verb: str, arguments: Sequence[str]) -> int:
    """Run a command that needs neither Django nor data of ours."""
    if verb == "verify":
        from wuxing.web.verify import command

        return command.main(arguments)
    from wuxing.proof import monitoring

    return monitoring.main(arguments)


def _pack(arguments: Sequence[str]) -> int:
    from wuxing.evidence.populations.registry import POPULATIONS
    from wuxing.schemes.packs import command

    return command.main(arguments, lambda: {name: population.types for name, population in POPULATIONS.items()})


def _manage(arguments: Sequence[str]) -> int:
    from wuxing.web.running.attached import attached

    if arguments and arguments[0] in AS_OWNER:
        os.environ["WUXING_AS_OWNER"] = "1"
    with attached(paths.data()):
        from django.core.management import ManagementUtility

        try:
            ManagementUtility(["wuxing", *arguments]).execute()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


if __name__ == "__main__":
    sys.exit(main())
