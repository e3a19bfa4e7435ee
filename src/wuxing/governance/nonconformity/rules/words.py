"""The words for codes of procedure 22, as reasons that the page puts into the reader's language. Pure."""

from wuxing.core.reasons import Reason, say

Words = dict[str, Reason]

STATES: Words = {
    "open": say("reported"),
    "contained": say("put right for now"),
    "analysed": say("cause found"),
    "planned": say("actions planned"),
    "implementing": say("actions under way"),
    "effectiveness_check": say("effect to be checked"),
    "closed": say("closed as effective"),
    "reopened": say("opened again"),
    "cancelled": say("found to be none"),
}
KINDS: Words = {
    "nonconformity": say("nonconformity"),
    "observation": say("observation"),
    "preventive": say("possible nonconformity"),
}
SEVERITIES: Words = {"minor": say("minor"), "major": say("major"), "critical": say("critical")}
SOURCES: Words = {
    "repair": say("repair work"),
    "complaint": say("complaint"),
    "self_assessment": say("self-assessment"),
    "external_audit": say("external assessment"),
    "document": say("document"),
    "metric": say("metric out of range"),
    "customer": say("remark of a customer"),
    "staff": say("remark of a colleague"),
    "supplier": say("supplier"),
    "other": say("another source"),
}
CATEGORIES: Words = {
    "people": say("people"),
    "machine": say("machines and tools"),
    "material": say("material and parts"),
    "method": say("method and rules"),
    "environment": say("surroundings"),
    "measurement": say("measuring"),
}
ACTION_KINDS: Words = {
    "correction": say("correction"),
    "corrective": say("corrective action"),
    "preventive": say("preventive action"),
}
VERDICTS: Words = {"effective": say("effective"), "not_effective": say("not effective")}
TERMS: Words = {
    "contain": say("containment"),
    "analyse": say("cause analysis"),
    "plan": say("action plan"),
    "implement": say("carrying out the actions"),
    "effect": say("time for the effect to show"),
    "verify": say("check of the effect"),
}
UNITS: Words = {"working_days": say("working days"), "days": say("calendar days")}
GROUNDS: Words = {
    "law": say("breach of law"),
    "own_rules": say("breach of our own service rules"),
    "trade_rule": say("breach of a special need of the trade"),
    "system_harm": say("harm to the running of the service system"),
}
