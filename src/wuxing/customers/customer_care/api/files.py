"""Files by machine: heads, contacts, places, merges. Names as the caller may see them, numbers and addresses masked."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.refusals import ANSWERS
from wuxing.customers.customer_care import actions, masking, queries
from wuxing.customers.customer_care.api.shapes import (
    CareContactIn,
    CareEraseIn,
    CareMergeIn,
    CareReasonIn,
    ContactOut,
    CustomerIn,
    CustomerOut,
    MergeOut,
    PairIn,
    PairOut,
    RestrictIn,
    SiteIn,
    SiteOut,
    actor_of,
)
from wuxing.customers.customer_care.models import Contact, Customer, Merge, ServiceSite
from wuxing.customers.customer_care.queries import duplicates
from wuxing.customers.customer_care.queries.files import customer_of

router = Router()


def _customer(found: Customer, request: HttpRequest) -> CustomerOut:
    names = [name for name in CustomerOut.model_fields if name not in ("id", "name")]
    shown = masking.name_for(actor_of(request), found.name, found.kind)
    return CustomerOut(id=found.pk, name=shown, **{name: getattr(found, name) for name in names})


def _contact(found: Contact, request: HttpRequest) -> ContactOut:
    return ContactOut(
        id=found.pk,
        customer_id=found.customer_id,
        name=masking.name_for(actor_of(request), found.name),
        phone=masking.phone_for(found.phone),
        part=found.part,
        site_id=found.site_id,
    )


def _site(found: ServiceSite) -> SiteOut:
    return SiteOut(
        id=found.pk,
        customer_id=found.customer_id,
        label=found.label,
        place=masking.address_for(found.address, found.district),
        rural=found.rural,
        outlet_id=found.outlet_id,
    )


def _merge(found: Merge) -> MergeOut:
    names = [name for name in MergeOut.model_fields if name != "id"]
    return MergeOut(id=found.pk, **{name: getattr(found, name) for name in names})


@router.get("/files", response={200: list[dict[str, Any]], **ANSWERS}, summary="客户档案: list and search")
def list_files(request: HttpRequest, q: str = "", before: int = queries.NEWEST) -> list[dict[str, Any]]:
    """List files, newest first, 51 at most; `q` finds by two signs of a name or a whole number, `before` goes on."""
    by = actor_of(request)
    by.require(Permission.CUSTOMER_READ)
    return [
        {
            "id": row["pk"],
            "name": masking.name_for(by, row["name"], row["kind"]),
            "kind": row["kind"],
            "phone": masking.phone_for(row["contact"][1]),
            "created_at": row["created_at"].isoformat(),
        }
        for row in queries.customers(q.strip()[:60], before)
    ]


@router.get("/files/{customer_id}", response={200: CustomerOut, **ANSWERS}, summary="one file")
def one_file(request: HttpRequest, customer_id: int) -> CustomerOut:
    """Return a file's head; a merged file names the one it was merged into."""
    actor_of(request).require(Permission.CUSTOMER_READ)
    return _customer(customer_of(customer_id), request)


@router.post("/files/{customer_id}/change", response={200: CustomerOut, **ANSWERS}, summary="更正档案")
def change_file(request: HttpRequest, customer_id: int, body: CustomerIn) -> CustomerOut:
    """Correct a file's head."""
    made = actions.change_customer(customer_id=customer_id, by=actor_of(request), **body.model_dump())
    return _customer(made, request)


@router.get("/files/{customer_id}/contacts", response={200: list[ContactOut], **ANSWERS}, summary="联系人")
def list_contacts(request: HttpRequest, customer_id: int) -> list[ContactOut]:
    """List a customer's contacts, numbers masked."""
    actor_of(request).require(Permission.CUSTOMER_READ)
    return [_contact(one, request) for one in customer_of(customer_id).contacts.order_by("pk")[:200]]


@router.post("/files/{customer_id}/contacts", response={201: ContactOut, **ANSWERS}, summary="新增联系人")
def add_contact(request: HttpRequest, customer_id: int, body: CareContactIn) -> Status[ContactOut]:
    """Add a contact."""
    made = actions.add_contact(customer_id=customer_id, by=actor_of(request), **body.model_dump())
    return Status(201, _contact(made, request))


@router.post("/contacts/{contact_id}/change", response={200: ContactOut, **ANSWERS}, summary="更正联系人")
def change_contact(request: HttpRequest, contact_id: int, body: CareContactIn) -> ContactOut:
    """Correct a contact."""
    made = actions.change_contact(contact_id=contact_id, by=actor_of(request), **body.model_dump())
    return _contact(made, request)


@router.post("/files/{customer_id}/sites", response={201: SiteOut, **ANSWERS}, summary="新增服务地点")
def add_site(request: HttpRequest, customer_id: int, body: SiteIn) -> Status[SiteOut]:
    """Add a place."""
    return Status(201, _site(actions.add_site(customer_id=customer_id, by=actor_of(request), **body.model_dump())))


@router.post("/sites/{site_id}/change", response={200: SiteOut, **ANSWERS}, summary="更正服务地点")
def change_site(request: HttpRequest, site_id: int, body: SiteIn) -> SiteOut:
    """Correct a place."""
    return _site(actions.change_site(site_id=site_id, by=actor_of(request), **body.model_dump()))


@router.post("/files/{customer_id}/restrict", response={200: CustomerOut, **ANSWERS}, summary="限制处理")
def restrict(request: HttpRequest, customer_id: int, body: RestrictIn) -> CustomerOut:
    """Restrict the use of a customer's data, or set it free."""
    made = actions.restrict_customer(customer_id=customer_id, by=actor_of(request), **body.model_dump())
    return _customer(made, request)


@router.post("/files/{customer_id}/erase", response={200: CustomerOut, **ANSWERS}, summary="删除个人信息")
def erase(request: HttpRequest, customer_id: int, body: CareEraseIn) -> CustomerOut:
    """Erase a customer's personal data for good."""
    made = actions.erase_customer(customer_id=customer_id, by=actor_of(request), **body.model_dump())
    return _customer(made, request)


@router.get("/duplicates", response={200: list[PairOut], **ANSWERS}, summary="疑似重复")
def list_duplicates(request: HttpRequest) -> list[PairOut]:
    """List pairs of files that look like one person, with why."""
    actor_of(request).require(Permission.CUSTOMER_READ)
    return [
        PairOut(low=one.low, high=one.high, weight=one.weight, why=[wording.text(why) for why in one.why])
        for one in duplicates.proposals()
    ]


@router.post("/duplicates/different", response={200: PairIn, **ANSWERS}, summary="并非同一人")
def differ(request: HttpRequest, body: PairIn) -> PairIn:
    """Keep two files apart."""
    made = actions.say_different(one_id=body.one_id, other_id=body.other_id, by=actor_of(request))
    return PairIn(one_id=made.low_id, other_id=made.high_id)


@router.post("/merges", response={201: MergeOut, **ANSWERS}, summary="合并档案")
def merge(request: HttpRequest, body: CareMergeIn) -> Status[MergeOut]:
    """Merge a file into another."""
    return Status(201, _merge(actions.merge_customers(by=actor_of(request), **body.model_dump())))


@router.post("/merges/{merge_id}/undo", response={200: MergeOut, **ANSWERS}, summary="撤销合并")
def undo(request: HttpRequest, merge_id: int, body: CareReasonIn) -> MergeOut:
    """Undo a merge."""
    return _merge(actions.undo_merge(merge_id=merge_id, reason=body.reason, by=actor_of(request)))
