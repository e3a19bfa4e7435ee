"""An outside auditor's key: worth what the engagement opens, while it lasts; none from before it."""

from django.db import migrations

from wuxing.core.rowsecurity import TrustedFunction

HOLDER = """
SELECT k.tenant_id, u.id, u.name::text, e.id, e.areas::text[], t.zone::text
FROM core_apitoken k
JOIN core_tenant t ON t.id = k.tenant_id
JOIN core_user u ON u.id = k.user_id AND u.is_active
JOIN core_engagement e ON e.tenant_id = k.tenant_id AND e.auditor_id = k.user_id AND e.ended_at IS NULL
  AND (now() AT TIME ZONE t.zone)::date BETWEEN e.starts_on AND e.ends_on AND e.granted_at <= k.created_at
WHERE k.digest = auditing_token_holder.digest AND k.revoked_at IS NULL
  AND NOT EXISTS (SELECT FROM core_membership m WHERE m.user_id = k.user_id AND m.tenant_id = k.tenant_id AND m.active)
ORDER BY e.id LIMIT 1
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0007_witnesses")]

    operations = [
        TrustedFunction(
            "auditing_token_holder(digest bytea)",
            returns="TABLE (tenant_id bigint, user_id bigint, user_name text, engagement_id bigint, areas text[], zone text)",
            body=HOLDER,
        ),
    ]
