"""Tables of procedure 20: documents, their versions and files, who said what, who must read and who has read."""

from wuxing.governance.documents.models.controlled import Document, DocumentFile, DocumentVersion, NumberRule
from wuxing.governance.documents.models.opinions import Approval, ExternalCheck, ExternalSource, ReviewRecord, Signatory
from wuxing.governance.documents.models.reading import Distribution, ReadRequest, Receipt

__all__ = [
    "Approval",
    "Distribution",
    "Document",
    "DocumentFile",
    "DocumentVersion",
    "ExternalCheck",
    "ExternalSource",
    "NumberRule",
    "ReadRequest",
    "Receipt",
    "ReviewRecord",
    "Signatory",
]
