"""Tables of the ledger. Triggers keep them append-only, for the owner of the tables too; only erasure changes a row."""

from django.db import models

from wuxing.core.models import Owned, Tenant, User


class _Log(Owned):
    """A row of a tenant's log, found by a key that begins with the tenant; its entry answers for the tenant."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True


class Entry(Owned):
    """记录: something that was done, by whom, to what. Payload and salt can be erased; the rest stays for ever."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.CharField(max_length=80)
    target_type = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    case_type = models.CharField(max_length=40, null=True)  # noqa: DJ001  # with case_id, or neither
    case_id = models.BigIntegerField(null=True)
    actor = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    channel = models.CharField(max_length=20)
    source = models.CharField(max_length=80, blank=True, default="")
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    payload = models.JSONField(null=True)
    salt = models.BinaryField(max_length=16, null=True)
    commitment = models.BinaryField(max_length=32)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "case_type", "case_id", "id"], name="entry_case"),
            models.Index(fields=["tenant", "target_type", "target_id", "id"], name="entry_target"),
        ]


class Pending(_Log):
    """An entry that waits for its place in the log."""

    pk = models.CompositePrimaryKey("tenant_id", "entry_id")
    entry_id = models.BigIntegerField()


class Leaf(_Log):
    """叶: the place of an entry in the log, and the hash of its envelope."""

    pk = models.CompositePrimaryKey("tenant_id", "index")
    index = models.BigIntegerField()
    entry_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)


class Node(_Log):
    """The root of 2^level leaves that begin at index * 2^level; level 0 are the leaves themselves."""

    pk = models.CompositePrimaryKey("tenant_id", "level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)


class Checkpoint(_Log):
    """检查点: the signed root of the log at a size (C2SP tlog-checkpoint)."""

    pk = models.CompositePrimaryKey("tenant_id", "size")
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()
