"""`wuxing monitor`: follow a log from outside, keep what was seen, and raise the alarm. Needs no Django, no database."""

import argparse
import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from wuxing.proof.cosignatures import Cosigner, cosigner_from
from wuxing.proof.fetching import Unreachable
from wuxing.proof.monitors import Alarm, Look, State, look, state_from
from wuxing.proof.notes import Verifier, verifier_from
from wuxing.proof.sources import Missing, Source, source_of

WELL, ALARMED, MISUSED, OUT_OF_REACH = 0, 1, 2, 3
MOST_KEPT = 20  # alarms in the state's file
MOST_KEY = 1_000
ALARM_SECONDS = 60

DESCRIPTION = """Follow a log (C2SP tlog-tiles) and raise the alarm when it forks, goes back, or hides something.

One line of JSON a look. Exit: 0 in order, 1 alarm, 2 wrong use, 3 the log cannot be reached.
The first look trusts the key that is given; without --key, the key that the log shows of itself.
"""


@dataclass
class Memory:
    """The state's file: what was in order, and the alarms with their evidence."""

    path: Path
    state: State | None
    alarms: list[dict[str, Any]]

    def keep(self) -> None:
        """Write the file, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f".{self.path.name}.new")
        values = {"monitor": 1, "log": self.state.plain() if self.state else None, "alarms": self.alarms[-MOST_KEPT:]}
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(values, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)


def main(arguments: Sequence[str]) -> int:
    """Look once, or every so many seconds; return the exit code."""
    given = _parser().parse_args(arguments)
    source = source_of(given.log)
    try:
        witnesses = [cosigner_from(_text(each)) for each in given.witness]
        memory = _memory(Path(given.state) if given.state else _usual(given.log))
        key = verifier_from(_text(given.key)) if given.key else None
    except (ValueError, OSError) as error:
        print(f"wuxing monitor: {error}", file=sys.stderr)  # noqa: T201
        return MISUSED
    while True:
        code = _looked(given, source, memory, key, witnesses)
        if given.every is None or code == MISUSED:
            return code
        time.sleep(given.every)


def _looked(
    given: argparse.Namespace, source: Source, memory: Memory, key: Verifier | None, witnesses: list[Cosigner]
) -> int:
    """Look once and say what was found."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        known, trusted = _key(source, memory.state, key)
        state = memory.state or State(given.origin or known.name, known.text())
        found = look(
            source, state, known, witnesses=witnesses, quorum=given.quorum, entries=not given.hashes_only
        )  # fmt: skip
    except (Unreachable, Missing) as error:
        _say({"at": at, "log": given.log, "state": "unreachable", "text": str(error)})
        return OUT_OF_REACH
    except ValueError as error:
        print(f"wuxing monitor: {error}", file=sys.stderr)  # noqa: T201
        return MISUSED
    line = _line(at, given.log, state, found, trusted)
    if found.alarm is None or found.state != state:
        memory.state = found.state
    if found.alarm is not None:
        memory.alarms.append({"at": at, "fault": found.alarm.fault.value, "text": found.alarm.text})
        memory.alarms[-1]["evidence"] = list(found.alarm.evidence)
    memory.keep()
    _say(line)
    if found.alarm is not None and given.on_alarm:
        _raise_alarm(given.on_alarm, line, found.alarm)
    return WELL if found.alarm is None else ALARMED


def _key(source: Source, state: State | None, given: Verifier | None) -> tuple[Verifier, str]:
    """Return the log's key and where it is from. Raises ValueError when it is not the one that was trusted before."""
    if state is not None:
        known = verifier_from(state.key)
        if given is not None and given != known:
            raise ValueError("this log was followed under another key; use another --state to begin anew")
        return known, "before"
    if given is not None:
        return given, "given"
    return verifier_from(source.read("vkey", MOST_KEY).decode()), "the log itself"


def _line(at: str, log: str, before: State, found: Look, trusted: str) -> dict[str, Any]:
    line: dict[str, Any] = {
        "at": at,
        "log": log,
        "origin": before.origin,
        "state": "alarm" if found.alarm else "ok",
        "size": found.head.size if found.head else None,
        "before": before.head.size,
        "root": found.head.root.hex() if found.head else None,
        "cosigned": [{"name": each.cosigner.name, "at": each.at} for each in found.cosignatures],
        "key_from": trusted,
    }
    if found.alarm is not None:
        line |= {"fault": found.alarm.fault.value, "text": found.alarm.text}
    return line


def _raise_alarm(command: str, line: dict[str, Any], alarm: Alarm) -> None:
    """Run the operator's command with the line and its evidence on standard input."""
    text = json.dumps({**line, "evidence": list(alarm.evidence)}, ensure_ascii=False)
    try:
        subprocess.run(shlex.split(command), input=text, text=True, timeout=ALARM_SECONDS, check=True)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        print(f"wuxing monitor: the alarm could not be passed on: {error}", file=sys.stderr)  # noqa: T201


def _memory(path: Path) -> Memory:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Memory(path, None, [])
    except ValueError as error:
        raise ValueError(f"{path} is no state of a monitor") from error
    if not isinstance(values, dict) or values.get("monitor") != 1 or not isinstance(values.get("alarms"), list):
        raise ValueError(f"{path} is no state of a monitor")
    return Memory(path, state_from(values["log"]) if values.get("log") else None, values["alarms"])


def _usual(log: str) -> Path:
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
    return home / "wuxing" / f"monitor-{sha256(log.encode()).hexdigest()[:16]}.json"


def _text(key: str) -> str:
    """Return a key given as text or as the name of its file."""
    return key if "+" in key and not Path(key).is_file() else Path(key).read_text(encoding="utf-8")


def _say(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "wuxing monitor", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("log", help="the log's address (https://…/log/name) or folder")
    parser.add_argument("--key", help="the log's key, name+id+key, or its file")
    parser.add_argument("--origin", help="the log's origin where it is not the key's name")
    parser.add_argument("--state", help="file that keeps what was seen (else one a log under ~/.local/state/wuxing)")
    parser.add_argument("--witness", action="append", default=[], help="a witness's key or its file; several times")
    parser.add_argument("--quorum", type=int, default=0, help="alarm when fewer of these witnesses cosigned")
    parser.add_argument("--hashes-only", action="store_true", help="do not read the entries, only the hashes needed")
    parser.add_argument("--every", type=float, help="look again after so many seconds, until stopped")
    parser.add_argument("--on-alarm", help="command that gets the alarm as JSON on standard input")
    return parser
