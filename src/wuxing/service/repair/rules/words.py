"""The words for codes of procedure 4, as reasons that the page puts into the reader's language. Pure."""

from wuxing.core.reasons import Reason, say

Words = dict[str, Reason]

CHANNELS: Words = {
    "hotline": say("hotline"),
    "qr": say("QR code"),
    "walk_in": say("carried in"),
    "online": say("online"),
    "passed_on": say("passed on by a colleague"),
    "import": say("imported"),
}
WORK_TYPES: Words = {
    "onsite": say("on-site repair"),
    "walk_in": say("carry-in repair"),
    "remote": say("remote support"),
}
HOLDS: Words = {
    "waiting_customer": say("waiting for the customer"),
    "waiting_parts": say("waiting for parts"),
    "waiting_quote_approval": say("waiting for the quote to be approved"),
    "waiting_manufacturer": say("waiting for the manufacturer"),
    "access_refused": say("access refused"),
    "force_majeure": say("force majeure"),
}
BRANCHES: Words = {
    "fix_now": say("fix now"),
    "take_back": say("take back"),
    "another_visit": say("another day or person"),
    "advise_replacing": say("advise replacing"),
}
OUTCOMES: Words = {
    "fixed": say("repaired"),
    "taken_back": say("taken back"),
    "replace_advised": say("replacement advised"),
    "cannot_complete": say("cannot be completed"),
    "completed": say("completed"),
    "partial": say("partly done"),
}
WARRANTY: Words = {
    "in_warranty": say("in warranty"),
    "out_of_warranty": say("out of warranty"),
    "goodwill": say("goodwill repair"),
    "recall": say("recall"),
    "contract": say("service contract"),
    "unknown": say("warranty not clear"),
}
KINDS: Words = {
    "part": say("spare part"),
    "labour": say("labour"),
    "travel": say("travel charge"),
    "other": say("other charge"),
}
PAYERS: Words = {
    "customer": say("customer"),
    "us": say("our company"),
    "manufacturer": say("manufacturer"),
    "insurer": say("insurer"),
}
PROMISES: Words = {
    "dispatch": say("promise to dispatch"),
    "respond": say("promise to answer"),
    "contact": say("promise to call first"),
    "arrive": say("promise to arrive"),
    "resolve": say("promise to resolve"),
    "follow_up": say("promise to call back"),
    "call_back": say("promise to call back as agreed"),
}
CHECKS: Words = {
    "badge_shown": say("badge shown"),
    "shoe_covers": say("shoe covers on before entering"),
    "fault_asked_again": say("asked again about the fault"),
    "fee_told": say("warranty and fee told before the work"),
    "site_cleaned": say("site cleaned up"),
    "advice_given": say("advice on use given"),
}
TRADES: Words = {
    "refrigeration": say("refrigeration"),
    "air_conditioning": say("air conditioning"),
    "laundry": say("laundry machines"),
    "gas": say("gas appliances"),
    "kitchen": say("kitchen appliances"),
    "electronics": say("electronics"),
    "small": say("small appliances"),
}
SYMPTOMS: Words = {
    "no_cooling": say("does not cool"),
    "weak_cooling": say("cools too little"),
    "icing": say("ices up"),
    "no_heating": say("does not heat"),
    "leaking": say("leaks water"),
    "gas_smell": say("smells of gas"),
    "no_ignition": say("does not ignite"),
    "flame_out": say("flame goes out"),
    "no_power": say("does not switch on"),
    "trips": say("trips the breaker"),
    "noise": say("makes noise"),
    "smell": say("smells"),
    "no_drain": say("does not drain"),
    "no_fill": say("takes no water"),
    "no_spin": say("does not spin"),
    "vibration": say("shakes"),
    "weak_suction": say("draws too little"),
    "no_picture": say("shows no picture"),
    "error_code": say("shows an error code"),
    "door": say("door or seal faulty"),
    "remote_control": say("remote control does not work"),
    "other": say("something else"),
}
SYMPTOMS_OF: dict[str, tuple[str, ...]] = {
    "refrigeration": ("no_cooling", "weak_cooling", "icing", "leaking", "noise", "door", "error_code", "no_power"),
    "air_conditioning": (
        "no_cooling", "weak_cooling", "no_heating", "leaking", "noise", "smell", "remote_control", "error_code", "no_power",
    ),
    "laundry": ("no_spin", "no_drain", "no_fill", "leaking", "vibration", "noise", "door", "error_code", "no_power"),
    "gas": ("no_ignition", "flame_out", "gas_smell", "no_heating", "leaking", "noise", "error_code"),
    "kitchen": ("weak_suction", "noise", "no_heating", "leaking", "trips", "error_code", "no_power"),
    "electronics": ("no_picture", "no_power", "remote_control", "noise", "error_code"),
}  # fmt: skip
CAUSES: Words = {
    "fan": say("fan"),
    "thermostat": say("thermostat or sensor"),
    "compressor": say("compressor"),
    "refrigerant": say("refrigerant lost"),
    "board": say("control board"),
    "pump": say("pump"),
    "motor": say("motor or belt"),
    "valve": say("valve"),
    "seal": say("seal or hose"),
    "blocked": say("blocked or dirty"),
    "wiring": say("wiring or plug"),
    "installation": say("faulty installation"),
    "use": say("wrong handling"),
    "no_fault": say("no fault found"),
    "other_cause": say("another cause"),
}
REMEDIES: Words = {
    "replaced": say("part replaced"),
    "repaired": say("repaired on the spot"),
    "adjusted": say("adjusted"),
    "cleaned": say("cleaned"),
    "refilled": say("refilled"),
    "explained": say("use explained"),
}


def symptoms_for(trade: str) -> Words:
    """Return the symptoms that a product of this trade shows, in the order of a list to choose from; all when unknown."""
    codes = SYMPTOMS_OF.get(trade, tuple(code for code in SYMPTOMS if code != "other"))
    return {code: SYMPTOMS[code] for code in (*codes, "other")}
