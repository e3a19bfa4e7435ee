"""How fast `wuxing verify` starts and goes on: `python -m benchmarks.verifying` prints the table.

1,000 certificates, each with its credential, its own proof of the log under a checkpoint of its own, the opening, and both
status lists; then the command itself over 1,000 files. CPU time, for the machine has other work; the best of five turns.
Starting is the whole process of `wuxing verify CODE`; an empty Python runs beside it in each turn.
"""

import contextlib
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools.vectors import codes, credentials, papers, vector, world
from wuxing.proof.trust import trust_from
from wuxing.proof.verifying import certificates, documents
from wuxing.proof.verifying.certificates import Beside
from wuxing.web.verify import command

CERTIFICATES, PAPERS, TURNS = 1_000, 20, 5
TRUST = Path(__file__).resolve().parent.parent / "vectors" / "trust.json"
AT = "2026-12-01T04:00:00Z"
GOALS = {"1,000 bundles of proofs": 1.0, "the command over 1,000 proofs": 1.0, "start": 0.3}


def measured() -> dict[str, float]:
    """Return the seconds of each case."""
    contents = [
        world.content(number=f"2026HUAXIN{index:05}", status__index=index + 200, holder__name=f"盛达家电服务{index}")
        for index in range(CERTIFICATES)
    ]
    tokens = [credentials.issued(one) for one in contents]
    logged = [world.logged(one) for one in contents]
    lists = tuple(one.text for one in vector.GOOD)
    beside = [Beside(lists, one.proof.text().encode(), one.opening().encode()) for one in logged]
    trust = trust_from(TRUST.read_bytes())
    paper = papers.signed(papers.plain(papers.attached(contents[0], tokens[0], logged[0])))

    def bundles() -> None:
        for token, one in zip(tokens, beside, strict=True):
            assert certificates.of_credential(token, one, trust, world.NOW).code == "in_force"

    def pdfs() -> None:
        for _ in range(PAPERS):
            assert documents.of_pdf(paper, Beside(lists), trust, world.NOW).code == "in_force"

    with tempfile.TemporaryDirectory() as folder:
        proofs = _written(folder, "tlog-proof", [one.proof.text() for one in logged])
        files = _written(folder, "jwt", tokens)
        states = [f"--status={path}" for path in _written(folder, "list", list(lists))]
        found = {
            "1,000 bundles of proofs": _best(bundles),
            "the command over 1,000 proofs": _best(lambda: _command(*proofs)),
            "the command over 1,000 credentials": _best(lambda: _command(*files, *states)),
            "a PDF": _best(pdfs) / PAPERS,
        }
    return found | _starts()


def _written(folder: str, kind: str, texts: list[str]) -> list[str]:
    paths = [Path(folder, f"{index}.{kind}") for index in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return [str(path) for path in paths]


def _command(*arguments: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert command.main([*arguments, "--trust", str(TRUST), "--at", AT, "--json"]) == 0


def _best(do: Callable[[], None]) -> float:
    best = float("inf")
    for _turn in range(TURNS):
        begin = time.process_time()
        do()
        best = min(best, time.process_time() - begin)
    return best


def _starts() -> dict[str, float]:
    """Return CPU seconds of whole processes, an empty one beside ours in each turn."""
    ours = [sys.executable, "-c", "import sys; from wuxing.web.cli import main; sys.exit(main())"]
    verify = [*ours, "verify", codes.VALID, "--trust", str(TRUST), "--at", AT]
    whole = empty = float("inf")
    for _turn in range(TURNS * 2):
        whole = min(whole, _process(verify, 3))
        empty = min(empty, _process([sys.executable, "-c", "pass"], 0))
    return {"start": whole, "of it Python itself": empty}


def _process(arguments: list[str], expected: int) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert subprocess.run(arguments, capture_output=True, check=False).returncode == expected
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print what was measured; return 1 when a goal is missed."""
    found = measured()
    for name, seconds in found.items():
        goal = f"   goal {GOALS[name]:.1f}" if name in GOALS else ""
        print(f"{name:36} {seconds:8.3f} s{goal}")
    return int(any(found[name] > goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
