"""The words for codes of procedure 5, as reasons that the page puts into the reader's language. Pure."""

from wuxing.core.reasons import Reason, say

Words = dict[str, Reason]

STATES: Words = {
    "received": say("item received"),
    "diagnosed": say("item diagnosed"),
    "quoted": say("quote sent"),
    "approved": say("repair approved"),
    "declined": say("repair declined"),
    "repairing": say("being repaired"),
    "waiting_parts": say("waiting for parts"),
    "tested": say("tested"),
    "ready": say("ready for return"),
    "returned": say("returned to the customer"),
    "replaced": say("replaced by another unit"),
    "scrapped": say("scrapped by the customer's wish"),
}
CHECKS: Words = {
    "function": say("all functions work"),
    "fault_gone": say("the reported fault is gone"),
    "safety": say("electrical and gas safety measured"),
    "run": say("run long enough to be sure (24 hours as a rule)"),
    "clean": say("cleaned, no new damage"),
    "accessories": say("accessories are complete"),
}
ALARMS: Words = {
    "alarm": say("day 20: nearly a month in repair"),
    "breach": say("day 30: longer than the law allows"),
    "parts": say("day 90: parts are lacking"),
}
LOANS: Words = {
    "available": say("on its shelf"),
    "lent": say("lent out"),
    "overdue": say("lent and overdue"),
    "lost": say("reported lost"),
    "retired": say("no longer lent"),
    "returned": say("back and inspected"),
}
CONDITIONS: Words = {
    "good": say("as it was lent"),
    "damaged": say("damaged"),
    "incomplete": say("something is missing"),
}
DECISIONS: Words = {
    "repair": say("have it repaired all the same"),
    "replace": say("take another unit"),
    "take_home": say("take it home unrepaired"),
}
HOWS: Words = {
    "phone": say("by phone"),
    "in_person": say("in person"),
    "link": say("on the tracking page"),
    "paper": say("on paper"),
}
TAKEN: Words = {"visit": say("at a visit"), "counter": say("over the counter")}
