"""Appeals and complaints, handled by people who were not involved."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

HEAD = "RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$"
FAULT = "USING ERRCODE = 'restrict_violation'"
KEPT = "SELECT, INSERT, UPDATE"

# ISO/IEC 17065 7.13.5: who handles an appeal had and has no other part in the case; two of them conclude it.
APART = """
CREATE FUNCTION certification_handler_apart() @head
BEGIN
    PERFORM 1 FROM certification_case WHERE id = NEW.case_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM certification_caserole r WHERE r.case_id = NEW.case_id AND r.certifier_id = NEW.certifier_id
            AND (r.part = 'appeal_handler') <> (NEW.part = 'appeal_handler')
    ) THEN
        RAISE EXCEPTION 'who handles an appeal has no other part in the case' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handler_apart BEFORE INSERT ON certification_caserole
    FOR EACH ROW EXECUTE FUNCTION certification_handler_apart();
ALTER TABLE certification_caserole ENABLE ALWAYS TRIGGER handler_apart;

CREATE FUNCTION certification_appeal_handler_apart() @head
DECLARE of_case bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.appeal_id, NEW.certifier_id) IS DISTINCT FROM (OLD.appeal_id, OLD.certifier_id) THEN
            RAISE EXCEPTION 'a handler is ended, never changed' @fault;
        END IF;
        RETURN NEW;
    END IF;
    SELECT case_id INTO of_case FROM certification_appeal WHERE id = NEW.appeal_id;
    IF EXISTS (
        SELECT 1 FROM certification_caserole r WHERE r.case_id = of_case AND r.certifier_id = NEW.certifier_id
            AND r.part <> 'appeal_handler'
    ) THEN
        RAISE EXCEPTION 'who handles an appeal has no other part in the case' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handler_apart BEFORE INSERT OR UPDATE ON certification_appealhandler
    FOR EACH ROW EXECUTE FUNCTION certification_appeal_handler_apart();
ALTER TABLE certification_appealhandler ENABLE ALWAYS TRIGGER handler_apart;

CREATE FUNCTION certification_appeal_two_persons() @head
BEGIN
    IF NEW.step IN ('handle', 'decide') AND NOT EXISTS (
        SELECT 1 FROM certification_appealhandler h JOIN certification_certifier c ON c.id = h.certifier_id
            WHERE h.appeal_id = NEW.appeal_id AND c.user_id = NEW.by_user_id AND h.ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'only its handlers conclude an appeal' @fault;
    END IF;
    IF NEW.step = 'decide' AND NEW.by_user_id = (
        SELECT by_user_id FROM certification_appealstep WHERE appeal_id = NEW.appeal_id AND step = 'handle'
            ORDER BY id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION 'who looked into an appeal does not decide it' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER two_persons BEFORE INSERT ON certification_appealstep
    FOR EACH ROW EXECUTE FUNCTION certification_appeal_two_persons();
ALTER TABLE certification_appealstep ENABLE ALWAYS TRIGGER two_persons;

CREATE FUNCTION certification_appeal_stands() @head
DECLARE free text[] := '{state,due_on,outcome,reasons,decided_at,ended_at,client_id,case_id,certificate_id}';
BEGIN
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
        OR OLD.state <> 'received' AND (NEW.client_id, NEW.case_id, NEW.certificate_id)
            IS DISTINCT FROM (OLD.client_id, OLD.case_id, OLD.certificate_id)
        OR OLD.decided_at IS NOT NULL AND (NEW.outcome, NEW.reasons, NEW.decided_at)
            IS DISTINCT FROM (OLD.outcome, OLD.reasons, OLD.decided_at) THEN
        RAISE EXCEPTION 'what was asked and what was decided of it stand' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON certification_appeal
    FOR EACH ROW EXECUTE FUNCTION certification_appeal_stands();
ALTER TABLE certification_appeal ENABLE ALWAYS TRIGGER stands;
""".replace("@head", HEAD).replace("@fault", FAULT)
NOT_APART = """
DROP TRIGGER stands ON certification_appeal; DROP FUNCTION certification_appeal_stands();
DROP TRIGGER two_persons ON certification_appealstep; DROP FUNCTION certification_appeal_two_persons();
DROP TRIGGER handler_apart ON certification_appealhandler; DROP FUNCTION certification_appeal_handler_apart();
DROP TRIGGER handler_apart ON certification_caserole; DROP FUNCTION certification_handler_apart();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0110_certificate"),
        ("core", "0005_engagements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("kind", models.CharField(choices=[("appeal", "appeal"), ("complaint", "complaint")], max_length=20)),
                (
                    "door",
                    models.CharField(
                        choices=[("client", "client"), ("public", "public"), ("office", "office")], max_length=20
                    ),
                ),
                ("certificate_id", models.BigIntegerField(null=True)),
                ("party", models.CharField(blank=True, default="", max_length=200)),
                ("contact", models.CharField(blank=True, default="", max_length=200)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("text", models.CharField(max_length=4000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("refused", "refused"),
                            ("admitted", "admitted"),
                            ("handled", "handled"),
                            ("decided", "decided"),
                            ("told", "told"),
                        ],
                        default="received",
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("upheld", "upheld"), ("rejected", "rejected")], default="", max_length=20
                    ),
                ),
                ("reasons", models.CharField(blank=True, default="", max_length=4000)),
                ("received_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="certification.case",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="certification.client",
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
            name="AppealHandler",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("assigned_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handlers", to="certification.appeal"
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
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
            name="AppealStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=20)),
                ("before", models.CharField(max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("outcome", models.CharField(blank=True, default="", max_length=20)),
                ("text", models.CharField(blank=True, default="", max_length=4000)),
                ("facts", models.JSONField(default=dict)),
                ("by_name", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="certification.appeal"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leaf", models.CharField(blank=True, default="", max_length=40)),
                ("ratio", models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ("text", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="certification.appeal"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.finding",
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
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["tenant", "state", "due_on", "id"], name="appeal_state"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["case"], name="appeal_case"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(fields=("tenant", "number"), name="one_appeal_a_number"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "appeal"), _negated=True),
                    models.Q(("case__isnull", False), ("client__isnull", False)),
                    _connector="OR",
                ),
                name="appeal_is_about_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["decided", "told"]), _negated=True),
                    models.Q(models.Q(("outcome", ""), _negated=True), models.Q(("reasons", ""), _negated=True)),
                    _connector="OR",
                ),
                name="appeal_decided_with_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="appealhandler",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("appeal", "certifier"),
                name="one_handler_an_appeal",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("leaf", ""), _negated=True), ("finding__isnull", False), _connector="OR"),
                name="dispute_names_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ratio__isnull", True), models.Q(("ratio__gte", 0), ("ratio__lte", 1)), _connector="OR"
                ),
                name="dispute_ratio_is_a_share",
            ),
        ),
        AppendOnly("certification_dispute"),
        AppendOnly("certification_appealstep"),
        RowSecurity("certification_dispute", grants=ADDING),
        RowSecurity("certification_appealstep", grants=ADDING),
        RowSecurity("certification_appeal", grants=KEPT),
        RowSecurity("certification_appealhandler", grants=KEPT),
        migrations.RunSQL(APART, NOT_APART),
    ]
