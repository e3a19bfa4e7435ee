"""The words of follow-up calls, surveys and problems. Pure."""

from collections.abc import Mapping

from wuxing.core.reasons import Reason, say

CALL_KINDS: Mapping[str, Reason] = {
    "after_service": say("call after service"),
    "call_back": say("call back"),
}
CALL_STATES: Mapping[str, Reason] = {
    "planned": say("to be called"),
    "reached": say("talked with the customer"),
    "refused": say("does not want to talk"),
    "unreachable": say("not reached"),
    "cancelled": say("cancelled"),
}
TRIES: Mapping[str, Reason] = {
    "reached": say("reached"),
    "no_answer": say("no answer"),
    "busy": say("line busy"),
    "wrong_number": say("wrong number"),
    "later": say("wants to be called later"),
    "refused": say("does not want to talk"),
}
CHANNELS: Mapping[str, Reason] = {
    "link": say("link sent after closing"),
    "tracking": say("tracking page"),
    "qr": say("code on the technician's screen"),
}
ASPECTS: Mapping[str, Reason] = {
    "skill": say("Skill"),
    "attitude": say("Manner"),
    "punctuality": say("On time"),
    "price": say("Price told beforehand"),
    "result": say("Result"),
}
ASPECT_QUESTIONS: Mapping[str, Reason] = {
    "skill": say("How well did the technician know the work?"),
    "attitude": say("How was the technician's manner?"),
    "punctuality": say("Did we come on time?"),
    "price": say("Were you told the price before the work?"),
    "result": say("Are you content with the result?"),
}
PROBLEM_KINDS: Mapping[str, Reason] = {
    "call": say("from a follow-up call"),
    "survey": say("from a survey"),
    "complaint": say("complaint"),
}
PROBLEM_STATES: Mapping[str, Reason] = {
    "received": say("received"),
    "acknowledged": say("acknowledged"),
    "open": say("to be handled"),
    "contacted": say("customer called"),
    "solved": say("solved"),
    "passed_on": say("passed on"),
    "verified": say("confirmed by the customer"),
}
SEVERITIES: Mapping[str, Reason] = {
    "minor": say("minor"),
    "major": say("major"),
    "critical": say("critical: somebody may be hurt"),
}
STEPS: Mapping[str, Reason] = {
    "raise": say("Problem written down"),
    "acknowledge": say("Complaint acknowledged"),
    "assign": say("Owner or day changed"),
    "contact": say("Customer called"),
    "solve": say("Solved"),
    "pass_on": say("Passed on"),
    "verify": say("Customer confirmed it"),
    "return": say("Customer does not agree; open again"),
}
PASSED_TO: Mapping[str, Reason] = {
    "nonconformity": say("nonconformity"),
    "service_request": say("new service request"),
    "work_order": say("order opened again"),
}
LOOKS: Mapping[str, str] = {
    "received": "late",
    "acknowledged": "risk",
    "open": "risk",
    "contacted": "ontime",
    "solved": "ontime",
    "passed_on": "ontime",
    "verified": "done",
    "planned": "waiting",
    "reached": "done",
    "refused": "excluded",
    "unreachable": "unknown",
    "cancelled": "excluded",
}
