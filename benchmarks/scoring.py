"""How fast a pack is loaded and scored, in one process on one core: `python -m benchmarks.scoring` prints the table.

Inputs are made outside the clock. *Different*: every metric and every ruling is drawn anew for each scoring, so nothing that was
worked out before can serve. *One changed*: the inputs before, with one metric drawn anew, as the simulator does.
A scoring gives score, levels and what is known; *told* adds the result of every indicator and every line of losses at both ends.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.schemes.packs import loading, shipped
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.results import Inputs, MetricValue, Readiness, Reason, Ruling
from wuxing.schemes.scoring.rules import score

SCORINGS = 10_000
TOLD = 1_000
CATALOGUE = {name: population.types for name, population in POPULATIONS.items()}


def metric_value(draw: random.Random) -> MetricValue:
    """Return what a metric might say: four in five known, the others unknown, half of those with a last known ratio."""
    n = draw.randint(30, 20_000)
    if draw.random() < 0.8:
        return MetricValue(n, draw.randint(0, n))
    last = Decimal(draw.randint(0, 10_000)) / 10_000 if draw.random() < 0.5 else None
    return MetricValue(n, draw.randint(0, n), draw.choice((Reason.STALE, Reason.TOO_FEW)), last)


def different(pack: Pack, draw: random.Random) -> Iterator[Inputs]:
    """Yield inputs without end, each drawn anew; four in five leaves are ruled on, in hundredths."""
    while True:
        rulings = {
            leaf.id: Ruling(Decimal(draw.randint(0, 100)) / 100, "seen", ("one", "other"))
            for leaf in pack.leaves
            if draw.random() < 0.8
        }
        yield Inputs({name: metric_value(draw) for name in pack.metrics}, rulings)


def one_changed(pack: Pack, draw: random.Random) -> Iterator[Inputs]:
    """Yield inputs without end, each with one metric other than before."""
    inputs, names = next(different(pack, draw)), list(pack.metrics)
    while True:
        inputs = replace(inputs, metrics={**inputs.metrics, draw.choice(names): metric_value(draw)})
        yield inputs


def told(pack: Pack, inputs: Inputs) -> Readiness:
    """Score and have everything explained."""
    result = score(pack, inputs)
    assert result.indicators
    assert sum(line.points for line in result.losses_low) == pack.total - result.score.low
    assert sum(line.points for line in result.losses_high) == pack.total - result.score.high
    return result


def seconds(run: Callable[[Pack, Inputs], object], pack: Pack, inputs: Iterator[Inputs], count: int) -> float:
    """Return the CPU seconds of `count` scorings."""
    spent, part = 0.0, 500
    for _part in range(count // part):
        given = [next(inputs) for _ in range(part)]
        begin = time.process_time()
        for one in given:
            run(pack, one)
        spent += time.process_time() - begin
    return spent


def measured(folder: Path) -> dict[str, float]:
    """Return every figure of one pack, in CPU seconds."""
    begin = time.process_time()
    pack = loading.load(folder, CATALOGUE)
    found = {"from folder": time.process_time() - begin}
    form, trees = loading.draft(folder).form.decode(), loading.trees_of(pack)
    begin = time.process_time()
    pack = loading.restore(form, trees, CATALOGUE)
    score(pack, Inputs())
    found["as kept"] = time.process_time() - begin
    draw = random.Random(27922)
    found["different"] = seconds(score, pack, different(pack, draw), SCORINGS)
    found["one changed"] = seconds(score, pack, one_changed(pack, draw), SCORINGS)
    found["different, told"] = seconds(told, pack, different(pack, draw), TOLD) * SCORINGS / TOLD
    found["one changed, told"] = seconds(told, pack, one_changed(pack, draw), TOLD) * SCORINGS / TOLD
    return found


def main() -> None:
    """Measure the packs named, or GB/T 27922."""
    names = sys.argv[1:] or ["gbt27922-2011"]
    for folder in shipped.directories():
        if folder.name in names:
            print(f"{folder.name}, CPU seconds; scorings are for {SCORINGS:,}")
            for what, value in measured(folder).items():
                print(f"  {what:18} {value:8.3f}")


if __name__ == "__main__":
    main()
