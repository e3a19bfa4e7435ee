"""Whom the company serves, with what, and what they are entitled to."""
