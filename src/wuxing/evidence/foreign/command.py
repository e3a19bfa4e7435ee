"""`wuxing assess FILE --mapping M --out DIR`: score the service records of another system."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

Attach = Callable[[str | None], AbstractContextManager[Any]]
LANGUAGES = ("zh-hans", "zh-hant", "en")
BROKEN = 2  # the file, the mapping or the arguments cannot be taken; nothing was imported


def parser() -> argparse.ArgumentParser:
    """Return the arguments of the command."""
    made = argparse.ArgumentParser(
        "wuxing assess",
        description="Read service records of another system (XES, .xes.gz, CSV, XLSX), import and score them, and write "
        "report.json and report.pdf.",
    )
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--mapping", "-m", metavar="M", help="helpdesk, generic, or a YAML file")
    made.add_argument(
        "--out", "-o", type=Path, default=Path(), metavar="DIR", help="folder of the reports (default: here)"
    )
    made.add_argument("--suggest", action="store_true", help="print a draft of a mapping for FILE and stop")
    made.add_argument(
        "--as-of",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="last day of the period (default: end of the log)",
    )
    made.add_argument(
        "--tenant",
        metavar="SLUG",
        help="take the records into this organisation, as its own history (default: a data set of their own)",
    )
    made.add_argument(
        "--language", choices=LANGUAGES, help="language of the reports (default: that of the shell, else zh-hans)"
    )
    made.add_argument("--data", metavar="DIR", help="data folder (else WUXING_DATA, else ~/.local/share/wuxing)")
    return made


def main(argv: Sequence[str], attach: Attach = lambda _data: nullcontext()) -> int:
    """Run the command; `attach` gives the database of a data folder for the duration. Return the exit code."""
    given = parser().parse_args(argv)
    return _configured(given, attach)


def _configured(given: argparse.Namespace, attach: Attach) -> int:
    """Reading needs no database; settings are told what attaching will tell them again."""
    with attach(given.data):
        import django
        from django.utils import translation

        django.setup()
        with translation.override(given.language or _shell_language()):
            return _guarded(given)


def _guarded(given: argparse.Namespace) -> int:
    from wuxing.core import wording
    from wuxing.core.errors import BusinessError

    try:
        return _suggest(given.file) if given.suggest else _assess(given)
    except BusinessError as refusal:
        sys.stderr.write(f"wuxing assess: {wording.text(refusal.reason)}\n")
        return BROKEN
    except MemoryError:
        from django.utils.translation import gettext as _

        sys.stderr.write("wuxing assess: " + _("the file is too large for this machine; split it by year") + "\n")
        return BROKEN


def _suggest(file: Path) -> int:
    from wuxing.evidence.foreign.mapping import suggesting

    sys.stdout.write(suggesting.suggest(file))
    return 0


def _assess(given: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from wuxing.evidence.foreign import assessing, importing, reporting
    from wuxing.evidence.foreign.mapping import loading
    from wuxing.evidence.foreign.refusals import BadMapping

    if not given.mapping:
        raise BadMapping(
            _("Say how to read the file: --mapping helpdesk, --mapping generic or a file; --suggest drafts one.")
        )
    mapping = loading.named(given.mapping)
    read = assessing.read_file(given.file, mapping)
    _pack_there()
    home = (lambda: _organisation(given.tenant)) if given.tenant else (lambda: importing.dataset_for(mapping))
    assessment = assessing.assess(read, home, day=given.as_of)
    written = assessing.write(assessment, given.out)
    sys.stdout.write(f"{reporting.table_of(assessment.report)}\n\n" + "".join(f"{path}\n" for path in written))
    return 0


def _organisation(slug: str) -> Any:
    from django.utils.translation import gettext as _

    from wuxing.core.errors import NotFound
    from wuxing.core.models import Tenant

    found = Tenant.objects.filter(slug=slug, kind=Tenant.Kind.COMPANY).first()
    if found is None:
        raise NotFound(
            _("There is no company %(slug)s; leave --tenant out for a data set of its own.") % {"slug": slug}
        )
    return found


def _pack_there() -> None:
    """Load the shipped packs into a database that has none yet."""
    from django.core.management import call_command

    from wuxing.evidence.readiness.queries import DEFAULT_SCHEME
    from wuxing.schemes.editions.models import Edition

    if not Edition.objects.filter(scheme=DEFAULT_SCHEME).exists():
        call_command("load_packs", verbosity=0)


def _shell_language() -> str:
    import os

    wish = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "").lower()
    if wish.startswith(("zh_tw", "zh_hk", "zh_mo", "zh_hant")):
        return "zh-hant"
    return "en" if wish.startswith("en") else "zh-hans"
