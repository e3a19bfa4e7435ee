"""The whole way of a foreign file: read, draft, import, score, report. What the command line and the web share."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.tables.rows import Table
from wuxing.core.tenants import in_tenant
from wuxing.evidence.foreign import drafting, importing, reporting, scoring
from wuxing.evidence.foreign.drafting import Drafted
from wuxing.evidence.foreign.importing import Progress
from wuxing.evidence.foreign.mapping.structure import Mapping
from wuxing.evidence.foreign.readers import opening
from wuxing.evidence.foreign.refusals import Unreadable
from wuxing.evidence.foreign.reporting import Assessment, Origin


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read to its end, and understood."""

    origin: Origin
    table: Table
    mapping: Mapping
    drafted: Drafted


def read_file(path: Path, mapping: Mapping, *, name: str = "") -> ReadFile:
    """Read a file by a mapping; touches no database.

    Raises:
        Unreadable: the file cannot be taken.
    """
    table = opening.open_table(path, sheet=mapping.sheet, encoding=mapping.encoding)
    drafted = drafting.draft(table, mapping, now=clock.now())
    origin = Origin(name or path.name, opening.sha256_of(path), path.stat().st_size)
    return ReadFile(origin, table, mapping, drafted)


def assess(
    read: ReadFile,
    tenant: Callable[[], Tenant],
    *,
    day: date | None = None,
    user_id: int | None = None,
    user_name: str = "system",
    progress: Progress = lambda *_: None,
) -> Assessment:
    """Import and score; all in one transaction, so that a failure leaves nothing, not even the data set.

    Raises:
        Unreadable: the day asked for lies before the log.
    """
    with transaction.atomic():
        home = tenant()
        by = importing.importer(home, read.mapping, user_id=user_id, name=user_name)
        with in_tenant(home.pk):
            imported = importing.import_cases(
                read.drafted, read.mapping, sha256=read.origin.sha256, by=by, progress=progress
            )
            until = scoring.day_for(read.drafted, day, by.zone)
            if read.drafted.first and until < read.drafted.first.date():
                raise Unreadable(
                    _("The log begins on %(first)s, after the day asked for (%(day)s); choose a later day.")
                    % {"first": read.drafted.first.date(), "day": until}
                )
            scored = scoring.score(read.drafted, read.mapping, day=until, by=by)
            return reporting.assessment_of(
                read.origin, read.table, read.mapping, read.drafted, imported, scored, dataset=home.slug, by=by
            )


def write(assessment: Assessment, folder: Path) -> tuple[Path, Path]:
    """Write report.json and report.pdf.

    Raises:
        Unreadable: the folder cannot be written to.
    """
    made = folder / "report.json", folder / "report.pdf"
    pdf = assessment.pdf()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made[0].write_text(json.dumps(assessment.report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        made[1].write_bytes(pdf)
    except OSError as error:
        raise Unreadable(
            _("The reports cannot be written to %(folder)s: %(why)s.") % {"folder": folder, "why": error.strerror}
        ) from error
    return made
