"""Commit, freeze, draw, look: the four steps of a sample."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.models import Engagement
from wuxing.core.reasons import Reason, say
from wuxing.evidence.readiness.queries import report_for
from wuxing.evidence.sampling import queries, rules
from wuxing.evidence.sampling.models import Sample, SampleFinding
from wuxing.evidence.sampling.rules import Rule
from wuxing.proof import checkpoints

MOST = 100_000
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn: a metric's records as of a day, and how many."""

    metric: str
    as_of: date
    rule: str
    amount: Decimal = Decimal(0)
    at_least: int = 10
    at_most: int = 60
    purpose: str = ""


@transaction.atomic
def commit(*, wanted: Wanted, promise: str, by: Actor) -> Sample:
    """承诺: commit to a sample and, by the digest of a secret word, to its seed. The word itself stays with the auditor.

    Raises NotAllowed, NotFound (no such metric), BadInput (rule, bounds, digest).
    """
    by.require(Permission.EVIDENCE_AUDIT)
    report = report_for(by, wanted.as_of)
    if wanted.metric not in report.pack.metrics:
        raise NotFound(say("this edition has no metric %(id)s", id=wanted.metric))
    if faults := _faults(wanted, promise):
        raise BadInput(faults)

    made = Sample.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number("SA", by=by, year=clock.today(by.zone).year),
        scheme=report.pack.id,
        pack=report.pack.identity,
        metric=wanted.metric,
        as_of=wanted.as_of,
        rule=wanted.rule,
        amount=wanted.amount,
        at_least=wanted.at_least,
        at_most=wanted.at_most,
        purpose=wanted.purpose.strip()[:300],
        engagement=_engagement(by),
        promise=promise,
        committed_by_id=by.user_id,
        committed_at=clock.now(),
    )
    made.entry_id = ledger.record(
        "sample.commit",
        by=by,
        target=made,
        case=("sample", made.pk),
        number=made.number,
        pack=made.pack,
        metric=made.metric,
        as_of=made.as_of,
        rule=made.rule,
        amount=str(made.amount),
        at_least=made.at_least,
        at_most=made.at_most,
        promise=promise,
    )
    made.save(update_fields=["entry_id"])
    return made


def _faults(wanted: Wanted, promise: str) -> dict[str, Reason]:
    faults: dict[str, Reason] = {}
    if wanted.rule not in set(Rule):
        faults["rule"] = say("choose how many are drawn")
    elif wanted.rule == Rule.SHARE and not 0 < wanted.amount <= 100:
        faults["amount"] = say("write per cents above 0, up to 100")
    elif wanted.rule == Rule.FIXED and not 1 <= wanted.amount <= MOST:
        faults["amount"] = say("write how many records are drawn")
    if not 1 <= wanted.at_least <= wanted.at_most <= MOST:
        faults["at_most"] = say("the upper bound lies below the lower one")
    if len(promise) != 64 or not set(promise) <= _HEX:
        faults["promise"] = say("this is no SHA-256: 64 digits and letters a to f")
    return faults


def _engagement(by: Actor) -> Engagement | None:
    """Return the engagement under which the auditor works; None for the organisation's own people."""
    if Role.AUDITOR not in by.roles:
        return None
    return Engagement.objects.filter(auditor_id=by.user_id, ended_at__isnull=True).order_by("-pk").first()


@transaction.atomic
def freeze(*, sample_id: int, by: Actor) -> Sample:
    """冻结总体: fix the population under the first checkpoint signed after the commitment.

    The worker does it within seconds of that checkpoint, so that nobody chooses the moment.

    Raises NotAllowed, NotFound, RuleBroken (frozen already; nothing sealed since).
    """
    by.require(Permission.EVIDENCE_AUDIT)
    sample = _locked(sample_id)
    head = queries.first_head_after(by.tenant_id, sample.entry_id)
    _refuse(rules.why_not_freeze(frozen=sample.frozen_at is not None, sealed_since=head is not None))
    assert head is not None
    ids = queries.population_of(sample, report_for(by, sample.as_of), MOST + 1)
    if len(ids) > MOST:
        raise RuleBroken(say("more than %(most)s records; choose a shorter window", most=MOST))

    sample.checkpoint, sample.population, sample.frozen_at = head.note, ids, clock.now()
    sample.population_digest = rules.population_digest(ids)
    sample.save(update_fields=["checkpoint", "population", "frozen_at", "population_digest"])
    ledger.record(
        "sample.freeze",
        by=by,
        target=sample,
        case=("sample", sample.pk),
        count=len(ids),
        digest=sample.population_digest,
        log_size=head.size,
        root=head.root.hex(),
    )
    return sample


@transaction.atomic
def draw(*, sample_id: int, word: str, by: Actor) -> Sample:
    """抽取: tell the word; seed and sample follow, and anybody can draw them again.

    Raises NotAllowed, NotFound, RuleBroken (not frozen; drawn already; another word than was committed to).
    """
    by.require(Permission.EVIDENCE_AUDIT)
    sample = _locked(sample_id)
    _refuse(
        rules.why_not_draw(
            frozen=sample.frozen_at is not None,
            drawn=sample.drawn_at is not None,
            is_the_word=rules.promise_for(word) == sample.promise,
        )
    )
    ids = sample.population or []
    size = rules.size_for(Rule(sample.rule), sample.amount, len(ids), sample.at_least, sample.at_most)
    root = checkpoints.unverified(sample.checkpoint).root

    sample.word, sample.seed = word, rules.seed_for(root, word)
    sample.drawn, sample.drawn_at = rules.drawn_from(sample.seed, ids, size), clock.now()
    sample.save(update_fields=["word", "seed", "drawn", "drawn_at"])
    ledger.record(
        "sample.draw", by=by, target=sample, case=("sample", sample.pk), word=word, seed=sample.seed, drawn=sample.drawn
    )
    return sample


@transaction.atomic
def find(*, sample_id: int, record_id: int, conforms: bool | None, note: str = "", by: Actor) -> SampleFinding:
    """查验: say whether a drawn record conforms; the automatic judgment stays beside it.

    Raises NotAllowed, NotFound, BadInput (a failure without a note), RuleBroken (the record was not drawn).
    """
    by.require(Permission.EVIDENCE_AUDIT)
    sample = _locked(sample_id)
    if record_id not in (sample.drawn or ()):
        raise RuleBroken(say("this record was not drawn"))
    if conforms is not True and not note.strip():
        raise BadInput({"note": say("write what is wrong, or why it could not be seen")})
    if len(note) > 1000:
        raise BadInput({"note": say("shorten the text")})

    made = SampleFinding.objects.create(
        tenant_id=by.tenant_id,
        sample=sample,
        record_id=record_id,
        conforms=conforms,
        note=note.strip(),
        found_by_id=by.user_id,
        found_at=clock.now(),
    )
    ledger.record(
        "sample.find",
        by=by,
        target=made,
        case=("sample", sample.pk),
        record=record_id,
        conforms=conforms,
        note=made.note,
    )
    return made


def _locked(sample_id: int) -> Sample:
    found = Sample.objects.select_for_update().filter(pk=sample_id).first()
    if found is None:
        raise NotFound(say("there is no such sample"))
    return found


def _refuse(reason: Reason | None) -> None:
    if reason:
        raise RuleBroken(reason)
