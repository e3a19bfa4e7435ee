"""What changes about notices."""

from wuxing.core.notices.actions.sending import send

__all__ = ["send"]
