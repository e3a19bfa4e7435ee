"""What the database itself refuses."""

from django.db import connection


def test_tables_exist(company: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT matching_nonconformities('a'::tsquery, ARRAY['%a%'], 9, NULL, 5)")
        assert cursor.fetchall() == []
