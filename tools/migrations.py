"""Say which change of a model has no migration yet. Needs no database: models are compared with migrations."""

import os
import sys
import tempfile
import warnings
from pathlib import Path


def main() -> int:
    """Return 1 when a migration is missing."""
    os.environ["WUXING_DATA"] = tempfile.mkdtemp(prefix="wuxing-check-")
    os.environ["WUXING_SECRET_KEY"] = "only-for-checks"
    os.environ["WUXING_DATABASE"] = "postgresql://nobody@127.0.0.1:1/none"
    os.environ["DJANGO_SETTINGS_MODULE"] = "wuxing.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    warnings.filterwarnings("ignore", message="Got an error checking a consistent migration history")
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    finally:
        Path(os.environ["WUXING_DATA"]).rmdir()
    return 0


if __name__ == "__main__":
    sys.exit(main())
