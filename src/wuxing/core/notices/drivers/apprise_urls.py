"""Services by their Apprise address (WeCom, DingTalk, Feishu, text messages …), only those whose server is fixed.

An address such as json:// or ntfy:// would make this server ask any host: those go through the signed webhook, which
looks where it leads. `{phone}`, `{email}` or `{handle}` in an address is put where the recipient's goes.
"""

import logging
import re
import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from wuxing.core.notices.drivers import Message, Undelivered
from wuxing.core.notices.drivers.apprise_answers import read_answers
from wuxing.core.notices.rules.numbers import at_home, international
from wuxing.core.reasons import Reason, say

SERVICES: dict[str, str] = {
    "wecombot": "WeCom 企业微信",
    "dingtalk": "DingTalk 钉钉",
    "feishu": "Feishu 飞书",
    "lark": "Lark",
    "pushplus": "PushPlus",
    "wxpusher": "WxPusher",
    "line": "LINE",
    "tgram": "Telegram",
    "slack": "Slack",
    "discord": "Discord",
    "gchat": "Google Chat",
    "wxteams": "Webex",
    "whatsapp": "WhatsApp",
    "viber": "Viber",
    "twilio": "Twilio",
    "vonage": "Vonage",
    "nexmo": "Vonage",
    "plivo": "Plivo",
    "clicksend": "ClickSend",
    "clickatell": "Clickatell",
    "d7sms": "D7 Networks",
    "msgbird": "MessageBird",
    "bulksms": "BulkSMS",
    "burstsms": "Burst SMS",
    "seven": "seven",
    "46elks": "46elks",
    "atalk": "Africa's Talking",
    "octopush": "Octopush",
    "msg91": "MSG91",
    "threema": "Threema",
    "sendgrid": "SendGrid",
    "brevo": "Brevo",
    "resend": "Resend",
    "mailersend": "MailerSend",
    "postmark": "Postmark",
    "pover": "Pushover",
    "opsgenie": "Opsgenie",
    "pagerduty": "PagerDuty",
    "signl4": "SIGNL4",
}
"""Schemes that may be used: their plugin asks servers that are written in it, over TLS."""

AT_HOME = frozenset({"dingtalk"})  # knows people by the numbers of the mainland; text messages need the country
PLACES = ("phone", "email", "handle")
_PLACE = re.compile(r"\{(\w*)\}")
_TAMPERING = re.compile(r"[?&](verify|cto|rto|redirect|format|overflow|tz|emojis|store)=", re.IGNORECASE)
_EXAMPLES = {"phone": "13800000000", "email": "example@example.org", "handle": "example"}


def needs_of(url: str) -> str:
    """Return which kind of address the recipient must have, or nothing: the address names its receivers itself."""
    found = [name for name in _PLACE.findall(url) if name in PLACES]
    return found[0] if found else ""


def why_not_url(url: str) -> Reason | None:
    """Return why an address cannot be a channel, or None. Asks nobody."""
    scheme = urlsplit(url).scheme.lower() if "://" in url else ""
    if scheme not in SERVICES:
        return say(
            "%(scheme)s:// is none of the services that can be reached; their own servers go through a webhook",
            scheme=scheme or "—",
        )
    if unknown := [name for name in _PLACE.findall(url) if name not in PLACES]:
        return say("in braces stands phone, email or handle, not %(name)s", name=unknown[0] or "—")
    if len(set(_PLACE.findall(url))) > 1:
        return say("one kind of address a channel: phone, email or handle")
    if _TAMPERING.search(url):
        return say("settings behind the question mark that change how the service is asked are not taken")
    if _made(url, _EXAMPLES) is None:
        return say("the service does not read this address; compare it with the documentation of Apprise")
    return None


def deliver(message: Message, opened: Mapping[str, Any]) -> None:
    """Have Apprise hand a message to the service. Raises Undelivered."""
    url = str(opened["url"])
    needed = needs_of(url)
    if why_not_url(url):
        raise Undelivered("bad_channel", final=True)
    address = _dialled(url, message.address) if needed == "phone" else message.address
    if needed and not address:
        raise Undelivered("bad_address", final=True)
    service = _made(url, {needed: address} if needed else {})
    if service is None:
        raise Undelivered("bad_address" if needed else "bad_channel", final=True)
    try:
        taken = service.notify(body=message.body, title=message.subject)
    except Exception as error:  # a plugin's own fault is one of the channel
        raise Undelivered("service_error") from error
    if not taken:
        raise Undelivered("service_refused")


def _dialled(url: str, phone: str) -> str:
    return at_home(phone) if urlsplit(url).scheme.lower() in AT_HOME else international(phone)


@cache
def library() -> Any:
    """Return Apprise with its plugins loaded, once. What it logs may hold secrets: it is silent."""
    import apprise
    from apprise.manager_plugins import NotificationManager

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():  # of libraries that some plugins bring
        warnings.simplefilter("ignore")
        NotificationManager().load_modules()  # type: ignore[no-untyped-call]
    read_answers()
    return apprise


def _made(url: str, addresses: Mapping[str, str]) -> Any:
    """Return the plugin for an address, or None when it does not read it."""
    filled = _PLACE.sub(lambda place: quote(addresses.get(place.group(1), ""), safe=""), url)
    plain = library().AppriseAsset(
        app_id="Wuxing", app_desc="Wuxing", app_url="", image_url_mask="", image_path_mask=""
    )
    return library().Apprise.instantiate(filled, asset=plain, suppress_exceptions=True)
