"""`python -m wuxing.proof FOLDER KEYFILE`: check a published log without the product and without its database."""

import sys
from pathlib import Path

from wuxing.proof import folders
from wuxing.proof.notes import verifier_from


def main(arguments: list[str]) -> int:
    """Print what was found; return 0 when the log holds what was signed."""
    if len(arguments) != 2:
        print("usage: python -m wuxing.proof FOLDER KEYFILE", file=sys.stderr)  # noqa: T201
        return 2
    folder, key = map(Path, arguments)
    try:
        checkpoint = folders.checked(folder, verifier_from(key.read_text()))
    except (ValueError, OSError) as error:
        print(f"NOT VERIFIED: {error}")  # noqa: T201
        return 1
    print(f"verified: {checkpoint.origin}, {checkpoint.size} entries, root {checkpoint.root.hex()}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
