"""Tables of notices. Who it is for, and what was written, can be erased; that it was sent stays."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned, User
from wuxing.core.notices.events import Kind
from wuxing.core.notices.recipients import RecipientKind
from wuxing.core.notices.states import OVER, NoticeState

_OVER = sorted(state.value for state in OVER)


class NoticeChannel(Owned):
    """通道: a way out: the mail server, a service's address (Apprise), a webhook. Its address and keys are sealed."""

    class Driver(models.TextChoices):
        MAIL = "mail"
        APPRISE = "apprise"
        WEBHOOK = "webhook"

    name = models.CharField(max_length=60)
    driver = models.CharField(max_length=20, choices=Driver.choices)
    sealed = models.BinaryField(null=True)  # core/notices/sealing: JSON with the address and the signing secrets
    shown = models.CharField(max_length=120, blank=True, default="")  # what a page may show of it
    needs = models.CharField(
        max_length=10, blank=True, default=""
    )  # phone, email, handle: of the recipient; none: its own
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True)
    test_passed = models.BooleanField(null=True)
    test_reason = models.CharField(max_length=40, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "name"], condition=Q(ended_at=None), name="one_notice_channel_a_name"
            ),
        ]


class NoticeRule(Owned):
    """发送规则: how one kind of notice goes out: over which channels in turn, when not, how often at most."""

    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    channels = ArrayField(models.BigIntegerField(), default=list)  # tried in this order; none: only kept in the log
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    per_day = models.PositiveSmallIntegerField(null=True)  # to one recipient; none: no limit
    window_minutes = models.PositiveIntegerField(default=10)  # the same again within it is not sent
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "kind"], name="one_notice_rule_a_kind"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=models.F("quiet_until")),
                name="quiet_hours_begin_and_end",
            ),
        ]


class NoticeTemplate(Owned):
    """通知文本: a version of an event's text in one language. Append-only; `shipped`: back to the text that came with us."""

    event = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    shipped = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "event", "language", "version"], name="one_notice_text_a_version"
            ),
        ]


class NoticePreference(Owned):
    """个人设置: where a member wants to get what is for them."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    handle = models.CharField(max_length=100, blank=True, default="")  # of WeCom, DingTalk and the like
    channel = models.ForeignKey(NoticeChannel, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "user"], name="one_notice_preference_a_member")
        ]


class Notice(Owned):
    """通知: one message to one recipient, in the outbox until it is over. Name, address, facts and text can be erased."""

    event = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    recipient_kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in RecipientKind])
    recipient_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200, null=True)  # noqa: DJ001  # null: erased
    address = models.CharField(max_length=300, null=True)  # noqa: DJ001  # as given, then as used; null: erased
    facts = models.JSONField(null=True)
    target_type = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    case_type = models.CharField(max_length=40)  # on whose timeline it stands
    case_id = models.BigIntegerField()
    language = models.CharField(max_length=10, blank=True, default="")
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in NoticeState])
    due_at = models.DateTimeField(null=True)  # when it is taken up next; none: it is over
    useful_until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)  # over this channel
    place = models.PositiveSmallIntegerField(default=0)  # of the channel in its rule's order
    channel = models.ForeignKey(NoticeChannel, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    template = models.ForeignKey(NoticeTemplate, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    subject = models.CharField(max_length=200, null=True)  # noqa: DJ001  # as sent
    body = models.TextField(null=True)  # noqa: DJ001
    reason = models.CharField(max_length=40, blank=True, default="")  # code of why it was refused or failed
    resends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    resend_reason = models.CharField(max_length=300, blank=True, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=_OVER, due_at=None, over_at__isnull=False)
                | ~Q(state__in=_OVER) & Q(due_at__isnull=False, over_at=None),
                name="notice_is_due_until_it_is_over",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name=None, address=None, facts=None, subject=None, body=None),
                name="erased_notice_names_nobody",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at", "id"], name="notice_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["tenant", "-id"], name="notice_newest"),
            models.Index(fields=["tenant", "state", "-id"], name="notice_state"),
            models.Index(fields=["tenant", "event", "-id"], name="notice_event"),
            models.Index(fields=["tenant", "recipient_kind", "recipient_id", "-id"], name="notice_recipient"),
            models.Index(fields=["tenant", "target_type", "target_id", "-id"], name="notice_target"),
            models.Index(fields=["tenant", "case_type", "case_id", "-id"], name="notice_case"),
        ]


class NoticeStep(Owned):
    """状态: one change of a notice. Append-only; says nothing of a person."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="steps", db_index=False)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in NoticeState])
    at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    channel = models.ForeignKey(NoticeChannel, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["notice", "id"], name="notice_step")]
