"""The doors by machine: labels, links, registrations, manuals, settings, passing on."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field

from wuxing.core.access import Permission
from wuxing.core.places import public_url
from wuxing.core.refusals import ANSWERS
from wuxing.customers.customer_care import masking
from wuxing.service.doors import actions, finding, queries
from wuxing.service.doors.models import Label, LabelBinding, TrackingLink
from wuxing.service.repair.api.shapes import NEWEST, PAGE, actor_of, request_of

router = Router()
Text = Annotated[str, Field(max_length=300)]


class LabelOut(Schema):
    """A label: its code, where it leads, the unit it stands for."""

    code: str
    url: str
    batch: str
    asset_id: int | None
    retired: bool


def label_out(label: Label, binding: LabelBinding | None) -> LabelOut:
    """Return a label as the API tells it."""
    return LabelOut(
        code=label.code,
        url=public_url(f"/s/{label.code}"),
        batch=label.batch,
        asset_id=binding.asset_id if binding else None,
        retired=label.retired_at is not None,
    )


class BlankIn(Schema):
    """How many blank labels."""

    count: int = Field(ge=1, le=1000)
    batch: str = Field(default="", max_length=40)


@router.post("/labels", response={201: list[LabelOut], **ANSWERS}, summary="空白标签: make blank labels")
def make_labels(request: HttpRequest, body: BlankIn) -> Status[list[LabelOut]]:
    """Make blank labels of one batch."""
    made = actions.make_labels(count=body.count, batch=body.batch, by=actor_of(request))
    return Status(201, [label_out(one, None) for one in made])


@router.get("/labels", response={200: list[LabelOut], **ANSWERS}, summary="newest labels, 50 a page")
def list_labels(request: HttpRequest, before: Annotated[int, Field(ge=1, le=NEWEST)] = NEWEST) -> list[LabelOut]:
    """List labels, newest first; `before` is not a code but the place of the last one."""
    actor_of(request).require(Permission.CUSTOMER_READ)
    rows = list(Label.objects.filter(pk__lt=before).order_by("-pk")[:PAGE])
    live = {one.label_id: one for one in LabelBinding.objects.filter(label__in=rows, ended_at=None)}
    return [label_out(one, live.get(one.pk)) for one in rows]


class UnitsIn(Schema):
    """The units that get a label."""

    asset_ids: list[int] = Field(min_length=1, max_length=1000)


@router.post("/labels/units", response={200: list[LabelOut], **ANSWERS}, summary="设备标签: labels for units")
def label_units(request: HttpRequest, body: UnitsIn) -> list[LabelOut]:
    """Return a label for each unit, made where there is none."""
    made = actions.label_units(asset_ids=body.asset_ids, by=actor_of(request))
    return [label_out(one, queries.binding_of(one)) for one in made]


class BindIn(Schema):
    """The unit that a label stands for from now on; a reason where it stood for another."""

    asset_id: int
    reason: Text = ""


@router.post("/labels/{label_code}/bind", response={200: LabelOut, **ANSWERS}, summary="绑定标签")
def bind_label(request: HttpRequest, label_code: str, body: BindIn) -> LabelOut:
    """Bind a label to a unit."""
    by = actor_of(request)
    made = actions.bind_label(code=label_code, asset_id=body.asset_id, reason=body.reason, by=by)
    return label_out(made.label, made)


class DoorReasonIn(Schema):
    """Why."""

    reason: Text


@router.post("/labels/{label_code}/retire", response={200: LabelOut, **ANSWERS}, summary="停用标签")
def retire_label(request: HttpRequest, label_code: str, body: DoorReasonIn) -> LabelOut:
    """Retire a label for good."""
    return label_out(actions.retire_label(code=label_code, reason=body.reason, by=actor_of(request)), None)


class LinkOut(Schema):
    """A link to follow a case; its address is told once, when it is made."""

    id: int
    made_at: datetime
    via: str
    revoked_at: datetime | None
    url: str = ""


def link_out(link: TrackingLink, url: str = "") -> LinkOut:
    """Return a link as the API tells it."""
    return LinkOut(id=link.pk, made_at=link.made_at, via=link.via, revoked_at=link.revoked_at, url=url)


@router.post("/orders/{order_id}/links", response={201: LinkOut, **ANSWERS}, summary="进度链接: make a link")
def open_link(request: HttpRequest, order_id: int) -> Status[LinkOut]:
    """Make a link to follow an order."""
    url = actions.open_link(order_id, actor_of(request))
    made = TrackingLink.objects.get(digest=queries.digest_of(url.rstrip("/").rpartition("/")[2]))
    return Status(201, link_out(made, url))


@router.get("/requests/{request_id}/links", response={200: list[LinkOut], **ANSWERS}, summary="links of a case")
def list_links(request: HttpRequest, request_id: int) -> list[LinkOut]:
    """List the links of a case, newest first."""
    actor_of(request).require(Permission.REPAIR_READ)
    return [link_out(one) for one in queries.links_of(request_of(request_id).pk)]


@router.post("/orders/{order_id}/links/send", response={200: dict[str, bool], **ANSWERS}, summary="发送链接")
def send_link(request: HttpRequest, order_id: int) -> dict[str, bool]:
    """Send the customer a link to follow the order."""
    actions.send_link(order_id=order_id, by=actor_of(request))
    return {"sent": True}


@router.post("/links/{link_id}/revoke", response={200: LinkOut, **ANSWERS}, summary="撤销链接")
def revoke_link(request: HttpRequest, link_id: int, body: DoorReasonIn) -> LinkOut:
    """Withdraw a link."""
    return link_out(actions.revoke_link(link_id=link_id, reason=body.reason, by=actor_of(request)))


class DoorDecisionOut(Schema):
    """What became of a registration."""

    id: int
    state: str
    asset_id: int | None


class ConfirmIn(Schema):
    """The unit, where the registration names none."""

    asset_id: int | None = None


class RegistrationOut(DoorDecisionOut):
    """What an owner registered; the name as the reader may see it."""

    serial: str
    purchased_on: date
    name: str
    at: datetime


@router.get("/registrations", response={200: list[RegistrationOut], **ANSWERS}, summary="购买登记, newest first")
def list_registrations(
    request: HttpRequest,
    state: Literal["proposed", "confirmed", "refused"] = "proposed",
    before: Annotated[int, Field(ge=1, le=NEWEST)] = NEWEST,
) -> list[RegistrationOut]:
    """List registrations of a state; `before` is the last number of the page before."""
    by = actor_of(request)
    by.require(Permission.CUSTOMER_READ)
    plain = ("state", "asset_id", "serial", "purchased_on", "at")
    return [
        RegistrationOut(id=one.pk, name=masking.name_for(by, one.name), **{name: getattr(one, name) for name in plain})
        for one in finding.registrations(state, before)[: finding.PAGE]
    ]


@router.post("/registrations/{registration_id}/confirm", response={200: DoorDecisionOut, **ANSWERS}, summary="确认登记")
def confirm_registration(request: HttpRequest, registration_id: int, body: ConfirmIn) -> DoorDecisionOut:
    """Confirm what an owner registered."""
    made = actions.confirm_registration(registration_id=registration_id, asset_id=body.asset_id, by=actor_of(request))
    return DoorDecisionOut(id=made.pk, state=made.state, asset_id=made.asset_id)


@router.post("/registrations/{registration_id}/refuse", response={200: DoorDecisionOut, **ANSWERS}, summary="退回登记")
def refuse_registration(request: HttpRequest, registration_id: int, body: DoorReasonIn) -> DoorDecisionOut:
    """Refuse what an owner registered."""
    made = actions.refuse_registration(registration_id=registration_id, reason=body.reason, by=actor_of(request))
    return DoorDecisionOut(id=made.pk, state=made.state, asset_id=made.asset_id)


class ManualIn(Schema):
    """A manual at an address."""

    product_id: int
    title: str = Field(max_length=120)
    url: Text
    language: str = Field(default="", max_length=10)


class ManualOut(Schema):
    """A manual."""

    id: int
    title: str
    url: str


@router.post("/manuals", response={201: ManualOut, **ANSWERS}, summary="说明书: keep the address of a manual")
def add_manual(request: HttpRequest, body: ManualIn) -> Status[ManualOut]:
    """Keep a manual with its product."""
    made = actions.add_manual(**body.model_dump(), by=actor_of(request))
    return Status(201, ManualOut(id=made.pk, title=made.title, url=made.url))


@router.post("/manuals/{manual_id}/off", response={200: ManualOut, **ANSWERS}, summary="take a manual off")
def take_off_manual(request: HttpRequest, manual_id: int) -> ManualOut:
    """Take a manual off the public pages."""
    made = actions.take_off_manual(manual_id=manual_id, by=actor_of(request))
    return ManualOut(id=made.pk, title=made.title, url=made.url)


class PhotoOut(Schema):
    """Whether a product has a photo."""

    product_id: int
    photo: bool


@router.post("/products/{product_id}/photo", response={200: PhotoOut, **ANSWERS}, summary="产品照片: set the photo")
def set_photo(request: HttpRequest, product_id: int, photo: File[UploadedFile]) -> PhotoOut:
    """Show this photo behind the labels of a product, drawn anew and small."""
    made = actions.set_photo(product_id=product_id, file=photo, by=actor_of(request))
    return PhotoOut(product_id=made.pk, photo=True)


@router.post("/products/{product_id}/photo/off", response={200: PhotoOut, **ANSWERS}, summary="show no photo")
def take_off_photo(request: HttpRequest, product_id: int) -> PhotoOut:
    """Show no photo of a product any more."""
    made = actions.set_photo(product_id=product_id, file=None, by=actor_of(request))
    return PhotoOut(product_id=made.pk, photo=False)


class SettingsIn(Schema):
    """How the doors are kept."""

    is_open: bool = True
    link_days: int = Field(default=30, ge=1, le=365)
    notice_hours: int = Field(default=2, ge=0, le=72)
    reports_a_day: int = Field(default=500, ge=1, le=100_000)
    hotline: str = Field(default="", max_length=40)
    hours: str = Field(default="", max_length=80)


@router.post("/settings", response={200: SettingsIn, **ANSWERS}, summary="公开入口设置")
def set_doors(request: HttpRequest, body: SettingsIn) -> SettingsIn:
    """Say how the doors are kept."""
    made = actions.set_doors(**body.model_dump(), by=actor_of(request))
    return SettingsIn(**{name: getattr(made, name) for name in queries.SETTINGS})


class PassOnIn(Schema):
    """A request that reached somebody outside the service department."""

    received_at: AwareDatetime
    phone: str = Field(max_length=30)
    fault: str = Field(max_length=900)
    customer_name: str = Field(default="", max_length=100)
    product_id: int | None = None
    how: str = Field(default="", max_length=60)


class PassedOut(Schema):
    """The request that it became."""

    id: int
    number: str
    passed_on_by: str


@router.post("/pass-on", response={201: PassedOut, **ANSWERS}, summary="内部转交")
def pass_on(request: HttpRequest, body: PassOnIn) -> Status[PassedOut]:
    """Pass on a request."""
    made = actions.pass_on(**body.model_dump(), by=actor_of(request))
    return Status(201, PassedOut(id=made.pk, number=made.number, passed_on_by=made.passed_on_by))
