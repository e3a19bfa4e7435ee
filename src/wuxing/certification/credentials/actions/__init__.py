"""Seal certificates and make papers of them."""

from wuxing.certification.credentials.actions.papers import make_duplicate, make_original, paper_in
from wuxing.certification.credentials.actions.sealing import follow, renew, reseal

__all__ = ["follow", "make_duplicate", "make_original", "paper_in", "renew", "reseal"]
