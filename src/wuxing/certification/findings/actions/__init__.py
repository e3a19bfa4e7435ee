"""What is done with findings, step by step."""

from wuxing.certification.findings.actions.raising import correct, raise_finding, take_back
from wuxing.certification.findings.rules import Seen

__all__ = ["Seen", "correct", "raise_finding", "take_back"]
