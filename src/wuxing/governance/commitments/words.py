"""The words for codes of procedure 2, as reasons that the page puts into the reader's language. Pure."""

from wuxing.core.reasons import Reason, say

Words = dict[str, Reason]

KINDS: Words = {
    "dispatch": say("hand over the order"),
    "respond": say("answer the customer"),
    "contact": say("call the customer"),
    "arrive": say("arrive"),
    "resolve": say("resolve"),
    "follow_up": say("call back after the repair"),
    "call_back": say("call back as agreed"),
}
AREAS: Words = {"any": say("everywhere"), "urban": say("urban"), "rural": say("rural")}
CHANNELS: Words = {
    "website": say("website"),
    "contract": say("contract"),
    "package": say("packing and papers in the box"),
    "hotline": say("told on the hotline"),
    "store": say("notice in the shop"),
    "app": say("app or mini program"),
    "other": say("elsewhere"),
}
RECIPIENTS: Words = {
    "assignee": say("who has the order in hand"),
    "dispatcher": say("the dispatchers"),
    "manager": say("the service managers"),
}
OUTCOMES: Words = {
    "kept": say("kept in time"),
    "broken": say("broken"),
    "late": say("late, still running"),
    "running": say("running"),
    "dropped": say("without a verdict"),
}
PROPOSALS: Words = {
    "draft": say("draft"),
    "proposed": say("waits for approval"),
    "approved": say("approved"),
    "returned": say("sent back"),
    "withdrawn": say("taken back by who proposed it"),
}
LOOKS = {"draft": "waiting", "proposed": "risk", "approved": "done", "returned": "late", "withdrawn": "excluded"}
STEPS: Words = {
    "promise.draft": say("written down"),
    "promise.propose": say("proposed for approval"),
    "promise.propose_end": say("the end was proposed for approval"),
    "promise.retire": say("the end was approved"),
    "promise.withdraw": say("taken back"),
    "promise.return": say("sent back with a reason"),
    "promise.approve": say("put in force"),
}
