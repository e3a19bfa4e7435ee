"""签发密钥: make, renew, import and revoke the keys of a body. The history of every key is in the ledger."""

from wuxing.certification.keys.actions.making import ensure
from wuxing.certification.keys.actions.renewing import import_document_key, rotate, use_module_key
from wuxing.certification.keys.actions.resealing import reseal_affected
from wuxing.certification.keys.actions.revoking import confirm_revoke, decline_revoke, propose_revoke

__all__ = [
    "confirm_revoke",
    "decline_revoke",
    "ensure",
    "import_document_key",
    "propose_revoke",
    "reseal_affected",
    "rotate",
    "use_module_key",
]
