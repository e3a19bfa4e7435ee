"""Draw a sample again from its file: what `wuxing verify` does with it. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wuxing.evidence.sampling import rules
from wuxing.evidence.sampling.rules import Rule
from wuxing.proof import checkpoints
from wuxing.proof.notes import BadNote, Verifier
from wuxing.proof.verifying.verdicts import Verdict

FORMAT = "wuxing-sample-1"


class NoSample(ValueError):
    """This is no sample that can be drawn again."""


def of_file(data: Mapping[str, Any], keys: Sequence[Verifier] = ()) -> Verdict:
    """Return whether the sample in a file holds. Raises NoSample."""
    if data.get("format") != FORMAT:
        raise NoSample("this JSON is no sample that can be drawn again")
    try:
        return redrawn(data, keys)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise NoSample(f"this sample cannot be understood: {error!r}") from None


def redrawn(data: Mapping[str, Any], keys: Sequence[Verifier] = ()) -> Verdict:
    """Return whether a sample is the one that its promise, checkpoint and population give.

    Raises:
        KeyError, TypeError, ValueError, ArithmeticError: the file is no sample.
    """
    verdict = Verdict("sample", facts={name: data[name] for name in ("number", "pack", "metric", "as_of")})
    population = [int(number) for number in data["population"]]
    root = _root(data["checkpoint"], keys, verdict)
    _same(verdict, "promise", rules.promise_for(data["word"]), data["promise"], "the word is the one committed to")
    _same(verdict, "population", rules.population_digest(population), data["population_digest"],
          f"{len(population):,} records, as frozen")  # fmt: skip
    seed = rules.seed_for(root, data["word"])
    _same(verdict, "seed", seed, data["seed"], "the seed follows from root and word")
    size = rules.size_for(
        Rule(data["rule"]), Decimal(data["amount"]), len(population), data["at_least"], data["at_most"]
    )
    again = rules.drawn_from(seed, population, size)
    _same(verdict, "draw", again, data["drawn"], f"{size:,} records, drawn again the same")
    return verdict


def _root(note: str, keys: Sequence[Verifier], verdict: Verdict) -> bytes:
    claimed = checkpoints.unverified(note)
    if not keys:
        verdict.unknown("signature", f"give the key of {claimed.origin} with --key to check that it signed the root")
        return claimed.root
    try:
        checkpoints.verified(note, keys, claimed.origin)
    except BadNote as error:
        verdict.fails("signature", str(error))
    else:
        verdict.holds("signature", f"the root of {claimed.origin} at {claimed.size:,} entries, signed")
    return claimed.root


def _same(verdict: Verdict, name: str, found: object, said: object, text: str) -> None:
    if found == said:
        verdict.holds(name, text)
    else:
        verdict.fails(name, "comes out otherwise")
