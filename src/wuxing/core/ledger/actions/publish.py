"""Publish: write a signed log as plain files (C2SP tiles). Whatever is interrupted, the next run completes."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from wuxing.core.ledger.queries import files, nodes
from wuxing.core.ledger.rules import SEALED, Sealed, envelope_of
from wuxing.core.tenants import in_tenant
from wuxing.proof import checkpoints, tiles
from wuxing.proof.tiles import Tile

MANY = 64  # from this many files on, one sync of everything is cheaper than one each

_ENTRIES = f"""
SELECT {SEALED} FROM core_leaf l JOIN core_entry e ON e.id = l.entry_id
WHERE l.tenant_id = %s AND l.index >= %s AND l.index < %s ORDER BY l.index
"""  # noqa: S608  # column names of our own


def publish(tenant_id: int, slug: str, *, anew: bool = False) -> checkpoints.Checkpoint | None:
    """公布: write what the newest checkpoint adds to the tenant's files, the checkpoint last; `anew` writes all again.

    Files that are ahead of the database are left alone: they are the witness that it was cut.
    """
    folder = files.folder_of(slug)
    with _only_writer(folder), in_tenant(tenant_id):
        head = nodes.latest_head(tenant_id)
        old = files.published(slug)
        if head is None or (old and (old.size > head.size or (old.size == head.size and not anew))):
            return old
        grown = list(tiles.tiles_between(0 if anew or not old else old.size, head.size))
        sync = len(grown) < MANY
        for tile in grown:
            _write_tile(tenant_id, folder, tile, sync=sync)
        if not sync:
            os.sync()
        if verifier := files.verifier_of(slug):
            _write(folder / files.KEY, (verifier.text() + "\n").encode(), sync=True)
        _write(folder / tiles.CHECKPOINT, nodes.cosigned_note(tenant_id, head).encode(), sync=True)
    return checkpoints.unverified(head.note)


def publish_cosigned(tenant_id: int, slug: str) -> bool:
    """公布见证: write the published checkpoint again with its cosignatures; say whether it is the newest."""
    folder = files.folder_of(slug)
    with _only_writer(folder), in_tenant(tenant_id):
        head, public = nodes.latest_head(tenant_id), files.published(slug)
        if head is None or public is None or (public.size, public.root) != (head.size, head.root):
            return False
        _write(folder / tiles.CHECKPOINT, nodes.cosigned_note(tenant_id, head).encode(), sync=True)
    return True


def _write_tile(tenant_id: int, folder: Path, tile: Tile, *, sync: bool) -> None:
    hashes = nodes.hashes_at(tenant_id, tile.node_level, tile.start, tile.start + tile.width)
    assert len(hashes) == tile.width, f"the log lacks nodes of {tile.path}"
    if tile.level == 0:
        path = folder / tiles.bundle_path(tile.index, tile.width)
        _write(path, tiles.bundled(_envelopes(tenant_id, tile.start, tile.start + tile.width)), sync=sync)
        _drop_partials(path)
    path = folder / tile.path
    _write(path, b"".join(hashes), sync=sync)
    _drop_partials(path)


def _envelopes(tenant_id: int, start: int, end: int) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [tenant_id, start, end])
        return [envelope_of(Sealed._make(row)).canonical() for row in cursor.fetchall()]


def _write(path: Path, content: bytes, *, sync: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        if sync:
            file.flush()
            os.fsync(file.fileno())
    fresh.replace(path)


def _drop_partials(path: Path) -> None:
    """Remove the partial files that the full `path` replaces."""
    if not path.parent.name.endswith(".p"):
        shutil.rmtree(path.with_name(f"{path.name}.p"), ignore_errors=True)


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
