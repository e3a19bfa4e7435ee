"""Organisations: add one with its first administrator, or list them."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from wuxing.core import clock, members
from wuxing.core.actors import Channel, system_actor
from wuxing.core.errors import BadInput
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant


class Command(BaseCommand):
    """`organisation add --slug S --name N --admin USERNAME` and `organisation list`."""

    help = "add an organisation with its first administrator, or list those there are"

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        kinds.add_parser("list", help="list the organisations")
        add = kinds.add_parser("add", help="add an organisation; prints the administrator's first password")
        add.add_argument("--slug", required=True, help="short name in addresses: letters, digits, dashes")
        add.add_argument("--name", required=True)
        add.add_argument("--kind", choices=Tenant.Kind.values, default="company")
        add.add_argument("--admin", required=True, help="sign-in name of the first administrator")
        add.add_argument("--admin-name", default="")
        add.add_argument("--zone", default="Asia/Shanghai")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "list":
            for tenant in Tenant.objects.order_by("pk"):
                self.stdout.write(f"{tenant.slug}\t{tenant.kind}\t{tenant.name}")
            return
        if Tenant.objects.filter(slug=options["slug"]).exists():
            raise CommandError(f"there is an organisation {options['slug']} already; choose another --slug")
        password = secrets.token_urlsafe(9)
        with transaction.atomic():
            tenant = Tenant.objects.create(
                slug=options["slug"],
                name=options["name"],
                kind=options["kind"],
                zone=options["zone"],
                created_at=clock.now(),
            )
            with in_tenant(tenant.pk):
                try:
                    members.add_member(
                        username=options["admin"],
                        name=options["admin_name"] or options["admin"],
                        roles=["administrator", "service_manager"],
                        password=password,
                        by=system_actor(tenant.pk, channel=Channel.COMMAND),
                    )
                except BadInput as error:
                    raise CommandError("; ".join(error.fields.values())) from None
        self.stdout.write(f"{tenant.name}: sign in as {options['admin']} with the password {password}, and change it")
