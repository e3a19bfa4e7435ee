"""Tables of the context."""

from wuxing.governance.commitments.models import CalendarVersion, ClockEvent, Promise, Target, WorkCalendar

__all__ = ["CalendarVersion", "ClockEvent", "Promise", "Target", "WorkCalendar"]
