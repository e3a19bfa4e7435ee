"""What the codes of procedure 20 are called."""

from collections.abc import Mapping

from wuxing.core.reasons import Reason, say

KINDS: Mapping[str, Reason] = {
    "manual": say("company manual"),
    "procedure": say("control procedure"),
    "rule": say("service rule"),
    "instruction": say("work instruction"),
    "plan": say("emergency or work plan"),
    "form": say("customer form"),
    "record_form": say("record form"),
    "external": say("external document"),
    "other": say("other document"),
}
STATES: Mapping[str, Reason] = {
    "draft": say("draft"),
    "in_review": say("under review"),
    "approved": say("approved"),
    "issued": say("issued"),
    "superseded": say("superseded"),
    "obsolete": say("obsolete"),
}
MARKS: Mapping[str, Reason] = {
    **STATES,
    "superseded": say("obsolete, superseded"),
}
STANDINGS: Mapping[str, Reason] = {
    "prepared": say("not issued yet"),
    "in_force": say("in force"),
    "obsolete": say("obsolete"),
}
LOOKS: Mapping[str, str] = {
    "draft": "waiting",
    "in_review": "ontime",
    "approved": "ontime",
    "issued": "done",
    "superseded": "excluded",
    "obsolete": "excluded",
    "prepared": "waiting",
    "in_force": "done",
}
FITNESS: Mapping[str, Reason] = {
    "fit": say("still fit for use"),
    "revise": say("to be revised"),
}
FOUND: Mapping[str, Reason] = {
    "unchanged": say("still the current edition"),
    "new_edition": say("a newer edition is out"),
    "withdrawn": say("withdrawn by its publisher"),
}
PARTS: Mapping[str, Reason] = {
    "review": say("document review"),
    "approve": say("document approval"),
}
VERDICTS: Mapping[str, Reason] = {
    "passed": say("passed"),
    "returned": say("returned for revision"),
}
AUDIENCES: Mapping[str, Reason] = {
    "everybody": say("everybody here"),
    "role": say("a role"),
    "person": say("one person"),
    "outlet": say("the people of an outlet"),
}
LANGUAGES: Mapping[str, str] = {"": "—", "zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
