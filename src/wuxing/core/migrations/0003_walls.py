"""Each tenant sees its own rows; who signs in, and which key is presented, is asked through two functions."""

from django.db import migrations

from wuxing.core.rowsecurity import RowSecurity, TrustedFunction

HOLDER = """
SELECT k.id, k.tenant_id, u.id, u.name::text, m.roles::text[], t.zone::text
FROM core_apitoken k
JOIN core_tenant t ON t.id = k.tenant_id
JOIN core_user u ON u.id = k.user_id AND u.is_active
JOIN core_membership m ON m.tenant_id = k.tenant_id AND m.user_id = k.user_id AND m.active
WHERE k.digest = token_holder.digest AND k.revoked_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_ledger")]

    operations = [
        RowSecurity("core_membership"),
        RowSecurity("core_apitoken"),
        RowSecurity("core_idempotencykey"),
        RowSecurity("core_counter"),
        RowSecurity("core_attachment"),
        RowSecurity("core_savedview"),
        TrustedFunction(
            "token_holder(digest bytea)",
            returns="TABLE (token_id bigint, tenant_id bigint, user_id bigint, user_name text, roles text[], zone text)",
            body=HOLDER,
        ),
    ]
