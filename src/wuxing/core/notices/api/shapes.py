"""What the API of notices takes and gives."""

from datetime import datetime, time

from ninja import Schema


class NoticeOut(Schema):
    """A notice, its address masked."""

    id: int
    event: str
    kind: str
    recipient_kind: str
    recipient_id: int | None
    address: str
    target_type: str
    target_id: int
    case_type: str
    case_id: int
    language: str
    state: str
    reason: str
    tries: int
    channel_id: int | None
    due_at: datetime | None
    made_at: datetime
    over_at: datetime | None
    resends_id: int | None


class NoticeStepOut(Schema):
    """One change of a notice."""

    state: str
    at: datetime
    attempt: int
    reason: str
    channel_id: int | None
    next_at: datetime | None


class WholeNoticeOut(NoticeOut):
    """A notice with its text as sent and its changes; no text once it was erased."""

    subject: str | None
    body: str | None
    text_version: int | None
    steps: list[NoticeStepOut]


class NoticeReasonIn(Schema):
    """Why."""

    reason: str


class ChannelIn(Schema):
    """A channel: driver mail, apprise or webhook. `secret` (webhook): whsec_ and 24 to 64 random bytes in base64."""

    name: str
    driver: str
    url: str = ""
    secret: str = ""


class WebhookIn(Schema):
    """A webhook, with the secret that will sign."""

    name: str
    url: str
    secret: str


class ChannelOut(Schema):
    """A channel; of its address what may be shown."""

    id: int
    name: str
    driver: str
    shown: str
    needs: str
    tested_at: datetime | None
    test_passed: bool | None
    test_reason: str
    ended_at: datetime | None


class NoticeTestIn(Schema):
    """Where the test goes, where the channel needs an address."""

    address: str = ""


class AddressIn(Schema):
    """The new address of a channel."""

    url: str


class SecretIn(Schema):
    """The fresh signing secret."""

    secret: str


class TermsIn(Schema):
    """How a kind of notice goes out: channels in turn, quiet hours, most a day, window of repeats."""

    channels: list[int] = []
    quiet_from: time | None = None
    quiet_until: time | None = None
    per_day: int | None = None
    window_minutes: int = 10


class TextIn(Schema):
    """A new version of a text."""

    subject: str
    body: str
    note: str = ""


class TextOut(Schema):
    """The text that counts now; version none: as it came. `facts`: its holes with examples."""

    event: str
    language: str
    version: int | None
    subject: str
    body: str
    facts: dict[str, str]


class PreferenceIn(Schema):
    """Where the key's holder wants notices."""

    email: str = ""
    phone: str = ""
    handle: str = ""
    channel_id: int | None = None
