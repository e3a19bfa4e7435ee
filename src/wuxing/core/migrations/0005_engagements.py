"""Engagements: an outside auditor let in for a time. They enter by the same door as members, with one role."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.access import Role
from wuxing.core.rowsecurity import RowSecurity, TrustedFunction

MEMBERSHIPS = """
SELECT t.id, t.name::text, t.kind::text, t.slug::text, t.zone::text, m.roles::text[], NULL::bigint
FROM core_membership m JOIN core_tenant t ON t.id = m.tenant_id
WHERE m.user_id = doors_of.user_id AND m.active
UNION ALL
SELECT t.id, t.name::text, t.kind::text, t.slug::text, t.zone::text, ARRAY['auditor'], min(e.id)
FROM core_engagement e JOIN core_tenant t ON t.id = e.tenant_id
WHERE e.auditor_id = doors_of.user_id AND e.ended_at IS NULL
  AND (now() AT TIME ZONE t.zone)::date BETWEEN e.starts_on AND e.ends_on
  AND NOT EXISTS (
    SELECT FROM core_membership m WHERE m.user_id = doors_of.user_id AND m.tenant_id = e.tenant_id AND m.active)
GROUP BY t.id
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0004_bigrams")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=[(role.value, role.value) for role in Role], max_length=30),
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.CharField(max_length=200)),
                ("purpose", models.CharField(max_length=300)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("granted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "auditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.tenant",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["auditor"], name="engagement_auditor")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="engagement_ends_after_start"
                    )
                ],
            },
        ),
        RowSecurity("core_engagement"),
        TrustedFunction(
            "doors_of(user_id bigint)",
            returns="TABLE (tenant_id bigint, tenant_name text, kind text, slug text, zone text, roles text[], "
            "engagement_id bigint)",
            body=MEMBERSHIPS,
        ),
    ]
