"""Plans, programmes of a cycle, draws, meetings and notes; what stands of them, and from when."""

from django.db import migrations

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
