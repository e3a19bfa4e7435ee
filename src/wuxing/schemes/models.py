"""Tables of the context."""

from wuxing.schemes.editions.models import Adoption, Edition

__all__ = ["Adoption", "Edition"]
