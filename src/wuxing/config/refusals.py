"""The one error of starting up: a sentence for the person at the terminal, without a traceback."""


class CannotStart(Exception):
    """The product cannot start here; the message says what to do."""
