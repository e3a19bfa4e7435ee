"""Files are told by their content and kept once."""

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO

import pytest

from wuxing.core import clock, files
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.models import Attachment, Tenant
from wuxing.core.tenants import in_tenant

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


@pytest.fixture
def by(inside: Tenant, actor: Callable[..., Actor]) -> Actor:
    return actor(Role.TECHNICIAN)


def test_a_file_is_kept_once_by_its_content(inside: Tenant, by: Actor) -> None:
    first = files.keep(BytesIO(PNG), name="a.png", target=inside, by=by)
    second = files.keep(BytesIO(PNG), name="../../etc/b.png", target=inside, by=by)

    assert (first.sha256, first.media_type, second.name) == (second.sha256, "image/png", "b.png")
    found, content = files.opened(first.pk)
    assert (found.size, content.read()) == (len(PNG), PNG)


@pytest.mark.parametrize("data", [b"", b"<html><script>", b"MZ\x90\x00" + bytes(60)])
def test_a_file_that_only_claims_to_be_a_picture_is_refused(inside: Tenant, by: Actor, data: bytes) -> None:
    with pytest.raises(BadInput):
        files.keep(BytesIO(data), name="photo.png", target=inside, by=by)
    assert Attachment.objects.count() == 0


def test_a_file_over_the_limit_is_refused(inside: Tenant, by: Actor) -> None:
    with pytest.raises(BadInput):
        files.keep(BytesIO(PNG + bytes(files.LIMIT_BYTES)), name="a.png", target=inside, by=by)


def test_a_drawn_signature_is_a_png(inside: Tenant, by: Actor) -> None:
    url = "data:image/png;base64," + b64encode(PNG).decode()

    assert files.keep_drawing(url, name="signature.png", target=inside, by=by).media_type == "image/png"
    with pytest.raises(BadInput):
        files.keep_drawing("data:text/html;base64,PGI+", name="x", target=inside, by=by)


def test_a_file_of_another_tenant_is_not_found(inside: Tenant, other_company: Tenant, by: Actor) -> None:
    with in_tenant(other_company.pk):
        theirs = Attachment.objects.create(
            tenant=other_company, sha256="0" * 64, name="x", media_type="image/png", size=1, target_type="tenant",
            target_id=1, created_at=clock.now(),
        )  # fmt: skip
    with pytest.raises(NotFound):
        files.opened(theirs.pk)
