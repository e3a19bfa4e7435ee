"""Write the verifier page as one file, to be opened from a disk or a stick.

    tools/verifier.py [--trust FILE …] [--out dist/wuxing-verifier.html]

Each --trust is a trust file as a body serves it (/bodies/<slug>/trust.json); several are put together.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "src"))
from wuxing.web.verifier import building  # noqa: E402


def together(paths: list[Path]) -> dict[str, Any]:
    """Return several trust files as one."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    bodies = [body for file in files for body in file["bodies"]]
    witnesses = list(dict.fromkeys(key for file in files for key in file["witnesses"]))
    return {"bodies": bodies, "witnesses": witnesses}


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trust", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=TOP / "dist" / "wuxing-verifier.html")
    options = parser.parse_args()
    page = building.page(together(options.trust))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(page.html, encoding="utf-8")
    print(f"{options.out}: {len(page.html.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
