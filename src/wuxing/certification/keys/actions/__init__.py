"""签发密钥: make, renew, import and revoke the keys of a body. The history of every key is in the ledger."""

from wuxing.certification.keys.actions.making import ensure

__all__ = ["ensure"]
