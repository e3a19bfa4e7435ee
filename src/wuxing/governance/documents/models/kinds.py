"""What the tables declare alike."""

from enum import StrEnum

from django.db import models

Constraints = list[models.BaseConstraint]
Indexes = list[models.Index]


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the choices of a column that holds a member of `enum`."""
    return [(member.value, member.value) for member in enum]
