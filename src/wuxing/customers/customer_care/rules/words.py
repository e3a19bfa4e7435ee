"""Words for the codes of customers' files: parts of contacts, channels, kinds and states of requests, ties. Pure."""

from collections.abc import Mapping

from wuxing.core.reasons import Reason, say

PARTS: Mapping[str, Reason] = {
    "owner": say("owner"),
    "user": say("user of the unit"),
    "reporter": say("who calls"),
    "technical": say("technical contact"),
    "billing": say("pays the bills"),
}
CHANNELS: Mapping[str, Reason] = {
    "phone": say("by phone"),
    "counter": say("at the counter"),
    "paper": say("on paper"),
    "link": say("on the own page"),
    "message": say("by message"),
    "import": say("from another system"),
}
RIGHTS: Mapping[str, Reason] = {
    "access": say("copy of the data"),
    "correction": say("correction of data"),
    "erasure": say("erasure of data"),
    "withdrawal": say("withdrawal of consent"),
    "restriction": say("restriction of use"),
}
STATES: Mapping[str, Reason] = {
    "received": say("received, identity open"),
    "identified": say("identity established"),
    "answered": say("answered"),
    "refused": say("refused with reason"),
    "withdrawn": say("withdrawn by the person"),
}
BASES: Mapping[str, Reason] = {
    "consent": say("needs consent"),
    "contract": say("needed for the contract"),
    "law": say("law asks for it"),
}
TIES: Mapping[str, Reason] = {
    "parent": say("is part of"),
    "located_at": say("stands at"),
    "owned_by": say("belongs to"),
    "managed_by": say("is looked after by"),
    "replaced_by": say("was replaced by"),
}
