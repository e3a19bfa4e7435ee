"""Actions of the public doors."""

from wuxing.service.doors.actions.links import open_case_link, open_link, revoke_link, verify_link

__all__ = ["open_case_link", "open_link", "revoke_link", "verify_link"]
