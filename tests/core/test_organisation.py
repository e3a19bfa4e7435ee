"""An organisation begins with its first administrator."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from wuxing.core.models import Membership, Tenant, User
from wuxing.core.tenants import in_tenant

ADD = ["organisation", "add", "--slug", "yun", "--name", "云岭电器", "--admin", "chen.wei"]


def test_an_organisation_gets_an_administrator_who_can_sign_in(db: None) -> None:
    out = StringIO()
    call_command(*ADD, stdout=out)

    tenant = Tenant.objects.get(slug="yun")
    password = out.getvalue().partition("the password ")[2].partition(",")[0]
    assert User.objects.get(username="chen.wei").check_password(password)
    with in_tenant(tenant.pk):
        assert Membership.objects.get().roles == ["administrator", "service_manager"]


def test_a_slug_is_taken_once_and_a_bad_name_leaves_nothing(db: None) -> None:
    call_command(*ADD, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command(*ADD, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("organisation", "add", "--slug", "other", "--name", "x", "--admin", "no good!", stdout=StringIO())

    assert Tenant.objects.count() == 1
