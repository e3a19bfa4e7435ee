"""What each permission lets somebody do, in words, under the area in which the page of one's account lists it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wuxing.core.access import Permission

P = Permission

PERMISSION_TITLES: dict[str | Promise, dict[Permission, str | Promise]] = {
    pgettext_lazy("area of work", "Repair"): {
        P.REPAIR_READ: _("see service requests and work orders"),
        P.REPAIR_PASS_ON: _("pass on a request that reached one"),
        P.REPAIR_INTAKE: _("log and complete calls"),
        P.REPAIR_DISPATCH: _("schedule and hand over orders"),
        P.REPAIR_VISIT: _("record what is done on visits"),
        P.REPAIR_CLOSE: _("review, close, reopen and cancel orders"),
        P.QUOTE_MANAGE: _("write quotes and settlement sheets"),
        P.PRICE_MANAGE: _("keep the price book"),
        P.WORKSHOP_WORK: _("take back, repair in the workshop, lend and hand back"),
        P.PARTS_MANAGE: _("keep stock and old parts"),
        P.FOLLOW_UP: _("call customers back and handle what they say"),
        P.OWN_ORDER: _("follow one's own order"),
    },
    pgettext_lazy("area of work", "Customers"): {
        P.CUSTOMER_READ: _("see customers, numbers masked"),
        P.CUSTOMER_REVEAL: _("look up a number in full, on record"),
        P.CUSTOMER_WRITE: _("correct customers' files"),
        P.CUSTOMER_ERASE: _("erase personal data"),
        P.CUSTOMER_RIGHTS: _("handle requests about personal data, merge files"),
        P.ENTITLEMENT_OVERRIDE: _("decide the warranty otherwise than the rule"),
        P.ENTITLEMENT_MANAGE: _("keep warranty terms and exclusions"),
    },
    pgettext_lazy("area of work", "Resources"): {
        P.RESOURCE_READ: _("see outlets and people"),
        P.RESOURCE_WRITE: _("change outlets, people and skills"),
    },
    pgettext_lazy("area of work", "Governance"): {
        P.GOVERNANCE_READ: _("see promises, calendars and procedures"),
        P.GOVERNANCE_WRITE: _("propose promises, change calendars and service targets"),
        P.PROMISE_APPROVE: _("approve promises that somebody else proposed"),
        P.LEDGER_READ: _("read the ledger"),
        P.DOCUMENT_WRITE: _("draft and distribute documents"),
        P.DOCUMENT_APPROVE: _("review, approve and issue documents"),
        P.RECORD_MANAGE: _("keep retention and legal holds"),
        P.RECORD_DESTROY: _("approve the destruction of records"),
        P.NONCONFORMITY_REPORT: _("report nonconformities"),
        P.NONCONFORMITY_MANAGE: _("analyse and correct nonconformities"),
        P.NONCONFORMITY_VERIFY: _("judge effectiveness and close nonconformities"),
    },
    pgettext_lazy("area of work", "Assessment"): {
        P.SCHEME_READ: _("read certification schemes"),
        P.EVIDENCE_READ: _("see readiness and evidence"),
        P.EVIDENCE_IMPORT: _("bring in and assess foreign records"),
        P.EVIDENCE_RULE: _("add evidence, propose rulings and exclusions"),
        P.EVIDENCE_CONFIRM: _("confirm rulings and exclusions as the second person"),
        P.EVIDENCE_AUDIT: _("commit populations and draw samples"),
        P.ENGAGEMENT_GRANT: _("let an outside auditor in for a time"),
        P.SELF_ASSESSMENT_PLAN: _("plan and review self-assessments"),
        P.SELF_ASSESSMENT_EVALUATE: _("evaluate in self-assessments"),
        P.SCHEME_EDIT: _("draft schemes and adopt editions"),
        P.SCHEME_LICENSE: _("load and sign off licensed points and texts"),
    },
    pgettext_lazy("area of work", "Certification"): {
        P.CERTIFICATION_APPLY: _("apply for certification and act for the company"),
        P.CASE_READ: _("see certification cases"),
        P.CASE_MANAGE: _("run cases, contracts, planning and letters"),
        P.CASE_ACCEPT: _("review applications"),
        P.CASE_EVALUATE: _("review documents and evaluate on site"),
        P.CASE_REVIEW: _("review cases before the decision"),
        P.CASE_DECIDE: _("vote on decisions, suspend and withdraw"),
        P.CASE_CLIENT: _("act for the client of a case"),
        P.CERTIFIER_MANAGE: _("keep competence and ties of everybody"),
        P.CERTIFIER_DECLARE: _("declare one's own ties and absences"),
        P.APPEAL_HANDLE: _("handle complaints and appeals"),
        P.IMPARTIALITY_MANAGE: _("keep impartiality risks, minutes and the body's rules"),
        P.KEY_MANAGE: _("renew the body's signing keys, import them, propose to revoke them"),
    },
    pgettext_lazy("area of work", "Organisation"): {
        P.TENANT_ADMIN: _("change members, roles and keys"),
        P.NOTICE_MANAGE: _("keep messages, their channels and hours"),
        P.DESIGN_READ: _("see the sheet of components"),
    },
}
