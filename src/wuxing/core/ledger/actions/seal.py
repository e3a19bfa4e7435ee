"""Seal: sign the log's head when it grew, then publish it. A head that contradicts an earlier one is never signed."""

import contextlib
import os

from django.conf import settings
from django.utils.translation import gettext as _

from wuxing.core import clock, places
from wuxing.core.errors import RuleBroken
from wuxing.core.ledger.actions import publish
from wuxing.core.ledger.models import Checkpoint
from wuxing.core.ledger.queries import files, nodes
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.proof import checkpoints, merkle
from wuxing.proof.merkle import ReadNodes
from wuxing.proof.notes import Signer, new_signer


def checkpoint(tenant_id: int) -> checkpoints.Checkpoint | None:
    """封存: sign the tenant's log as it stands if it grew, and publish its files; return the newest checkpoint, if any.

    Raises:
        RuleBroken: the log contradicts a checkpoint that was signed or published before.
    """
    slug = Tenant.objects.values_list("slug", flat=True).get(pk=tenant_id)
    with in_tenant(tenant_id):
        nodes.lock_log(tenant_id)
        head = nodes.latest_head(tenant_id)
        size = nodes.size_of(tenant_id)
        if size > (head.size if head else 0):
            _sign(tenant_id, slug, size, head)
    return publish.publish(tenant_id, slug)


def signer_of(slug: str) -> Signer:
    """Return the private key of a tenant's log, making it on first use; two makers at once agree.

    Raises:
        RuleBroken: the log was published before, but its key is gone; a new one would cut its history.
    """
    if kept := files.kept_signer(slug):
        return kept
    path = files.key_path(slug)
    if files.published_note(slug) is not None:
        raise RuleBroken(_("the key of the ledger of %s is missing; restore it from a backup") % slug)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(new_signer(f"{origin_prefix()}/{slug}").secret())
        file.flush()
        os.fsync(handle)
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    signer = files.kept_signer(slug)
    assert signer is not None
    return signer


def origin_prefix() -> str:
    """Return what the names of this installation's new logs begin with: where they are served, without scheme."""
    return str(getattr(settings, "LEDGER_ORIGIN", "")) or f"{places.public_host()}/log"


def _sign(tenant_id: int, slug: str, size: int, head: nodes.Head | None) -> None:
    read = nodes.reader(tenant_id)
    earlier = [(head.size, head.root)] if head else []
    if public := files.published(slug):
        earlier.append((public.size, public.root))
    for old, root in earlier:
        if not _continues(old, root, size, read):
            raise RuleBroken(
                _("the ledger of %(slug)s contradicts its checkpoint of size %(size)s; run wuxing ledger verify")
                % {"slug": slug, "size": old}
            )
    signer = signer_of(slug)
    new = checkpoints.Checkpoint(signer.name, size, merkle.root_at(size, read))
    Checkpoint.objects.create(
        tenant_id=tenant_id, size=size, root=new.root, note=checkpoints.signed(new, signer), signed_at=clock.now()
    )


def _continues(old: int, root: bytes, size: int, read: ReadNodes) -> bool:
    if old > size:
        return False
    try:
        return merkle.root_at(old, read) == root
    except KeyError:  # a node of the old tree is gone
        return False
