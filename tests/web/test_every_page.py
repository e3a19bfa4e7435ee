"""Every page of the product: it opens for who may open it, in three languages, with data and without, and is well made."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.http import HttpResponse
from django.test import Client

import wuxing
from tests.shop import Shop
from tests.web.reading import read
from tests.web.walking import Address, Lived, addresses, live, load_edition
from wuxing.core.access import Permission, Role, permissions_of
from wuxing.core.actors import Actor
from wuxing.core.members import INSIDE
from wuxing.core.models import Tenant, User

Make = Callable[..., Actor]
P = Permission
LANGUAGES = ["zh-hans", "zh-hant", "en"]
PACKAGE = Path(wuxing.__file__).parent

# Who may open what: a page's address needs one of these. Pages by other names need none (own account, start, signing in).
NEEDS: dict[str, frozenset[Permission]] = {
    name: frozenset(needs)
    for names, needs in {
        "web:members web:member web:tokens": {P.TENANT_ADMIN},
        "web:design web:design_form web:design_phone": {P.DESIGN_READ},
        "web:procedures web:procedure": {P.GOVERNANCE_READ},
        "core:ledger core:entry core:proof_file": {P.LEDGER_READ},
        "core:witnesses": {P.TENANT_ADMIN},
        "core:notices core:notice core:notice_settings core:notice_terms core:notice_channel": {P.NOTICE_MANAGE},
        "core:notice_texts core:notice_text": {P.NOTICE_MANAGE},
        "governance:promises governance:promise governance:proposal governance:calendar": {P.GOVERNANCE_READ},
        "governance:goals governance:goal": {P.GOVERNANCE_READ},
        "governance:goal_new": {P.GOVERNANCE_WRITE},
        "web:handbook web:handbook_subject web:handbook_run web:handbook_file": {P.DOCUMENT_WRITE},
        "governance:records governance:record_class governance:holds": {P.GOVERNANCE_READ},
        "governance:destructions governance:destruction governance:destruction_list": {P.GOVERNANCE_READ},
        "governance:nonconformities governance:nonconformity governance:nonconformity_pdf": {P.GOVERNANCE_READ},
        "governance:nonconformity_file governance:nonconformity_terms governance:pareto": {P.GOVERNANCE_READ},
        "governance:nonconformity_new": {P.NONCONFORMITY_REPORT},
        "governance:promise_new governance:promise_change governance:proposal_change": {P.GOVERNANCE_WRITE},
        "governance:calendar_new governance:calendar_change governance:calendar_holidays": {P.GOVERNANCE_WRITE},
        "governance:documents governance:document governance:document_version governance:read": {P.GOVERNANCE_READ},
        "governance:document_original governance:document_pdf governance:document_page": {P.GOVERNANCE_READ},
        "governance:document_compare": {P.GOVERNANCE_READ},
        "governance:document_new governance:document_edit governance:document_numbers": {P.DOCUMENT_WRITE},
        "customers:customers customers:customer customers:rights customers:right": {P.CUSTOMER_READ},
        "customers:purposes customers:look_ups customers:duplicates customers:due_files": {P.CUSTOMER_READ},
        "customers:pair": {P.CUSTOMER_RIGHTS},
        "customers:terms customers:term customers:law customers:contracts customers:unit": {P.CUSTOMER_READ},
        "customers:term_new": {P.ENTITLEMENT_MANAGE},
        "customers:prices customers:price": {P.CUSTOMER_READ},
        "customers:price_new customers:price_import": {P.PRICE_MANAGE},
        "charges:quote charges:settlements charges:settlement charges:settlement_pdf": {P.REPAIR_READ},
        "charges:quote_new charges:quote_edit charges:settlement_export": {P.QUOTE_MANAGE},
        "bench:workshop bench:item bench:item_file bench:receipt bench:receipt_pdf bench:labels_pdf": {P.REPAIR_READ},
        "bench:loaners bench:loaner bench:loan": {P.REPAIR_READ},
        "bench:take_back": {P.REPAIR_VISIT, P.WORKSHOP_WORK, P.REPAIR_INTAKE},
        "bench:lend": {P.WORKSHOP_WORK, P.REPAIR_VISIT},
        "bench:worth": {P.WORKSHOP_WORK, P.PRICE_MANAGE},
        "schemes:citations schemes:citation schemes:licensing": {P.SCHEME_READ},
        "schemes:schemes schemes:edition schemes:edition_zip schemes:edition_json schemes:edition_xlsx": {P.SCHEME_READ},
        "schemes:draft schemes:draft_row schemes:draft_xlsx": {P.SCHEME_READ},
        "schemes:draft_new schemes:draft_import": {P.SCHEME_EDIT},
        "schemes:licensing_load schemes:licensing_form schemes:licensing_table": {P.SCHEME_LICENSE},
        "resources:outlets resources:people": {P.RESOURCE_READ},
        "resources:outlet_new resources:person_new resources:outlet resources:person": {P.RESOURCE_WRITE},
        "parts:catalogue parts:part parts:stock parts:movements parts:requests parts:old_parts": {P.RESOURCE_READ, P.PARTS_MANAGE},
        "parts:place": {P.RESOURCE_READ, P.PARTS_MANAGE, P.REPAIR_VISIT},
        "parts:part_new parts:import": {P.PARTS_MANAGE},
        "parts:mine": {P.REPAIR_VISIT},
        "day:photo": {P.REPAIR_READ},
        "repair:requests repair:request repair:orders repair:order": {P.REPAIR_READ},
        "repair:request_new repair:request_edit repair:hints": {P.REPAIR_INTAKE},
        "certification:board certification:cases certification:case certification:clients": {P.CASE_READ},
        "certification:client certification:office certification:office_csv": {P.CASE_READ},
        "certification:case_letters certification:letter_docx": {P.CASE_READ},
        "certification:letterhead certification:letterhead_docx": {P.CASE_READ},
        "certification:decisions certification:case_decision": {P.CASE_READ},
        "certification:certificates certification:certificate certification:case_certificate": {P.CASE_READ},
        "certification:certificate_papers certification:certificate_pdf": {P.CASE_READ},
        "certification:certificate_paper certification:certificate_file": {P.CASE_READ},
        "certification:programmes certification:programme certification:programme_yaml": {P.CASE_READ},
        "certification:case_agreement certification:agreement_pdf": {P.CASE_READ},
        "certification:invoices certification:invoices_csv certification:invoice": {P.CASE_READ},
        "certification:case_application certification:case_paper_file": {P.CASE_READ},
        "certification:case_new certification:case_application_edit": {P.CASE_MANAGE},
        "certification:findings certification:case_findings certification:finding certification:finding_file": {P.CASE_READ},
        "certification:finding_new certification:finding_edit": {P.CASE_EVALUATE},
        "certification:case_score certification:case_report": {P.CASE_READ},
        "certification:appeals certification:appeal": {P.CASE_READ},
        "certification:case_papers certification:case_paper certification:paper_compare": {P.CASE_READ},
        "certification:case_audit certification:audit_cycle certification:audit_plan certification:audit_draws": {P.CASE_READ},
        "certification:audit_records certification:audit_meeting certification:audit_sheet": {P.CASE_READ},
        "certification:site_draw_file certification:record_draw_file certification:audit_photo": {P.CASE_READ},
        "certification:audit_tablet certification:audit_tablet_worker": {P.CASE_EVALUATE},
        "certification:ours certification:ours_apply": {P.CERTIFICATION_APPLY},
        "certification:surveillance certification:surveillance_of certification:early": {P.CASE_READ},
        "certification:surveillance_ical certification:surveillance_csv": {P.CASE_READ},
        "certification:change_new certification:transfer_new certification:case_method": {P.CASE_MANAGE},
        "certification:certifiers certification:certifier certification:relations": {P.CASE_READ},
        "certification:case_people": {P.CASE_READ},
        "certification:impartiality certification:impartiality_risk certification:impartiality_csv": {P.CASE_READ},
        "certification:minutes": {P.CASE_READ},
        "certification:minutes_new": {P.IMPARTIALITY_MANAGE},
        "certification:certifier_new": {P.CERTIFIER_MANAGE},
        "certification:my_declarations": {P.CERTIFIER_DECLARE},
        "certification:keys certification:key certification:profile certification:exports": {P.CASE_READ},
        "certification:export certification:export_file": {P.CASE_READ},
        "doors:labels doors:labels_sheet doors:poster doors:label doors:registrations": {P.CUSTOMER_READ},
        "doors:manuals doors:product": {P.CUSTOMER_READ},
        "doors:settings": {P.GOVERNANCE_READ},
        "doors:file": {P.REPAIR_READ, P.CUSTOMER_READ},
        "doors:links doors:offers": {P.REPAIR_READ},
        "doors:pass_on": {P.REPAIR_PASS_ON},
        "repair:calls repair:call repair:problems repair:problem": {P.FOLLOW_UP},
        "repair:call_plan repair:call_script": {P.FOLLOW_UP, P.GOVERNANCE_WRITE},
        "repair:survey_answers repair:survey_answers_csv": {P.FOLLOW_UP},
        "repair:satisfaction repair:satisfaction_csv": {P.FOLLOW_UP, P.EVIDENCE_READ},
        "repair:survey_code": {P.REPAIR_VISIT},
        "repair:board queue:queue": {P.REPAIR_DISPATCH},
        "repair:today repair:visit day:worker": {P.REPAIR_VISIT},
        "evidence:readiness evidence:plan evidence:how evidence:report_pdf evidence:report_json": {P.EVIDENCE_READ},
        "evidence:next_edition": {P.EVIDENCE_READ},
        "evidence:indicator evidence:metrics evidence:metric evidence:record": {P.EVIDENCE_READ},
        "evidence:populations evidence:population": {P.EVIDENCE_READ},
        "evidence:history evidence:assessments evidence:assessment evidence:simulate evidence:outlets": {P.EVIDENCE_READ},
        "evidence:samples evidence:sample evidence:sample_file": {P.EVIDENCE_READ},
        "evidence:sample_new": {P.EVIDENCE_AUDIT},
        "web:engagements web:engagement": {P.ENGAGEMENT_GRANT},
        "oversight:self_assessments oversight:self_assessment oversight:part": {P.EVIDENCE_READ},
        "oversight:self_assessment_pdf": {P.EVIDENCE_READ},
        "oversight:self_assessment_new": {P.SELF_ASSESSMENT_PLAN},
        "evidence:bundle_file": {P.EVIDENCE_READ},
        "evidence:items evidence:said evidence:said_file": {P.EVIDENCE_READ},
        "evidence:rule evidence:exclude evidence:hand_in evidence:special_new": {P.EVIDENCE_RULE},
        "evidence:assess evidence:foreign evidence:foreign_progress": {P.EVIDENCE_IMPORT},
        "evidence:foreign_json evidence:foreign_pdf": {P.EVIDENCE_IMPORT},
    }.items()
    for name in names.split()
}  # fmt: skip
FREE = re.compile(
    r"^(account_|mfa_|home$|web:account$|web:verifier|None$|certification:(portal_|apply|register|bod|did_|keys_txt|trust_|status_list|sitemap|scanned|robots|certificate_context)|repair:survey$|doors:(typed|scan|photo|register|manual(?!s$)|part|sheet|report$|again|tracking|verify|paper$|act$)|core:(log_file|witness_key|add_checkpoint|last_checkpoint|notice_preferences)$)"
)
ONLY_POST = re.compile(
    r"bench:(item_quote)|doors:(decide|manual_off|label_units)|charges:(settle|record)$|evidence:ask_bundle|evidence:sample_(draw|find)|evidence:keep_assessment|count_records|lift_hold|decide_destruction|reveal|_act$|repair:hints|foreign_records|web:set_|web:switch_tenant|customers:(change|add_contact|erase)|resources:skill|web:revoke|view(_new)?$|_end$|file_remove$|schemes:(edition_adopt|draft_row_save|draft_row_change|draft_publish|draft_discard)"
)
AS_WRITTEN = {
    "now",  # the window of a metric, as a pack writes it
    "number",
    "conforming",
}  # names of fields of a payload, and of a metric's rule, shown as the machine knows them
PEOPLE = ("王丽华", "李建国", "海岚王", "13805912046", "13900001111", "梅亭路")
SLOW = {  # opened once, below, or by its own test
    "evidence:report_pdf", "governance:nonconformity_pdf", "web:verifier", "web:verifier_file",
    "certification:register_all_csv", "certification:register_all_json", "certification:register_csv_file",
    "certification:register_json_file",
}  # fmt: skip


@cache
def translated(language: str) -> frozenset[str]:
    """Return the English messages that have a translation of their own in `language`: they may stand on no Chinese page."""
    found = set()
    locale = {"zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}[language]
    for path in PACKAGE.glob(f"**/locale/{locale}/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                text = message.id if isinstance(message.id, str) else ""
                if message.string and text != message.string and re.search("[A-Za-z]{3}", text) and "%" not in text:
                    found.add(" ".join(text.split()))
    return frozenset(found)


def signed_in(by: Actor, language: str) -> Client:
    client = Client(raise_request_exception=False, REMOTE_ADDR=f"10.0.{(by.user_id or 0) % 99}.1")
    client.force_login(User.objects.get(pk=by.user_id))
    client.cookies["wx_language"] = language
    return client


def expected(address: Address, roles: frozenset[Role]) -> set[int]:
    """Return the statuses with which a page may answer somebody of the company."""
    if ONLY_POST.search(address.name):
        return {200, 302, 403, 404, 405}
    if FREE.match(address.name):  # public doors may have been asked too often by now
        return {200, 302, 404, 405} | ({429} if address.name.startswith("doors:") else set())
    if address.name not in NEEDS:
        return set()  # say in NEEDS who may open it
    may = NEEDS[address.name] & permissions_of(roles)
    if not may:
        return {403}
    if address.name in (
        "core:proof_file",
        "evidence:bundle_file",
        "oversight:self_assessment_pdf",
        "certification:certificate_pdf",
        "certification:certificate_paper",
        "certification:certificate_file",
    ):
        return {200, 404}  # proven once it is sealed
    gone = address.path.endswith(("/nothing/", "/10000000/")) or "/nothing/" in address.path
    own = address.name in (
        "repair:survey_code",
        "repair:visit",
        "repair:today",
        "parts:place",  # a technician sees their own
        "day:photo",
        "evidence:record",
        "evidence:foreign_json",
        "evidence:foreign_pdf",
        "certification:ours_apply",  # there are bodies to apply at, or there are none
        "governance:document_pdf",
        "governance:document_original",
        "governance:document_page",
        "governance:document_version",  # one in preparation is its keepers'
    )
    return {404} if gone else {200, 302, 403, 404} if own else {200, 302}


def faults(address: Address, answer: HttpResponse, by: Actor, language: str) -> list[str]:
    found, roles = [], by.roles
    if answer.status_code not in expected(address, roles):
        found.append(f"answers {answer.status_code}")
    policy = answer.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        found.append(f"content policy: {policy or 'none'}")
    if (
        answer.streaming
        or not answer.get("Content-Type", "").startswith("text/html")
        or answer.status_code in (302, 405)
    ):
        return [f"{address.path}: {fault}" for fault in found]
    html = answer.content.decode()
    page = read(html)
    whole = "<html" in html
    found += telling(address, html, by)
    found += [fault for fault in page.faults() if whole or not fault.endswith("h1")]
    if language != "en":
        found += sorted({f"in English: {words}" for words in page.words if words in translated(language) - AS_WRITTEN})
    if whole and f'lang="{ {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}[language] }"' not in html:
        found.append("the page does not name its language")
    return [f"{address.path}: {fault}" for fault in found]


def telling(address: Address, html: str, by: Actor) -> list[str]:
    """Return which names, numbers and places of customers a page tells to who may not see them."""
    if by.may(P.CUSTOMER_REVEAL) or FREE.match(address.name) or address.name.startswith("web:design"):
        return []
    return [f"tells {word}" for word in PEOPLE if word in html]


def walk(by: Actor, language: str, to: list[Address]) -> list[str]:
    client = signed_in(by, language)
    return [
        fault
        for address in to
        if address.name not in SLOW and address.name != "account_logout"
        for fault in faults(address, client.get(address.path), by, language)
    ]


@pytest.fixture
def lived(shop: Shop, actor: Make) -> Lived:
    load_edition()
    return live(shop, actor)


def some_of(to: list[Address], roles: frozenset[Role], place: int) -> list[Address]:
    """Return what is shut to these roles, and a third of what is open: they take turns, and every page has its reader."""
    may = permissions_of(roles)
    return [
        one for n, one in enumerate(to) if (n + place) % 3 == 0 or (one.name in NEEDS and not NEEDS[one.name] & may)
    ]


def walks(to: list[Address], language: str, everybody: Actor, one_of: Callable[[Role], Actor]) -> list[str]:
    """Walk as somebody who may open everything, in each language; and as every role in one of them."""
    found = walk(everybody, language, to)
    for place, role in enumerate(Role):
        if place % 3 == LANGUAGES.index(language):
            reached = walk(one_of(role), language, some_of(to, frozenset({role}), place))
            found += [f"as {role}: {fault}" for fault in reached]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_with_data(lived: Lived, actor: Make, language: str) -> None:
    def one_of(role: Role) -> Actor:
        return lived.shop.visitor if role == Role.TECHNICIAN else actor(role)

    found = walks(addresses(lived.values), language, actor(*INSIDE), one_of)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_an_empty_company(inside: Tenant, actor: Make, language: str) -> None:
    """The lists, forms and overviews of a company in which nothing has happened yet; there is nothing else to open."""
    load_edition()
    nothing = defaultdict(lambda: [10**7], number=[4, 5], metric_id=["nothing"], indicator_id=["5.1.1.1"])
    plain = [one for one in addresses(nothing) if not one.parts - {"number", "indicator_id"}]
    assert len(plain) > 40
    found = walks(plain, language, actor(*INSIDE), actor)
    assert not found, "\n".join(found)


def test_nobody_signed_in_sees_a_page(shop: Shop, actor: Make) -> None:
    load_edition()
    client = Client(raise_request_exception=False)
    for address in addresses(live(shop, actor).values):
        if FREE.match(address.name) and address.name not in ("home", "web:account"):
            continue
        if address.path in ("/healthz",) or "/preferences/" in address.path:
            continue
        answer = client.get(address.path)
        assert (address.path, answer.status_code, answer.get("Location", "").partition("?")[0]) == (
            address.path,
            302,
            "/accounts/login/",
        )
