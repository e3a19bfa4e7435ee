"""Signing keys, status lists, sealed certificates, the public register and what is said and handed out of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, ReadableByAll, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0113_surveillance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BodyProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("approval", models.CharField(blank=True, default="", max_length=60)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("telephone", models.CharField(blank=True, default="", max_length=60)),
                ("website", models.URLField(blank=True, default="")),
                ("fees", models.TextField(blank=True, default="")),
                ("duties", models.TextField(blank=True, default="")),
                ("changed_at", models.DateTimeField()),
                (
                    "tenant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("certificate", "Certificate"),
                            ("rehearsal", "Rehearsal"),
                            ("document", "Document"),
                            ("rehearsal_document", "Rehearsal Document"),
                        ],
                        max_length=20,
                    ),
                ),
                ("algorithm", models.CharField(max_length=20)),
                ("kid", models.CharField(max_length=60)),
                ("public", models.BinaryField(max_length=200)),
                ("x509", models.TextField(blank=True, default="")),
                (
                    "store",
                    models.CharField(choices=[("file", "File"), ("pkcs11", "Pkcs11")], default="file", max_length=10),
                ),
                ("label", models.CharField(blank=True, default="", max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Active"), ("retired", "Retired"), ("revoked", "Revoked")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_from", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "made_by",
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
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "kid"), name="one_signing_key_a_kid"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("tenant", "purpose"),
                        name="one_active_key_a_purpose",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.IntegerField()),
                ("reason", models.CharField(max_length=30)),
                ("content", models.JSONField()),
                ("digest", models.BinaryField(max_length=32)),
                ("credential", models.TextField()),
                ("code", models.TextField()),
                ("entry_id", models.BigIntegerField()),
                ("sealed_at", models.DateTimeField()),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to="certification.certificate",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.signingkey"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("certificate", "revision"), name="one_seal_a_revision")
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificatePaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=20)),
                ("copy", models.IntegerField(default=0)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("made_at", models.DateTimeField()),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                (
                    "by_user",
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
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="certification.seal"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.signingkey"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seal", "language", "kind", "copy"), name="one_paper_a_kind_and_copy"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rehearsal", models.BooleanField()),
                ("number", models.IntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[("revocation", "Revocation"), ("suspension", "Suspension")], max_length=12
                    ),
                ),
                ("bits", models.BinaryField()),
                ("taken", models.IntegerField(default=0)),
                ("credential", models.TextField(blank=True, default="")),
                ("signed_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "rehearsal", "number", "purpose"), name="one_status_list_a_number_and_purpose"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", 131072), ("taken__gte", 0)), name="status_list_not_overfull"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rehearsal", models.BooleanField()),
                ("number", models.IntegerField()),
                ("index", models.IntegerField()),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place",
                        to="certification.certificate",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "rehearsal", "number", "index"), name="one_certificate_a_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("index__gte", 0), ("index__lt", 131072)), name="place_in_list"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("certificate_id", models.BigIntegerField(unique=True)),
                ("number", models.CharField(max_length=60)),
                ("holder", models.CharField(max_length=200)),
                ("credit_code", models.CharField(blank=True, default="", max_length=18)),
                ("scheme", models.CharField(max_length=100)),
                ("level", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("rehearsal", models.BooleanField()),
                ("turns_on", models.DateField(null=True)),
                ("issued_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("shown", models.JSONField()),
                ("etag", models.CharField(max_length=40)),
                ("changed_at", models.DateTimeField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number"], name="register_number"),
                    models.Index(fields=["credit_code"], name="register_credit_code"),
                    models.Index(fields=["tenant", "-id"], name="register_of_body"),
                ],
                "constraints": [models.UniqueConstraint(fields=("tenant", "number"), name="one_entry_a_number")],
            },
        ),
        migrations.CreateModel(
            name="RegisterExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("rows", models.IntegerField()),
                ("since", models.DateField(null=True)),
                ("until", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("receipt", models.CharField(blank=True, default="", max_length=200)),
                ("received_on", models.DateField(null=True)),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                (
                    "by_user",
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
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "-id"], name="export_newest")],
            },
        ),
        *(AppendOnly(f"certification_{name}") for name in ("seal", "certificatepaper", "statusplace")),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ("seal", "certificatepaper", "statusplace")),
        *(
            RowSecurity(f"certification_{name}", grants="SELECT, INSERT, UPDATE")
            for name in ("signingkey", "statuslist", "registerexport")
        ),
        ReadableByAll("certification_registerentry", grants="SELECT, INSERT, UPDATE"),
        ReadableByAll("certification_bodyprofile", grants="SELECT, INSERT, UPDATE"),
    ]
