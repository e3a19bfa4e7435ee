"""Grants, and the two functions that look over the walls before a tenant is chosen."""

import hashlib

import pytest
from django.db import ProgrammingError, connection, transaction

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.models import ApiToken, Membership
from wuxing.core.tenants import in_tenant

DIGEST = hashlib.sha256(b"key").digest()


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def privileges(table):
    found = rows(
        "SELECT privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee = 'wuxing_app' AND table_name = %s ORDER BY 1",
        table,
    )
    return [privilege for (privilege,) in found]


@pytest.mark.parametrize(
    ("table", "granted"),
    [
        ("core_entry", ["INSERT", "SELECT", "UPDATE"]),
        ("core_leaf", ["INSERT", "SELECT"]),
        ("core_node", ["INSERT", "SELECT"]),
        ("core_checkpoint", ["INSERT", "SELECT"]),
        ("core_pending", ["DELETE", "INSERT", "SELECT"]),
        ("core_membership", ["DELETE", "INSERT", "SELECT", "UPDATE"]),
        ("django_session", ["DELETE", "INSERT", "SELECT", "UPDATE"]),
    ],
)
def test_the_application_may_do_what_is_granted_and_no_more(db, table, granted):
    assert privileges(table) == granted


def test_a_persons_active_memberships_are_told_before_a_tenant_is_chosen(actor, company, other_company):
    by = actor(Role.AGENT)
    with in_tenant(other_company.pk):
        Membership.objects.create(tenant=other_company, user_id=by.user_id, roles=["agent"], active=False)
    actor(Role.DISPATCHER)
    assert rows("SELECT * FROM doors_of(%s)", by.user_id) == [
        (company.pk, "海岚电器", "company", "hailan", "Asia/Shanghai", ["agent"], None)
    ]


@pytest.mark.parametrize(("revoked", "member", "found"), [(False, True, 1), (True, True, 0), (False, False, 0)])
def test_a_key_is_told_while_it_is_good_and_its_user_a_member(actor, company, revoked, member, found):
    by = actor(Role.AGENT)
    now = clock.now()
    with in_tenant(company.pk):
        token = ApiToken.objects.create(
            tenant=company,
            user_id=by.user_id,
            name="till",
            digest=DIGEST,
            created_at=now,
            revoked_at=now if revoked else None,
        )
        Membership.objects.filter(user_id=by.user_id).update(active=member)
    told = rows("SELECT * FROM token_holder(%s)", DIGEST)
    assert told == [(token.pk, company.pk, by.user_id, "王敏", ["agent"], "Asia/Shanghai")][:found]


def test_others_may_not_ask(owner_cursor):
    owner_cursor.execute(
        "SELECT proname, has_function_privilege('public', oid, 'EXECUTE'), "
        "has_function_privilege('wuxing_app', oid, 'EXECUTE') FROM pg_proc "
        "WHERE proname IN ('doors_of', 'token_holder', 'ledger_heads') ORDER BY proname"
    )
    assert owner_cursor.fetchall() == [
        ("doors_of", False, True),
        ("ledger_heads", False, True),
        ("token_holder", False, True),
    ]


def test_the_application_may_not_switch_a_wall_off(db):
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        rows("ALTER TABLE core_entry DISABLE ROW LEVEL SECURITY")
