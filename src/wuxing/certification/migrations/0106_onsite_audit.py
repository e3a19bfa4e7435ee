"""Plans, programmes of a cycle, draws, meetings and notes; what stands of them, and from when."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, ERASABLE, AppendOnly, RowSecurity

KEPT = "SELECT, INSERT, UPDATE"
ADDED_ONLY = ("plananswer", "cycleprogramme", "recordresult", "attendance")
NEVER_DELETED = ("plan", "sitedraw", "recorddraw", "meeting")
HEAD = "RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$"
FAULT = "USING ERRCODE = 'restrict_violation'"
OF_CASE = {
    "plan": "case", "sitedraw": "case", "recorddraw": "case", "meeting": "case",
    "planline": "plan", "plananswer": "plan", "attendance": "meeting", "recordresult": "draw",
}  # fmt: skip

# After the closing meeting nothing of the evaluation is added or changed; a note may still be put right by another.
CLOSED = """
CREATE FUNCTION certification_audit_stands() @head
DECLARE one jsonb; of_case bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN one := to_jsonb(OLD); ELSE one := to_jsonb(NEW); END IF;
    of_case := CASE TG_ARGV[0]
        WHEN 'case' THEN (one ->> 'case_id')::bigint
        WHEN 'plan' THEN (SELECT case_id FROM certification_plan WHERE id = (one ->> 'plan_id')::bigint)
        WHEN 'meeting' THEN (SELECT case_id FROM certification_meeting WHERE id = (one ->> 'meeting_id')::bigint)
        WHEN 'draw' THEN (SELECT case_id FROM certification_recorddraw WHERE id = (one ->> 'draw_id')::bigint)
    END;
    IF (SELECT closing_at FROM certification_case WHERE id = of_case) IS NOT NULL THEN
        RAISE EXCEPTION 'the evaluation on site stands after the closing meeting' @fault;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION certification_note_stands() @head
BEGIN
    IF NEW.corrects_id IS NULL AND (SELECT closing_at FROM certification_case WHERE id = NEW.case_id) IS NOT NULL THEN
        RAISE EXCEPTION 'after the closing meeting a note is only put right' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE INSERT ON certification_note FOR EACH ROW EXECUTE FUNCTION certification_note_stands();
ALTER TABLE certification_note ENABLE ALWAYS TRIGGER stands;
"""
NOT_CLOSED = """
DROP TRIGGER stands ON certification_note; DROP FUNCTION certification_note_stands();
DROP FUNCTION certification_audit_stands();
"""

# A released plan, a drawn sample and a confirmed meeting stand; a promise stands from the beginning.
STANDS = """
CREATE FUNCTION certification_plan_released() @head
BEGIN
    IF TG_TABLE_NAME = 'certification_plan' THEN
        IF OLD.state = 'released' THEN
            RAISE EXCEPTION 'a released plan stands; make a new version' @fault;
        END IF;
        RETURN NEW;
    END IF;
    IF (SELECT state FROM certification_plan WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END)
        = 'released' THEN
        RAISE EXCEPTION 'a released plan stands; make a new version' @fault;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER released BEFORE UPDATE ON certification_plan
    FOR EACH ROW EXECUTE FUNCTION certification_plan_released();
ALTER TABLE certification_plan ENABLE ALWAYS TRIGGER released;
CREATE TRIGGER released BEFORE INSERT OR UPDATE OR DELETE ON certification_planline
    FOR EACH ROW EXECUTE FUNCTION certification_plan_released();
ALTER TABLE certification_planline ENABLE ALWAYS TRIGGER released;

CREATE FUNCTION certification_draw_stands() @head
BEGIN
    IF OLD.drawn_at IS NOT NULL OR (NEW.promise, NEW.secret, NEW.promised_at, NEW.size_rule, NEW.case_id)
        IS DISTINCT FROM (OLD.promise, OLD.secret, OLD.promised_at, OLD.size_rule, OLD.case_id) THEN
        RAISE EXCEPTION 'a promise and a draw stand' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER drawn BEFORE UPDATE ON certification_sitedraw
    FOR EACH ROW EXECUTE FUNCTION certification_draw_stands();
ALTER TABLE certification_sitedraw ENABLE ALWAYS TRIGGER drawn;
CREATE TRIGGER drawn BEFORE UPDATE ON certification_recorddraw
    FOR EACH ROW EXECUTE FUNCTION certification_draw_stands();
ALTER TABLE certification_recorddraw ENABLE ALWAYS TRIGGER drawn;

CREATE FUNCTION certification_meeting_confirmed() @head
BEGIN
    IF OLD.confirmed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a confirmed meeting stands' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER confirmed BEFORE UPDATE ON certification_meeting
    FOR EACH ROW EXECUTE FUNCTION certification_meeting_confirmed();
ALTER TABLE certification_meeting ENABLE ALWAYS TRIGGER confirmed;
"""
NOT_STANDS = """
DROP TRIGGER confirmed ON certification_meeting; DROP FUNCTION certification_meeting_confirmed();
DROP TRIGGER drawn ON certification_recorddraw; DROP TRIGGER drawn ON certification_sitedraw;
DROP FUNCTION certification_draw_stands();
DROP TRIGGER released ON certification_planline; DROP TRIGGER released ON certification_plan;
DROP FUNCTION certification_plan_released();
"""


def sql(text: str) -> str:
    """Return statements with what all functions share."""
    return text.replace("@head", HEAD).replace("@fault", FAULT)


def closed(name: str, through: str) -> migrations.RunSQL:
    """Return the operation that lets a table stand after the closing meeting."""
    return migrations.RunSQL(
        f"""CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON certification_{name}
        FOR EACH ROW EXECUTE FUNCTION certification_audit_stands('{through}');
        ALTER TABLE certification_{name} ENABLE ALWAYS TRIGGER stands;""",
        f"DROP TRIGGER stands ON certification_{name};",
    )


class Migration(migrations.Migration):
    dependencies = [("certification", "0105_document_review")]

    operations = [
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("body", "body"), ("client", "client")], max_length=10)),
                ("name", models.CharField(max_length=100)),
                ("post", models.CharField(blank=True, default="", max_length=100)),
                ("signed_through", models.CharField(max_length=20)),
                ("signed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CycleProgramme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("certificate_id", models.BigIntegerField(null=True)),
                ("version", models.PositiveSmallIntegerField()),
                ("years", models.JSONField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("opening", "opening"), ("closing", "closing")], max_length=10)),
                ("at", models.DateTimeField()),
                ("place", models.CharField(max_length=300)),
                ("minutes", models.CharField(blank=True, default="", max_length=4000)),
                ("confirmed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "note"),
                            ("interview", "interview"),
                            ("photo", "photo"),
                            ("customer_contact", "customer_contact"),
                            ("mystery", "mystery"),
                        ],
                        max_length=20,
                    ),
                ),
                ("leaf", models.CharField(blank=True, default="", max_length=40)),
                ("text", models.CharField(max_length=4000)),
                ("post", models.CharField(blank=True, default="", max_length=100)),
                ("person", models.CharField(max_length=100, null=True)),
                ("masked_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("released", "released")], default="draft", max_length=10
                    ),
                ),
                (
                    "remote",
                    models.CharField(
                        choices=[("none", "none"), ("partly", "partly"), ("wholly", "wholly")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("remote_reason", models.CharField(blank=True, default="", max_length=500)),
                ("short_notice_reason", models.CharField(blank=True, default="", max_length=500)),
                ("made_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PlanAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("confirmed", "confirmed"), ("objected", "objected"), ("overruled", "overruled")],
                        max_length=20,
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=1000)),
                ("by_name", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("documents", "documents"),
                            ("site_observation", "site_observation"),
                            ("records", "records"),
                            ("interviews", "interviews"),
                            ("customer_contact", "customer_contact"),
                            ("mystery_shopping", "mystery_shopping"),
                            ("remote", "remote"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "leaves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("met", models.CharField(blank=True, default="", max_length=200)),
                ("text", models.CharField(blank=True, default="", max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="RecordDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size_rule", models.CharField(max_length=100)),
                ("promise", models.CharField(max_length=64)),
                ("secret", models.CharField(max_length=64)),
                ("promised_at", models.DateTimeField()),
                ("population", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("word", models.CharField(blank=True, default="", max_length=200)),
                ("told_by", models.CharField(blank=True, default="", max_length=100)),
                ("told_through", models.CharField(blank=True, default="", max_length=20)),
                ("seed", models.CharField(blank=True, default="", max_length=64)),
                ("size", models.PositiveIntegerField(null=True)),
                (
                    "drawn",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list, size=None
                    ),
                ),
                ("drawn_at", models.DateTimeField(null=True)),
                ("origin", models.CharField(choices=[("list", "list"), ("engagement", "engagement")], max_length=20)),
                ("leaf", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("rule", models.CharField(blank=True, default="", max_length=10)),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=8)),
                ("at_least", models.PositiveIntegerField(default=0)),
                ("at_most", models.PositiveIntegerField(default=0)),
                ("sample_number", models.CharField(blank=True, default="", max_length=30)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecordResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("conforms", models.BooleanField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SiteDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size_rule", models.CharField(max_length=100)),
                ("promise", models.CharField(max_length=64)),
                ("secret", models.CharField(max_length=64)),
                ("promised_at", models.DateTimeField()),
                ("population", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("word", models.CharField(blank=True, default="", max_length=200)),
                ("told_by", models.CharField(blank=True, default="", max_length=100)),
                ("told_through", models.CharField(blank=True, default="", max_length=20)),
                ("seed", models.CharField(blank=True, default="", max_length=64)),
                ("size", models.PositiveIntegerField(null=True)),
                (
                    "drawn",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list, size=None
                    ),
                ),
                ("drawn_at", models.DateTimeField(null=True)),
                ("factor", models.DecimalField(decimal_places=3, max_digits=5)),
                ("least", models.PositiveSmallIntegerField()),
                (
                    "sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="attendance",
            name="signed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="cycleprogramme",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.case"
            ),
        ),
        migrations.AddField(
            model_name="cycleprogramme",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="programmes", to="certification.client"
            ),
        ),
        migrations.AddField(
            model_name="cycleprogramme",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
            ),
        ),
        migrations.AddField(
            model_name="cycleprogramme",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="certification.case"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="held_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="certification.meeting"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="attachment",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="audit_notes", to="certification.case"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="corrects",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="certification.note",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="site",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.site"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="certification.case"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="released_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="plananswer",
            name="by_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="plananswer",
            name="certifier",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
            ),
        ),
        migrations.AddField(
            model_name="plananswer",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="certification.plan"
            ),
        ),
        migrations.AddField(
            model_name="plananswer",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="certifier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="certification.plan"
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.site"
            ),
        ),
        migrations.AddField(
            model_name="planline",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="recorddraw",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="record_draws", to="certification.case"
            ),
        ),
        migrations.AddField(
            model_name="recorddraw",
            name="promised_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="recorddraw",
            name="site",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.site"
            ),
        ),
        migrations.AddField(
            model_name="recorddraw",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="recordresult",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
            ),
        ),
        migrations.AddField(
            model_name="recordresult",
            name="draw",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="results", to="certification.recorddraw"
            ),
        ),
        migrations.AddField(
            model_name="recordresult",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="sitedraw",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="site_draws", to="certification.case"
            ),
        ),
        migrations.AddField(
            model_name="sitedraw",
            name="promised_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sitedraw",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddConstraint(
            model_name="cycleprogramme",
            constraint=models.UniqueConstraint(fields=("client", "version"), name="one_cycle_programme_a_version"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("case", "kind"), name="one_meeting_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at__isnull", True), models.Q(("minutes", ""), _negated=True), _connector="OR"
                ),
                name="confirmed_meeting_has_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("meeting", "side", "name"), name="one_signature_a_person"),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["case", "leaf"], name="audit_note_leaf"),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.UniqueConstraint(fields=("case", "key"), name="one_note_a_key"),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="note_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("case", "version"), name="one_plan_a_version"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("remote", "none"), models.Q(("remote_reason", ""), _negated=True), _connector="OR"),
                name="remote_plan_gives_its_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="planline",
            index=models.Index(fields=["certifier", "day"], name="plan_line_certifier"),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("starts"))), name="plan_line_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitedraw",
            constraint=models.UniqueConstraint(fields=("case", "digest"), name="one_draw_a_list_of_sites"),
        ),
        *(AppendOnly(f"certification_{name}") for name in ADDED_ONLY),
        AppendOnly("certification_note", erasable=("person",), mark="masked_at"),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ADDED_ONLY),
        *(RowSecurity(f"certification_{name}", grants=KEPT) for name in NEVER_DELETED),
        RowSecurity("certification_note", grants=ERASABLE),
        RowSecurity("certification_planline"),
        migrations.RunSQL(sql(CLOSED), sql(NOT_CLOSED)),
        migrations.RunSQL(sql(STANDS), sql(NOT_STANDS)),
        *(closed(name, through) for name, through in OF_CASE.items()),
    ]
