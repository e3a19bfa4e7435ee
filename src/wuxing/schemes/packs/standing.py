"""Check that a pack holds no more than it says is public: what nobody knows is left out, never invented."""

from collections.abc import Iterator, Mapping
from typing import Any

from wuxing.core.reasons import say
from wuxing.schemes.packs.problems import Problem
from wuxing.schemes.packs.reading import Document, Path_

LEAF = ("deduction", "evidence", "checks", "excludable", "procedures")
"""What a leaf must say, unless only its name is public."""

EVERYTHING = {"structure": "complete", "levels": "public", "offered": True}


def problems(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield contradictions between the block `standing` of a scheme and what the pack holds."""
    scheme, tree = documents["scheme"], documents["indicators"]
    said = scheme.data.get("standing", EVERYTHING)
    yield from _counted(documents, said)
    if said["structure"] == "unknown":
        known = [name for name in ("total", "rules", "cycle", "gates", "vetoes") if name in scheme.data]
        known += [f"{name}.yaml" for name in ("metrics", "examples") if documents[name].data[name]]
        if known:
            text = say(
                "structure is unknown, yet the pack has %(names)s; take out what nobody knows", names=", ".join(known)
            )
            yield scheme.problem(("standing", "structure"), text)
    if said["structure"] == "complete":
        yield from _leaves(tree, tree.data["indicators"], ("indicators",))
    if said["structure"] == "top_level":
        for index, item in enumerate(tree.data["indicators"]):
            if "children" in item or item["points"] is not None or item.get("scoring") != {"mode": "manual"}:
                text = say(
                    "%(id)s: only the top level is public; give it null points, manual scoring and no children",
                    id=item["id"],
                )
                yield tree.problem(("indicators", index), text)
    if said["offered"] and (said["structure"], said["levels"]) != ("complete", "public"):
        text = say("a scheme is offered only when structure and levels are public")
        yield scheme.problem(("standing", "offered"), text)


def _counted(documents: Mapping[str, Document], said: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is there though unknown, or lacking though public."""
    scheme, tree = documents["scheme"], documents["indicators"]
    if (said["structure"] == "unknown") != (not tree.data["indicators"]):
        text = say("indicators are empty exactly when standing says that the structure is unknown")
        yield tree.problem(("indicators",), text)
    elif tree.data["indicators"] and not documents["examples"].data["examples"]:
        text = say("write at least one worked example; there is something to score")
        yield documents["examples"].problem(("examples",), text)
    if (said["levels"] == "unknown") != (not scheme.data["levels"]):
        text = say("levels are empty exactly when standing says that they are unknown")
        yield scheme.problem(("levels",), text)


def _leaves(tree: Document, items: list[Any], path: Path_) -> Iterator[Problem]:
    """Yield the leaves that say too little."""
    for index, item in enumerate(items):
        here = (*path, index)
        if "children" in item:
            yield from _leaves(tree, item["children"], (*here, "children"))
        elif lacking := [name for name in LEAF if name not in item]:
            yield tree.problem(here, say("%(id)s lacks %(names)s", id=item["id"], names=", ".join(lacking)))
