"""Search in Chinese and Latin without an extension: every two neighbouring signs of a text are a word."""

from django.db import migrations

BIGRAMS = """
CREATE FUNCTION bigrams(t text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_to_tsvector(array_agg(DISTINCT substr(lower(t), i, 2))), ''::tsvector)
    FROM generate_series(1, length(t) - 1) i $$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_walls")]

    operations = [migrations.RunSQL(BIGRAMS, "DROP FUNCTION bigrams(text)")]
