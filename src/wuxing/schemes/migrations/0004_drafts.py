"""Drafts of packs; and editions that one organisation published, which it alone sees."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, ERASABLE, AppendOnly, RowSecurity

OWN_OR_SHIPPED = "published_by_id IS NULL OR published_by_id = nullif(current_setting('app.tenant', true), '')::bigint"
STATES = [("draft", "draft"), ("published", "published"), ("discarded", "discarded")]
KINDS = [("cells", "Cells"), ("rows", "Rows"), ("import", "Import")]


def key() -> Any:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to(model: str, **options: Any) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model, **{"related_name": "+"} | options)


class Migration(migrations.Migration):
    dependencies = [("schemes", "0003_editions"), ("core", "0004_bigrams")]

    operations = [
        migrations.AddField("edition", "published_by", to("core.tenant", null=True)),
        migrations.RemoveConstraint("edition", "one_content_an_edition"),
        migrations.AlterField("edition", "sha256", models.CharField(max_length=64)),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                fields=("scheme", "edition", "published_by"), name="one_content_an_edition", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                fields=("sha256", "published_by"), name="one_edition_a_content", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(
            f"""
            ALTER TABLE schemes_edition ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own_or_shipped ON schemes_edition USING ({OWN_OR_SHIPPED}) WITH CHECK ({OWN_OR_SHIPPED});
            """,
            """
            DROP POLICY own_or_shipped ON schemes_edition;
            ALTER TABLE schemes_edition DISABLE ROW LEVEL SECURITY;
            """,
        ),
        migrations.CreateModel(
            name="SchemeDraft",
            fields=[
                ("id", key()),
                ("scheme", models.CharField(max_length=100)),
                ("edition", models.CharField(max_length=30)),
                ("content", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("state", models.CharField(choices=STATES, default="draft", max_length=20)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("base", to("schemes.edition", null=True)),
                ("changed_by", to(settings.AUTH_USER_MODEL, null=True)),
                ("created_by", to(settings.AUTH_USER_MODEL, null=True)),
                ("published", to("schemes.edition", null=True)),
                ("tenant", to("core.tenant", db_index=False)),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "state", "-changed_at"], name="scheme_draft_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("published__isnull", False), ("state", "published"))
                        | models.Q(models.Q(("state", "published"), _negated=True), ("published__isnull", True)),
                        name="published_draft_names_its_edition",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftChange",
            fields=[
                ("id", key()),
                ("version", models.PositiveIntegerField()),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("changes", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("draft", to("schemes.schemedraft", related_name="changes")),
                ("made_by", to(settings.AUTH_USER_MODEL, null=True)),
                ("tenant", to("core.tenant", db_index=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "version"), name="one_change_a_version_of_a_draft")
                ],
            },
        ),
        RowSecurity("schemes_schemedraft", ERASABLE),
        RowSecurity("schemes_draftchange", ADDING),
        AppendOnly("schemes_draftchange"),
    ]
