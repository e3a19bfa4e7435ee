"""Read the register of cited standards: a file that comes with the product, read once a process."""

from functools import cache

from wuxing.config import paths
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.schemes.citations import registry
from wuxing.schemes.citations.registry import Citation


@cache
def citations() -> tuple[Citation, ...]:
    """Return every cited standard, in the order of the register."""
    return registry.load(paths.packs() / "citations.yaml")


def citation(citation_id: str) -> Citation:
    """Return one cited standard.

    Raises:
        NotFound: none is registered under this name.
    """
    for found in citations():
        if found.id == citation_id:
            return found
    raise NotFound(say("no standard is registered under this name"))


def citation_of_scheme(scheme: str) -> Citation | None:
    """Return the citation whose pack is the scheme called so, if any."""
    return next((found for found in citations() if found.pack == scheme), None)
