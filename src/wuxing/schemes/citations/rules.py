"""When a cited standard may be applied for. What nobody has verified, or is out of force, is shown and not offered."""

from collections.abc import Iterable

from wuxing.core.reasons import Reason, say
from wuxing.schemes.citations.registry import Citation, Mark, State
from wuxing.schemes.packs.structure import Structure


def why_not_apply(citation: Citation) -> Reason | None:
    """申请: return why nobody may apply for certification under a citation, or None (facts: state, then structure)."""
    cited = citation.cited
    if citation.state is State.REPLACED:
        return say("%(cited)s was replaced by %(new)s", cited=cited, new=citation.replaced_by)
    if citation.state is State.ABOLISHED:
        return say("%(cited)s was abolished and nothing takes its place", cited=cited)
    if citation.mark is not Mark.VERIFIED:
        return say("nobody has verified what %(cited)s is", cited=cited)
    if citation.state is State.UNKNOWN:
        return say("nobody has verified that %(cited)s is in force", cited=cited)
    if citation.structure is Structure.UNKNOWN:
        return say("the structure of %(cited)s is not public", cited=cited)
    if citation.structure is Structure.TOP_LEVEL:
        return say("only the top level of %(cited)s is public", cited=cited)
    return None


def found(citations: Iterable[Citation], typed: str, state: str, kind: str) -> list[Citation]:
    """Return the citations in a state and of a kind whose numbers, names or notes hold every word typed."""
    words = typed.casefold().split()
    return [
        citation
        for citation in citations
        if state in ("", citation.state) and kind in ("", citation.kind) and all(w in _said(citation) for w in words)
    ]


def _said(citation: Citation) -> str:
    texts = [citation.label, citation.title, citation.note, citation.levels_note, citation.structure_note]
    spoken = [part for text in texts if text for part in (text.zh_hans, text.zh_hant, text.en)]
    number = citation.cited
    bare = number.replace(" ", "").replace("/", "")
    return " ".join([number, number.replace(" ", ""), bare, citation.replaced_by or "", *spoken]).casefold()
