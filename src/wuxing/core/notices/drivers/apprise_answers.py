"""Services that answer HTTP 200 to what they refuse: their words are read, for Apprise looks at the number alone."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

Answer = Mapping[str, Any]


def _errcode(answer: Answer) -> bool:
    return bool(answer.get("errcode") == 0)


def _code(answer: Answer) -> bool:
    return bool(answer.get("code", answer.get("StatusCode")) == 0)


def _messages(answer: Answer) -> bool:
    messages = answer.get("messages")
    return bool(messages) and all(str(one.get("status")) == "0" for one in messages or ())


TAKEN: Mapping[str, Callable[[Answer], bool]] = {
    "wecombot": _errcode,
    "dingtalk": _errcode,
    "feishu": _code,
    "lark": _code,
    "vonage": _messages,
}
"""Plugin → whether the service took the message, by the words of its answer."""
REFUSED = 422


class Reading:
    """`requests` for one plugin: an answer that refuses in words has a number that says so too."""

    def __init__(self, requests: Any, taken: Callable[[Answer], bool]) -> None:
        self._requests, self._taken = requests, taken

    def __getattr__(self, name: str) -> Any:
        return getattr(self._requests, name)

    def post(self, *asked: Any, **more: Any) -> Any:
        """Ask as the library does; what is no answer of the service is a refusal."""
        answer = self._requests.post(*asked, **more)
        if answer.status_code == self._requests.codes.ok and not self._is_taken(answer):
            answer.status_code = REFUSED
        return answer

    def _is_taken(self, answer: Any) -> bool:
        try:
            said = answer.json()
            return isinstance(said, dict) and self._taken(said)
        except (ValueError, AttributeError):
            return False


def read_answers() -> None:
    """Let the plugins of these services read the words of answers. Safe to run twice."""
    for name, taken in TAKEN.items():
        plugin = import_module(f"apprise.plugins.{name}")
        if not isinstance(plugin.requests, Reading):
            plugin.requests = Reading(plugin.requests, taken)  # type: ignore[attr-defined]
