"""The words for codes of the warranty decision, as reasons that the page puts into the reader's language. Pure."""

from wuxing.core.reasons import Reason, say
from wuxing.customers.entitlement.rules.refusals import EXCEPTIONS

Words = dict[str, Reason]

OUTCOMES: Words = {
    "in_warranty": say("in warranty"),
    "out_of_warranty": say("out of warranty"),
    "goodwill": say("goodwill repair"),
    "recall": say("recall"),
    "contract": say("service contract"),
    "unknown": say("warranty not clear"),
}
LOOKS = {
    "in_warranty": "done",
    "goodwill": "done",
    "recall": "done",
    "contract": "done",
    "out_of_warranty": "waiting",
    "unknown": "unknown",
}
BASES: Words = {
    "best": say("the best known day for the customer"),
    "invoice": say("the invoice"),
    "delivery": say("the delivery"),
    "installation": say("the end of the installation"),
    "production": say("the production"),
    "exchange": say("the exchange of the unit"),
}
KINDS: Words = {"coverage": say("warranty term"), "exclusion": say("exclusion from the warranty")}
CONTRACTS: Words = {"extended": say("extended warranty"), "contract": say("service contract")}
HOWS: Words = {
    "phone": say("by phone"),
    "on_site": say("on site"),
    "link": say("by a link"),
    "paper": say("on paper"),
}
CHOICES: Words = {"repair": say("repair"), "exchange": say("exchange"), "return": say("return of the goods")}
CAUSES: Words = {
    "use": say("wrong handling"),
    "installation": say("faulty installation"),
    "blocked": say("blocked or dirty"),
    "no_fault": say("no fault found"),
    "other_cause": say("another cause"),
    "fan": say("fan"),
    "thermostat": say("thermostat or sensor"),
    "compressor": say("compressor"),
    "refrigerant": say("refrigerant lost"),
    "board": say("control board"),
    "pump": say("pump"),
    "motor": say("motor or belt"),
    "valve": say("valve"),
    "seal": say("seal or hose"),
    "wiring": say("wiring or plug"),
}
REASONS: Words = {
    "no_term": say("the product has no warranty term on record"),
    "no_purchase_date": say("the purchase date is not known: look at the invoice on site"),
    "purchase_in_future": say("the purchase date lies in the future"),
    "within_term": say("bought %(purchased_on)s, %(months)s months, until %(until)s"),
    "term_over": say("bought %(purchased_on)s, %(months)s months; ended on %(until)s"),
    "product_holds": say("the term of the product holds until %(until)s"),
    "product_over": say("the term of the product ended on %(until)s"),
    "term_holds": say("term %(code)s, version %(version)s, holds until %(until)s"),
    "term_ended": say("term %(code)s, version %(version)s, ended on %(until)s"),
    "law_holds": say("the law's own period holds until %(until)s (%(clause)s)"),
    "law_over": say("the law's own period ended on %(until)s (%(clause)s)"),
    "guarantee_holds": say("the same fault came back soon after a repair: free until %(until)s (%(clause)s)"),
    "extended_holds": say("extended warranty %(code)s runs until %(until)s"),
    "extended_over": say("extended warranty %(code)s ended on %(until)s"),
    "contract_holds": say("service contract %(code)s runs until %(until)s"),
    "contract_over": say("service contract %(code)s ended on %(until)s"),
    "recall_holds": say("the unit is under a recall"),
    "excluded": say("the cause is excluded: %(cause)s"),
    "counted_from": say("counted from %(basis)s, %(day)s: the best known day for the customer"),
    "production_only": say("only the day of production is known, %(day)s: it cannot show that the warranty is over"),
    "repair_time": say("%(days)s days in repair are taken out of the term"),
}
LAW_FACTS: Words = {
    "kilometres": say("kilometres driven"),
    "serious_fault": say("steering or brakes failed, the body cracked or fuel leaked"),
    "safety_repairs": say("repairs of a serious safety fault so far"),
    "assembly_changes": say("changes of engine, gearbox, traction battery or drive motor so far"),
    "part_changes": say("changes of the same main part so far"),
}
REASON_LOOKS = {"within_term": "done", "term_over": "waiting", "excluded": "risk", "counted_from": "info"}


def look_of(code: str) -> str:
    """Return the state that a reason is drawn with."""
    if code in REASON_LOOKS:
        return REASON_LOOKS[code]
    return "done" if code.endswith("_holds") else "waiting" if code.endswith(("_over", "_ended")) else "unknown"


__all__ = [
    "BASES",
    "CAUSES",
    "CHOICES",
    "CONTRACTS",
    "EXCEPTIONS",
    "HOWS",
    "KINDS",
    "LAW_FACTS",
    "LOOKS",
    "OUTCOMES",
    "REASONS",
    "look_of",
]
