"""Judging of what is true now, and of the past."""

from django.db import migrations, models

# what judges made is derived: without judgments a rulebook is judged anew
FORGET = """
DELETE FROM evidence_judgment; DELETE FROM evidence_rollup; DELETE FROM evidence_daytotal;
UPDATE evidence_rulebook SET built_at = NULL
"""

# A plan made for a change of one row would, for many, compare each old row with each new one: those are planned anew.
REPLAN = """
DO $do$
DECLARE f record; body text;
BEGIN
    FOR f IN SELECT proname, prosrc FROM pg_proc
             WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'evidence\\_mark\\_%\\_update' AND prosrc NOT LIKE '%$many$%'
    LOOP
        body := substring(f.prosrc FROM '^ BEGIN (.*); RETURN NULL; END $');
        EXECUTE format(
            'CREATE OR REPLACE FUNCTION public.%I() RETURNS trigger LANGUAGE plpgsql '
            'SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS %L', f.proname,
            format(' BEGIN IF (SELECT count(*) FROM (SELECT FROM fresh LIMIT 51) few) > 50 '
                   'THEN EXECUTE $many$%s$many$; ELSE %s; END IF; RETURN NULL; END ', body, body));
    END LOOP;
END $do$
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0101_rulings")]

    operations = [
        migrations.RunSQL(FORGET, ""),
        migrations.AddField("judgment", "changed_on", models.DateField()),
        migrations.RunSQL(REPLAN, ""),
    ]
