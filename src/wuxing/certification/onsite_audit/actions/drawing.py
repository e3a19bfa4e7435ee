"""Draw sites and records: promise, the client's word, the draw."""

import secrets
from decimal import Decimal

from django.db import transaction

from wuxing.certification.cases.models import Case, Site
from wuxing.certification.cases.states import Kind, Part, Stage
from wuxing.certification.onsite_audit import queries
from wuxing.certification.onsite_audit.actions.trace import (
    BEFORE_CLOSING,
    PLANNING,
    client_or_team,
    during,
    lead,
    leave,
    refuse,
    team,
)
from wuxing.certification.onsite_audit.models import RecordDraw, RecordResult, SiteDraw
from wuxing.certification.onsite_audit.rules import drawing
from wuxing.certification.onsite_audit.states import Origin
from wuxing.certification.programme import queries as programmes
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.evidence.sampling import rules as sampling
from wuxing.evidence.sampling.rules import Rule

BEFORE_RELEASE = PLANNING
DRAWING_RECORDS = frozenset({Stage.PLANNED, Stage.ON_SITE})


@transaction.atomic
def promise_sites(*, case_id: int, by: Actor) -> SiteDraw | None:
    """网点抽样承诺: commit to the list of outlets and to a word of the body's; without need to draw, all are visited.

    Raises NotAllowed (not the team leader), NotFound, RuleBroken (not now; drawn from this list already).
    """
    case, _certifier = lead(case_id, by)
    during(case, BEFORE_RELEASE)
    outlets = queries.outlets_of(queries.sites_of([case.pk]).get(case.pk, []))
    rule = programmes.for_case(case).site_sampling
    factor = rule.factor.get(case.kind) or rule.factor.get(Kind.INITIAL.value) or Decimal(1)
    names = [site.name for site in outlets]
    size = drawing.sites_drawn(factor, rule.least, len(names))
    if size == len(names):
        _choose(case, outlets, by, why=say("every outlet is visited"))
        return None
    last = queries.last_site_draw(case.pk)
    refuse(
        drawing.why_not_promise(
            drawn=last is not None and last.drawn_at is not None,
            waiting=last is not None and last.drawn_at is None,
            same_list=last is not None and last.digest == drawing.digest_of(names),
        )
    )

    made = SiteDraw.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        size_rule=f"{factor.normalize():f} × √{len(names)}",
        factor=factor,
        least=rule.least,
        size=size,
        sites=[site.pk for site in outlets],
        population=names,
        digest=drawing.digest_of(names),
        **_promise(by),
    )
    leave("site_promise", made, case, by, promise=made.promise, digest=made.digest, of=len(names), size=size,
          rule=made.size_rule)  # fmt: skip
    return made


def _promise(by: Actor) -> dict[str, object]:
    secret = secrets.token_urlsafe(24)
    return {
        "secret": secret,
        "promise": sampling.promise_for(secret),
        "promised_by_id": by.user_id,
        "promised_at": clock.now(),
    }


def _choose(case: Case, sites: list[Site], by: Actor, *, why: str) -> None:
    for site in sites:
        if not site.chosen:
            site.chosen, site.chosen_why = True, str(why)[:300]
            site.save(update_fields=["chosen", "chosen_why"])
    if sites:
        leave("sites", case, case, by, sites=[site.pk for site in sites], why=str(why)[:300])


@transaction.atomic
def answer_sites(*, case_id: int, word: str, told_by: str = "", by: Actor) -> SiteDraw:
    """网点抽样: take the client's word, and draw. The team writes it down where the client tells it otherwise.

    Raises NotAllowed, NotFound, BadInput (no word), RuleBroken (drawn already; not now).
    """
    case = client_or_team(case_id, by)
    during(case, BEFORE_RELEASE)
    found = queries.lock_site_draw(case.pk)
    if found.drawn_at is not None:
        raise RuleBroken(say("the outlets are drawn already"))
    _word(word, told_by, by)
    drawn = drawing.draw(found.population, found.size or 0, word=word, secret=found.secret)

    _draw(found, drawn, word, told_by, by)
    found.save(update_fields=["word", "told_by", "told_through", "seed", "drawn", "drawn_at"])
    leave("site_draw", found, case, by, promise=found.promise, digest=found.digest, seed=found.seed,
          drawn=found.drawn, through=by.channel)  # fmt: skip
    ids = [found.sites[place - 1] for place in found.drawn]
    _choose(case, list(Site.objects.filter(case=case, pk__in=ids)), by, why=say("drawn"))
    return found


def _word(word: str, told_by: str, by: Actor) -> None:
    faults: dict[str, Reason] = {}
    if reason := drawing.why_not_word(word):
        faults["word"] = reason
    if by.user_id is not None and not told_by.strip():
        faults["told_by"] = say("write who of the client told you the word")
    if faults:
        raise BadInput(faults)


def _draw(found: SiteDraw | RecordDraw, drawn: drawing.Drawn, word: str, told_by: str, by: Actor) -> None:
    found.word = word.strip()
    found.told_by = (told_by.strip() or by.name)[:100]
    found.told_through = by.channel.value
    found.seed, found.drawn, found.drawn_at = drawn.seed, list(drawn.places), clock.now()


@transaction.atomic
def choose_site(*, case_id: int, site_id: int, why: str, by: Actor) -> Site:
    """加选网点: visit a site beside those drawn, with the reason. None is taken out.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (not now).
    """
    case, _certifier = lead(case_id, by)
    during(case, BEFORE_RELEASE)
    site = Site.objects.filter(case=case, pk=site_id).first()
    if site is None:
        raise NotFound(say("there is no such site in this case"))
    if not why.strip():
        raise BadInput({"why": say("write why this site is visited beside those drawn")})
    _choose(case, [site], by, why=why.strip())
    return site


@transaction.atomic
def ask_records(
    *, case_id: int, leaf: str, title: str, rule: str, amount: Decimal = Decimal(0), at_least: int = 5,
    at_most: int = 30, site_id: int | None = None, by: Actor,
) -> RecordDraw:  # fmt: skip
    """记录抽样: ask the client for a list of records, and commit to a word before it is handed over.

    Raises NotAllowed (not in the team), NotFound, BadInput, RuleBroken (not now).
    """
    case, _certifier = team(case_id, by, Part.LEAD, Part.EVALUATOR)
    during(case, DRAWING_RECORDS)
    faults = _record_faults(case, leaf, title, site_id)
    if rule not in set(Rule):
        faults["rule"] = say("choose how many are drawn")
    elif rule == Rule.SHARE and not 0 < amount <= 100:
        faults["amount"] = say("write per cents above 0, up to 100")
    elif rule == Rule.FIXED and amount < 1:
        faults["amount"] = say("write how many records are drawn")
    if not 1 <= at_least <= at_most:
        faults["at_most"] = say("the upper bound lies below the lower one")
    if faults:
        raise BadInput(faults)

    made = RecordDraw.objects.create(
        tenant_id=by.tenant_id, case=case, origin=Origin.HANDED_OVER.value, leaf=leaf, site_id=site_id,
        title=title.strip()[:200], rule=rule, amount=amount, at_least=at_least, at_most=at_most,
        size_rule=f"{rule} {amount:f} [{at_least}, {at_most}]", **_promise(by),
    )  # fmt: skip
    leave("record_promise", made, case, by, leaf=leaf, promise=made.promise, rule=made.size_rule)
    return made


def _record_faults(case: Case, leaf: str, title: str, site_id: int | None) -> dict[str, Reason]:
    faults: dict[str, Reason] = {}
    if leaf not in queries.applicable_of(case):
        faults["leaf"] = say("choose the indicator it is about")
    if not title.strip():
        faults["title"] = say("write which records they are, and of which period")
    if site_id is not None and not Site.objects.filter(case=case, pk=site_id).exists():
        faults["site_id"] = say("choose a site of this case")
    return faults


@transaction.atomic
def hand_over(*, case_id: int, draw_id: int, listing: str, word: str, told_by: str = "", by: Actor) -> RecordDraw:
    """移交清单: take the list and the client's word, freeze the list by its digest, and draw.

    Raises NotAllowed, NotFound, BadInput (no list, no word), RuleBroken (drawn already; not now).
    """
    case = client_or_team(case_id, by)
    during(case, DRAWING_RECORDS)
    found = queries.lock_record_draw(case.pk, draw_id)
    if found.drawn_at is not None or found.origin != Origin.HANDED_OVER:
        raise RuleBroken(say("these records are drawn already"))
    population = drawing.listed(listing)
    if reason := drawing.why_not_list(population):
        raise BadInput({"listing": reason})
    _word(word, told_by, by)
    size = sampling.size_for(Rule(found.rule), found.amount, len(population), found.at_least, found.at_most)
    drawn = drawing.draw(population, size, word=word, secret=found.secret)

    found.population, found.digest, found.size = population, drawing.digest_of(population), size
    _draw(found, drawn, word, told_by, by)
    found.save()
    leave("record_draw", found, case, by, leaf=found.leaf, promise=found.promise, digest=found.digest,
          of=len(population), size=size, seed=found.seed, drawn=found.drawn, through=by.channel)  # fmt: skip
    return found


@transaction.atomic
def refer_sample(
    *, case_id: int, leaf: str, title: str, sample_number: str, digest: str, size: int, by: Actor
) -> RecordDraw:
    """引用样本: name a sample that was drawn in the company's own system under an engagement, by number and digest.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (not now).
    """
    case, _certifier = team(case_id, by, Part.LEAD, Part.EVALUATOR)
    during(case, BEFORE_CLOSING)
    faults = _record_faults(case, leaf, title, None)
    if not sample_number.strip():
        faults["sample_number"] = say("write the number of the sample")
    if len(digest.strip()) != 64 or set(digest.strip()) - set("0123456789abcdef"):
        faults["digest"] = say("this is no SHA-256: 64 digits and letters a to f")
    if size < 1:
        faults["size"] = say("write how many records are drawn")
    if faults:
        raise BadInput(faults)

    made = RecordDraw.objects.create(
        tenant_id=by.tenant_id, case=case, origin=Origin.ENGAGEMENT.value, leaf=leaf, title=title.strip()[:200],
        size_rule="", sample_number=sample_number.strip()[:30], digest=digest.strip(), size=size,
        drawn=list(range(1, size + 1)), drawn_at=clock.now(), **(_promise(by) | {"secret": "", "promise": ""}),
    )  # fmt: skip
    leave("record_reference", made, case, by, leaf=leaf, sample=made.sample_number, digest=made.digest, size=size)
    return made


@transaction.atomic
def record_result(
    *, case_id: int, draw_id: int, place: int, conforms: bool | None, note: str = "", by: Actor
) -> RecordResult:
    """样本记录查验: say whether a drawn record conforms; a later word stands beside the earlier.

    Raises NotAllowed, NotFound (not drawn), BadInput (a failure without note), RuleBroken (not now).
    """
    case, certifier = team(case_id, by)
    during(case, frozenset({Stage.ON_SITE}))
    found = queries.lock_record_draw(case.pk, draw_id)
    if place not in found.drawn:
        raise NotFound(say("this record is not in the sample"))
    if conforms is not True and not note.strip():
        raise BadInput({"note": say("write what is wrong with it, or why it could not be seen")})

    made = RecordResult.objects.create(
        tenant_id=by.tenant_id, draw=found, place=place, conforms=conforms, note=note.strip()[:1000], by=certifier,
        at=clock.now(),
    )  # fmt: skip
    leave("record_result", found, case, by, leaf=found.leaf, place=place, conforms=conforms)
    return made
