"""How documents that were generated are known to document control. Pure."""

MANUAL = "manual"


def tag_of(subject: str | int) -> str:
    """Return the tag by which document control knows the document of a procedure (by its number), or the manual."""
    return "manual:service" if subject == MANUAL else f"procedure:{subject}"
