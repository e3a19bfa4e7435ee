"""Find what bodies publish of themselves, and what was handed to authorities."""

from wuxing.certification.directory.models import BodyProfile, RegisterExport
from wuxing.core.errors import NotFound
from wuxing.core.models import Tenant
from wuxing.core.reasons import say


def bodies() -> list[Tenant]:
    """Return the certification bodies of this installation."""
    return list(Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).order_by("name", "pk"))


def profiles() -> dict[int, BodyProfile]:
    """Return what bodies publish of themselves, by tenant."""
    return {one.tenant_id: one for one in BodyProfile.objects.all()}


def profile(tenant_id: int) -> BodyProfile | None:
    """Return what a body publishes of itself, or None."""
    return BodyProfile.objects.filter(tenant_id=tenant_id).first()


def exports(before: int | None, most: int) -> list[RegisterExport]:
    """Return files made for authorities, newest first."""
    rows = RegisterExport.objects.select_related("attachment", "by_user").order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[:most])


def export(export_id: int) -> RegisterExport:
    """Return a file made for an authority. Raises NotFound."""
    found = RegisterExport.objects.select_related("attachment").filter(pk=export_id).first()
    if found is None:
        raise NotFound(say("there is no such file here"))
    return found


def lock_export(export_id: int) -> RegisterExport:
    """Return a file made for an authority, locked. Raises NotFound."""
    found = RegisterExport.objects.select_for_update().filter(pk=export_id).first()
    if found is None:
        raise NotFound(say("there is no such file here"))
    return found


def slug(tenant_id: int) -> str:
    """Return the name of a body in addresses."""
    return Tenant.objects.values_list("slug", flat=True).get(pk=tenant_id)
