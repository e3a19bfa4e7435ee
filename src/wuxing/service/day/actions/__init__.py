"""Actions of the technician's day."""

from wuxing.service.day.actions.outbox import Act, Answer, take
from wuxing.service.day.actions.parts import ask_for_part, use_part
from wuxing.service.day.actions.photos import add_photo, add_photo_as_text

__all__ = ["Act", "Answer", "add_photo", "add_photo_as_text", "ask_for_part", "take", "use_part"]
