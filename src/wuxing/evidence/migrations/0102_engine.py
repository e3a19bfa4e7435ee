"""Judging of what is true now, and of the past."""

import django.db.models.deletion
from django.db import migrations, models

from wuxing.core.rowsecurity import RowSecurity

# What judges made is derived: without judgments a rulebook is judged anew.
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


def of(model: str) -> models.ForeignKey:
    """Return a reference of a derived row, which is not checked row by row."""
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=model,
    )


class Migration(migrations.Migration):
    dependencies = [("evidence", "0101_rulings"), ("core", "0003_walls")]

    operations = [
        migrations.RunSQL(FORGET, ""),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.CharField(max_length=64)),
                (
                    "basis",
                    models.CharField(choices=[("now", "Now"), ("true", "True"), ("known", "Known")], max_length=10),
                ),
                ("as_of", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("ordered_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=500)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "edition", "basis", "as_of"), name="one_picture_a_day")
                ]
            },
        ),
        migrations.CreateModel(
            name="FormerJudgment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "rulebook_id",
                        "record_id",
                        "known_on",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("record_id", models.BigIntegerField()),
                ("known_on", models.DateField()),
                ("until_on", models.DateField()),
                ("day", models.DateField()),
                ("outlet_id", models.BigIntegerField()),
                ("category", models.CharField(max_length=60)),
                ("imported", models.BooleanField()),
                ("changed_on", models.DateField()),
                ("member", models.BigIntegerField()),
                ("ok", models.BigIntegerField()),
                ("undecided", models.BigIntegerField()),
                ("late", models.BigIntegerField()),
                ("turned", models.BigIntegerField()),
                ("rulebook", of("evidence.rulebook")),
                ("tenant", of("core.tenant")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["rulebook", "day", "record_id"], name="former_judgment_day"),
                    models.Index(
                        condition=models.Q(("turned", 0), _negated=True),
                        fields=["rulebook", "day"],
                        include=("turned", "until_on", "record_id"),
                        name="former_judgment_turned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "rulebook_id",
                        "metric",
                        "known_on",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("metric", models.SmallIntegerField()),
                ("known_on", models.DateField()),
                ("day", models.DateField()),
                ("n", models.IntegerField()),
                ("ok", models.IntegerField()),
                ("undecided", models.IntegerField()),
                ("late", models.IntegerField()),
                ("imported", models.IntegerField()),
                ("rulebook", of("evidence.rulebook")),
                ("tenant", of("core.tenant")),
            ],
        ),
        migrations.RemoveConstraint("rulebook", "one_rulebook_an_edition"),
        migrations.AddField(
            "rulebook",
            "picture",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="rulebooks", to="evidence.picture"
            ),
        ),
        migrations.AddField("rulebook", "kept_on", models.DateField(null=True)),
        migrations.AddField("rulebook", "retired_on", models.DateField(null=True)),
        migrations.AddConstraint(
            "rulebook",
            models.UniqueConstraint(
                condition=models.Q(("picture__isnull", True)),
                fields=("tenant", "edition", "population"),
                name="one_rulebook_an_edition",
            ),
        ),
        migrations.AddConstraint(
            "rulebook", models.UniqueConstraint(fields=("picture", "population"), name="one_rulebook_a_picture")
        ),
        migrations.RemoveIndex("judgment", "judgment_day"),
        migrations.AddField("judgment", "known_on", models.DateField()),
        migrations.AddField("judgment", "changed_on", models.DateField()),
        migrations.AddIndex(
            "judgment",
            models.Index(
                fields=["rulebook", "day", "record_id"],
                include=("tenant", "member", "ok", "undecided", "savable", "running", "outlet_id", "known_on"),
                name="judgment_day",
            ),
        ),
        RowSecurity("evidence_picture"),
        RowSecurity("evidence_formerjudgment"),
        RowSecurity("evidence_revision"),
        migrations.RunSQL(REPLAN, ""),
    ]
