"""Vectors of carrier (b): the PDF. They are made once and kept, for a signed PDF cannot be made twice alike."""

from collections.abc import Iterator

from tools.vectors.vector import Vector


def vectors() -> Iterator[Vector]:
    """Yield all."""
    yield from ()
