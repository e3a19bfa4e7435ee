"""`wuxing verify FILE|TOKEN|URL|-`: the door. No Django, no database; the network only where it was asked for."""

import json
import sys
from collections.abc import Sequence

from wuxing.proof.verifying.verdicts import Verdict
from wuxing.web.verify import kinds, showing
from wuxing.web.verify.inputs import NoInput, taken
from wuxing.web.verify.options import Options, options_from


def main(arguments: Sequence[str]) -> int:
    """Run the command; `showing.EXITS` are its exit codes, 2 where nothing could be read."""
    try:
        options = options_from(arguments)
    except (NoInput, ValueError, OSError) as error:
        print(f"wuxing verify: {error}", file=sys.stderr)
        return showing.UNREADABLE
    return showing.worst_of([_one(argument, options) for argument in options.inputs])


def _one(argument: str, options: Options) -> int:
    try:
        verdict = _verdict(argument, options)
    except NoInput as error:
        if options.as_json:
            print(_json(showing.unreadable_as_json(argument, str(error)), options))
        print(f"wuxing verify: {error}", file=sys.stderr)
        return showing.UNREADABLE
    if options.as_json:
        print(_json(showing.as_json(argument, verdict), options))
    else:
        many = f"== {argument}\n" if len(options.inputs) > 1 else ""
        print(many + showing.lines_of(verdict))
    return showing.EXITS[verdict.answer]


def _verdict(argument: str, options: Options) -> Verdict:
    given = taken(argument, private=options.private)
    if not (given.asked or options.online):
        return kinds.verdict_on(given.data, options)
    from wuxing.web.verify import online

    return online.verdict_on(given, options)


def _json(data: dict[str, object], options: Options) -> str:
    indent = 2 if len(options.inputs) == 1 else None
    return json.dumps(data, ensure_ascii=False, indent=indent)
