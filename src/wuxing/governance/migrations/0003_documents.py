"""Controlled documents: their tables and walls, and the search that finds them.

Row-level security lets no operator that might leak use an index, so the search is a function of the owner that filters the tenant itself.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wuxing.governance.documents.states
from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity, TrustedFunction

# The newest hits are confirmed sign by sign: a word of three signs is found by its two pairs, which may stand apart.
MATCHING = """
SELECT c.id FROM (
    SELECT d.id, d.search, d.updated_at FROM governance_document d
    WHERE d.tenant_id = nullif(current_setting('app.tenant', true), '')::bigint AND d.grams @@ query
    ORDER BY d.updated_at DESC, d.id DESC LIMIT most OFFSET 0) c
WHERE cardinality(likes) = 0 OR c.search LIKE ALL (likes)
ORDER BY c.updated_at DESC, c.id DESC
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_walls"),
        ("core", "0003_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("manual", "manual"),
                            ("procedure", "procedure"),
                            ("rule", "rule"),
                            ("instruction", "instruction"),
                            ("plan", "plan"),
                            ("form", "form"),
                            ("record_form", "record_form"),
                            ("external", "external"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "indicators",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("review_months", models.PositiveSmallIntegerField(default=12)),
                ("confidential", models.BooleanField(default=False)),
                (
                    "standing",
                    models.CharField(
                        choices=[("prepared", "prepared"), ("in_force", "in_force"), ("obsolete", "obsolete")],
                        default=wuxing.governance.documents.states.Standing["PREPARED"],
                        max_length=20,
                    ),
                ),
                ("next_review_on", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("search", models.TextField(blank=True, default="")),
                ("grams", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "owner",
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
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in_review"),
                            ("approved", "approved"),
                            ("issued", "issued"),
                            ("superseded", "superseded"),
                            ("obsolete", "obsolete"),
                        ],
                        default=wuxing.governance.documents.states.VersionState["DRAFT"],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("question", models.CharField(blank=True, default="", max_length=300)),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("quorum", models.PositiveSmallIntegerField(default=1)),
                ("drafted_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("issued_at", models.DateTimeField(null=True)),
                ("taken_over", models.BooleanField(default=False)),
                ("effective_on", models.DateField(null=True)),
                ("in_force_from", models.DateTimeField(null=True)),
                ("in_force_until", models.DateTimeField(null=True)),
                ("obsolete_at", models.DateTimeField(null=True)),
                ("obsolete_reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="governance.document"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
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
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                ("text", models.TextField(blank=True, default="")),
                (
                    "preview",
                    models.CharField(
                        choices=[
                            ("none", "none"),
                            ("itself", "itself"),
                            ("waiting", "waiting"),
                            ("ready", "ready"),
                            ("failed", "failed"),
                        ],
                        default=wuxing.governance.documents.states.Preview["NONE"],
                        max_length=10,
                    ),
                ),
                ("simplified", models.BooleanField(default=False)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                ("pdf", models.CharField(blank=True, default="", max_length=64)),
                (
                    "pages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), blank=True, default=list, size=None
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="governance.documentversion",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="current",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.documentversion",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="pending",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.documentversion",
            ),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("part", models.CharField(choices=[("review", "review"), ("approve", "approve")], max_length=10)),
                ("verdict", models.CharField(choices=[("passed", "passed"), ("returned", "returned")], max_length=10)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                ("content", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="governance.documentversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExternalCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "found",
                    models.CharField(
                        choices=[
                            ("unchanged", "unchanged"),
                            ("new_edition", "new_edition"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                ("at", models.DateTimeField()),
                ("next_check_on", models.DateField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="governance.document"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExternalSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("publisher", models.CharField(blank=True, default="", max_length=200)),
                ("reference", models.CharField(blank=True, default="", max_length=100)),
                ("edition", models.CharField(blank=True, default="", max_length=100)),
                ("clause", models.CharField(blank=True, default="", max_length=200)),
                ("met_by", models.CharField(blank=True, default="", max_length=500)),
                ("check_at", models.CharField(blank=True, default="", max_length=300)),
                ("check_months", models.PositiveSmallIntegerField(default=6)),
                ("checked_on", models.DateField(null=True)),
                ("next_check_on", models.DateField(null=True)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="source", to="governance.document"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NumberRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("manual", "manual"),
                            ("procedure", "procedure"),
                            ("rule", "rule"),
                            ("instruction", "instruction"),
                            ("plan", "plan"),
                            ("form", "form"),
                            ("record_form", "record_form"),
                            ("external", "external"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("pattern", models.CharField(max_length=40)),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReadRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("lapsed_at", models.DateTimeField(null=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="read_requests",
                        to="governance.documentversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer", models.CharField(blank=True, default="", max_length=1000)),
                ("content", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="governance.documentversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fitness", models.CharField(choices=[("fit", "fit"), ("revise", "revise")], max_length=10)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                ("at", models.DateTimeField()),
                ("next_review_on", models.DateField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="governance.document"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.documentversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Signatory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("part", models.CharField(choices=[("review", "review"), ("approve", "approve")], max_length=10)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatories",
                        to="governance.documentversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Distribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everybody", "everybody"),
                            ("role", "role"),
                            ("person", "person"),
                            ("outlet", "outlet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reference", models.CharField(blank=True, default="", max_length=40)),
                ("must_read", models.BooleanField(default=True)),
                ("days", models.PositiveSmallIntegerField(default=5)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distributions",
                        to="governance.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("document", "audience", "reference"),
                        name="one_distribution_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "everybody"), ("reference", "")),
                            models.Q(
                                models.Q(("audience", "everybody"), _negated=True),
                                models.Q(("reference", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="distribution_names_its_audience",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(fields=["tenant", "state", "-id"], name="document_version_state"),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(fields=["tenant", "effective_on"], name="document_version_effective"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(fields=("document", "version"), name="one_document_version_a_number"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "issued")), fields=("document",), name="one_valid_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            wuxing.governance.documents.states.VersionState["APPROVED"],
                            wuxing.governance.documents.states.VersionState["DRAFT"],
                            wuxing.governance.documents.states.VersionState["IN_REVIEW"],
                        ],
                    )
                ),
                fields=("document",),
                name="one_version_in_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                wuxing.governance.documents.states.VersionState["ISSUED"],
                                wuxing.governance.documents.states.VersionState["SUPERSEDED"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        ("effective_on__isnull", False), ("in_force_from__isnull", False), ("issued_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="issued_version_has_its_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "superseded"), _negated=True), ("in_force_until__isnull", False), _connector="OR"
                ),
                name="superseded_version_has_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "obsolete"), _negated=True),
                    models.Q(("obsolete_at__isnull", False), models.Q(("obsolete_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="obsolete_version_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("in_force_from__isnull", False)),
                expressions=[
                    (
                        models.Func(
                            models.F("document"),
                            models.F("document"),
                            models.Value("[]"),
                            function="int8range",
                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("in_force_from"),
                            models.F("in_force_until"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="one_version_in_force",
            ),
        ),
        migrations.AddIndex(
            model_name="documentfile",
            index=models.Index(fields=["version", "id"], name="document_file_version"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["tenant", "-updated_at", "-id"], name="document_updated"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["tenant", "kind", "-updated_at", "-id"], name="document_kind"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["tenant", "next_review_on"], name="document_review_due"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("tenant", "number"), name="one_document_a_number"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_months__range", (1, 120))), name="document_review_months"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing", "in_force"), _negated=True), ("current__isnull", False), _connector="OR"
                ),
                name="document_in_force_has_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(fields=("version", "round", "part", "user"), name="one_verdict_a_part"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "returned"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="returned_version_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="externalsource",
            index=models.Index(fields=["tenant", "next_check_on"], name="external_check_due"),
        ),
        migrations.AddConstraint(
            model_name="numberrule",
            constraint=models.UniqueConstraint(fields=("tenant", "kind"), name="one_number_rule_a_kind"),
        ),
        migrations.AddIndex(
            model_name="readrequest",
            index=models.Index(
                condition=models.Q(("done_at", None), ("lapsed_at", None)),
                fields=["tenant", "user", "due_at"],
                name="read_request_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="readrequest",
            constraint=models.UniqueConstraint(fields=("version", "user"), name="one_read_request_a_version"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("version", "user"), name="one_receipt_a_version"),
        ),
        migrations.AddIndex(
            model_name="signatory",
            index=models.Index(
                condition=models.Q(("settled_at", None)), fields=["tenant", "user"], name="signatory_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.UniqueConstraint(
                fields=("version", "round", "part", "user"), name="one_signatory_a_part"
            ),
        ),
        migrations.RunSQL(
            "CREATE INDEX document_grams ON governance_document USING gin (grams)", "DROP INDEX document_grams"
        ),
        RowSecurity("governance_numberrule"),
        RowSecurity("governance_document"),
        RowSecurity("governance_documentversion"),
        RowSecurity("governance_documentfile"),
        RowSecurity("governance_signatory"),
        RowSecurity("governance_approval", ADDING),
        RowSecurity("governance_distribution"),
        RowSecurity("governance_readrequest"),
        RowSecurity("governance_receipt", ADDING),
        RowSecurity("governance_reviewrecord", ADDING),
        RowSecurity("governance_externalsource"),
        RowSecurity("governance_externalcheck", ADDING),
        AppendOnly("governance_approval"),
        AppendOnly("governance_receipt"),
        AppendOnly("governance_reviewrecord"),
        AppendOnly("governance_externalcheck"),
        TrustedFunction(
            "matching_documents(query tsquery, likes text[], most integer)", returns="SETOF bigint", body=MATCHING
        ),
    ]
