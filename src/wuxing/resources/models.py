"""Tables of the context."""

from wuxing.resources.competence.models import Person, Skill
from wuxing.resources.outlets.models import Outlet

__all__ = ["Outlet", "Person", "Skill"]
