"""Tables of the context."""

from wuxing.oversight.self_assessment.models import Part, SelfAssessment

__all__ = ["Part", "SelfAssessment"]
