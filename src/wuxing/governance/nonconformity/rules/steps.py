"""What happens next, and what must be written down at a step. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wuxing.core.reasons import Reason, say
from wuxing.governance.nonconformity.states import Category, Kind, State

WHYS = 7
CAUSES = 12  # a bone
LONGEST_CAUSE = 200

NEXT: dict[State, str] = {
    State.OPEN: "contain",
    State.REOPENED: "analyse",
    State.CONTAINED: "analyse",
    State.ANALYSED: "plan",
    State.PLANNED: "start",
    State.IMPLEMENTING: "complete_action",
    State.EFFECTIVENESS_CHECK: "check_effectiveness",
    State.CLOSED: "",
    State.CANCELLED: "",
}
GUIDANCE: dict[str, Reason] = {
    "contain": say("Put the fact right and keep it from spreading, then write down what was done."),
    "analyse": say(
        "Ask why until something can be changed; weigh other causes in the fishbone; choose the root cause."
    ),
    "plan": say("Plan actions that take the cause away: who, until when. Say by what the effect will be seen."),
    "start": say("Read the plan. When it takes the cause away, let it begin."),
    "complete_action": say("Carry out the actions. Each is reported with what came of it and what shows it."),
    "check_effectiveness": say("Somebody who neither owns this nor did the actions looks whether the cause is gone."),
    "close": say("The effect is proven. Close it."),
    "": say("Nothing more is to be done."),
}


def next_step(state: str, kind: str, *, effective: bool) -> str:
    """Return the step that comes next; nothing when it has ended."""
    if state == State.EFFECTIVENESS_CHECK and effective:
        return "close"
    if state == State.OPEN and kind != Kind.NONCONFORMITY:
        return "analyse"
    return NEXT[State(state)]


def chain(title: str, answers: Sequence[str]) -> list[tuple[str, str]]:
    """Return the 5-why chain (五问法): each answer is what the next question asks about."""
    given = [answer.strip() for answer in answers if answer.strip()]
    return list(zip([title, *given], given, strict=False))


@dataclass(frozen=True, slots=True)
class Bone:
    """One possible cause of the fishbone (鱼骨图)."""

    category: Category
    place: int
    text: str
    chosen: bool


def fishbone(causes: Mapping[str, Sequence[str]], *, root: str, category: str) -> list[Bone]:
    """Return the causes of a fishbone with the root cause marked; it joins its bone when it is not there yet."""
    named = {bone: list(dict.fromkeys(t.strip() for t in causes.get(bone.value, ()) if t.strip())) for bone in Category}
    chosen = root.strip()[:LONGEST_CAUSE]
    if not any(named.values()):
        return []
    if chosen not in named[Category(category)]:
        named[Category(category)].append(chosen)
    return [
        Bone(bone, place, text, bone.value == category and text == chosen)
        for bone, texts in named.items()
        for place, text in enumerate(texts, start=1)
    ]
