"""Why something handed in is not believed: a short code for machines, a sentence for people."""


class NotProved(ValueError):
    """What was read does not hold; `code` says how, in one of the words of docs/reference/certificate-format.md."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


MALFORMED = "malformed"
SIGNATURE = "signature"
UNKNOWN_KEY = "unknown_key"
CONTENT = "content"
