"""Each tenant sees its own customers; and the search that finds them by any two signs of their name or number."""

from django.db import migrations

from wuxing.core.rowsecurity import RowSecurity, TrustedFunction

MATCHING = """
BEGIN
    RETURN QUERY EXECUTE
        'SELECT c.id FROM customers_customer c
         WHERE c.tenant_id = $1 AND bigrams(c.name) @@ $2 AND lower(c.name) LIKE ALL ($3) AND c.id < $4
         ORDER BY c.id DESC LIMIT $5'
        USING nullif(current_setting('app.tenant', true), '')::bigint, query, likes, before_id, most;
END
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial"), ("core", "0004_bigrams")]

    operations = [
        RowSecurity("customers_customer"),
        RowSecurity("customers_contact"),
        RowSecurity("customers_servicesite"),
        RowSecurity("customers_product"),
        RowSecurity("customers_asset"),
        RowSecurity("customers_entitlementdecision"),
        migrations.RunSQL(
            "CREATE INDEX customer_bigrams ON customers_customer USING gin (bigrams(name)) WITH (fastupdate = off)",
            "DROP INDEX customer_bigrams",
        ),
        TrustedFunction(
            "matching_customers(query tsquery, likes text[], before_id bigint, most integer)",
            returns="SETOF bigint",
            body=MATCHING,
            language="plpgsql",
        ),
    ]
