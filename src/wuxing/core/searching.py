"""What a person types into a search box, as the database's search takes it. Pure."""

from dataclasses import dataclass

SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Search:
    """A search: every word must occur. `query` is a tsquery over bigrams, `likes` confirm the words themselves."""

    query: str
    likes: list[str]


def search_for(typed: str) -> Search | None:
    """Return the search for what was typed, or None when no word has two signs (a bigram needs two)."""
    words = [word for word in typed.lower().split() if len(word) >= SHORTEST][:8]
    if not words:
        return None
    grams = dict.fromkeys(word[i : i + 2] for word in words for i in range(len(word) - 1))
    return Search(" & ".join(_quoted(gram) for gram in grams), [f"%{_plain(word)}%" for word in words])


def _quoted(gram: str) -> str:
    escaped = gram.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
