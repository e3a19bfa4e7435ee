"""`python -m wuxing.config.migrating FINGERPRINT`: migrate as the owner, grant the application its rights."""

import sys


def main(fingerprint: str) -> None:
    """Bring the database named by WUXING_DATABASE_OWNER up to date."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from wuxing.config import database
    from wuxing.core import rowsecurity

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [7922702011])  # two starts at once migrate one after the other
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        rowsecurity.grant_all(cursor)
    database.note(settings.DATABASE_OWNER_URL, "schema", fingerprint)


if __name__ == "__main__":
    main(sys.argv[1])
