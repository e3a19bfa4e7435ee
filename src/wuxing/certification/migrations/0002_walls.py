"""The rules that nobody can break, held by the database: who stays apart, what is never changed, what a decision needs."""

from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

KEPT = "SELECT, INSERT, UPDATE"
ADDED_ONLY = (
    "findingstep", "casescore", "override", "casereport", "casereview", "proposal", "vote", "decision",
    "certificateevent", "declaration",
)  # fmt: skip
NEVER_DELETED = (
    "client", "clientdoor", "case", "caserole", "certifier", "competence", "tie", "relation", "finding", "sheet",
    "caseexclusion", "certificate",
)  # fmt: skip
PLAIN = ("site", "absence")

HEAD = "RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$"
FAULT = "USING ERRCODE = 'restrict_violation'"

# ISO/IEC 17065 7.5, 7.6.2: who evaluated a case neither reviews nor decides it, also when the part has ended since. The
# lock of the case makes two assignments at once wait for each other.
DUTIES = """
CREATE FUNCTION certification_duties() @head
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.case_id, NEW.certifier_id, NEW.part) IS DISTINCT FROM (OLD.case_id, OLD.certifier_id, OLD.part) THEN
            RAISE EXCEPTION 'a part in a case is ended, never changed' @fault;
        END IF;
        RETURN NEW;
    END IF;
    PERFORM 1 FROM certification_case WHERE id = NEW.case_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM certification_caserole r WHERE r.case_id = NEW.case_id AND r.certifier_id = NEW.certifier_id AND (
            NEW.part IN ('reviewer', 'decider') AND r.part IN ('lead', 'evaluator', 'expert')
            OR NEW.part IN ('lead', 'evaluator', 'expert') AND r.part IN ('reviewer', 'decider'))
    ) THEN
        RAISE EXCEPTION 'who evaluates a case neither reviews nor decides it' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER duties BEFORE INSERT OR UPDATE ON certification_caserole
    FOR EACH ROW EXECUTE FUNCTION certification_duties();
ALTER TABLE certification_caserole ENABLE ALWAYS TRIGGER duties;

CREATE FUNCTION certification_vote_duties() @head
DECLARE of_case bigint;
BEGIN
    SELECT case_id INTO of_case FROM certification_proposal WHERE id = NEW.proposal_id;
    IF NOT EXISTS (
        SELECT 1 FROM certification_caserole WHERE case_id = of_case AND certifier_id = NEW.certifier_id
            AND part = 'decider' AND ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'only a decision maker of the case votes' @fault;
    END IF;
    IF EXISTS (SELECT 1 FROM certification_decision WHERE proposal_id = NEW.proposal_id) THEN
        RAISE EXCEPTION 'the proposal is decided' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER duties BEFORE INSERT ON certification_vote FOR EACH ROW EXECUTE FUNCTION certification_vote_duties();
ALTER TABLE certification_vote ENABLE ALWAYS TRIGGER duties;

CREATE FUNCTION certification_review_duties() @head
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM certification_caserole WHERE case_id = NEW.case_id AND certifier_id = NEW.reviewer_id
            AND part = 'reviewer' AND ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'only the reviewer of the case reviews it' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER duties BEFORE INSERT ON certification_casereview
    FOR EACH ROW EXECUTE FUNCTION certification_review_duties();
ALTER TABLE certification_casereview ENABLE ALWAYS TRIGGER duties;
"""
NO_DUTIES = """
DROP TRIGGER duties ON certification_casereview; DROP FUNCTION certification_review_duties();
DROP TRIGGER duties ON certification_vote; DROP FUNCTION certification_vote_duties();
DROP TRIGGER duties ON certification_caserole; DROP FUNCTION certification_duties();
"""

# After the closing meeting findings and sheets stand as they are; a later change is an override, with two persons.
CLOSED = """
CREATE FUNCTION certification_finding_stands() @head
BEGIN
    IF (SELECT closing_at FROM certification_case WHERE id = OLD.case_id) IS NOT NULL AND (
        to_jsonb(NEW) - '{state,closed_at,due_on}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{state,closed_at,due_on}'::text[]
        OR NEW.state = 'taken_back' AND OLD.state <> 'taken_back'
    ) THEN
        RAISE EXCEPTION 'a finding stands after the closing meeting' @fault;
    END IF;
    IF OLD.state IN ('closed', 'taken_back') AND NEW.state IS DISTINCT FROM OLD.state THEN
        RAISE EXCEPTION 'a finding that is closed stays closed' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON certification_finding
    FOR EACH ROW EXECUTE FUNCTION certification_finding_stands();
ALTER TABLE certification_finding ENABLE ALWAYS TRIGGER stands;

CREATE FUNCTION certification_sheet_stands() @head
BEGIN
    IF (SELECT closing_at FROM certification_case WHERE id = NEW.case_id) IS NOT NULL THEN
        RAISE EXCEPTION 'a checklist stands after the closing meeting' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE ON certification_sheet
    FOR EACH ROW EXECUTE FUNCTION certification_sheet_stands();
ALTER TABLE certification_sheet ENABLE ALWAYS TRIGGER stands;

CREATE FUNCTION certification_case_stands() @head
BEGIN
    IF OLD.closing_at IS NOT NULL AND NEW.closing_at IS DISTINCT FROM OLD.closing_at
        OR (NEW.number, NEW.client_id, NEW.kind, NEW.scheme, NEW.pack)
            IS DISTINCT FROM (OLD.number, OLD.client_id, OLD.kind, OLD.scheme, OLD.pack) AND OLD.stage <> 'draft' THEN
        RAISE EXCEPTION 'closing meeting, client, kind and edition of a case stand' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON certification_case
    FOR EACH ROW EXECUTE FUNCTION certification_case_stands();
ALTER TABLE certification_case ENABLE ALWAYS TRIGGER stands;
"""
NOT_CLOSED = """
DROP TRIGGER stands ON certification_case; DROP FUNCTION certification_case_stands();
DROP TRIGGER stands ON certification_sheet; DROP FUNCTION certification_sheet_stands();
DROP TRIGGER stands ON certification_finding; DROP FUNCTION certification_finding_stands();
"""

# No decision without a quorum or on unofficial points (a rehearsal excepted); no grant while a correction is open; no
# certificate without a decision that granted it; no certificate without evaluation for longer than 15 months.
DECIDED = """
CREATE FUNCTION certification_decision_holds() @head
DECLARE asked certification_proposal; of_case certification_case;
BEGIN
    SELECT * INTO asked FROM certification_proposal WHERE id = NEW.proposal_id;
    SELECT * INTO of_case FROM certification_case WHERE id = NEW.case_id;
    IF asked.case_id <> NEW.case_id OR asked.score_id <> NEW.score_id THEN
        RAISE EXCEPTION 'a decision is about the case and score of its proposal' @fault;
    END IF;
    IF NOT (SELECT official FROM certification_casescore WHERE id = NEW.score_id AND case_id = NEW.case_id)
        AND NOT of_case.rehearsal THEN
        RAISE EXCEPTION 'no decision on points that are not official' @fault;
    END IF;
    IF (SELECT count(*) FROM certification_vote WHERE proposal_id = NEW.proposal_id) < asked.quorum THEN
        RAISE EXCEPTION 'no decision without a quorum' @fault;
    END IF;
    IF NEW.outcome = 'granted' AND EXISTS (
        SELECT 1 FROM certification_finding WHERE case_id = NEW.case_id AND kind IN ('deduction', 'special')
            AND state NOT IN ('closed', 'taken_back')
    ) THEN
        RAISE EXCEPTION 'nothing is granted while a correction is open' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holds BEFORE INSERT ON certification_decision
    FOR EACH ROW EXECUTE FUNCTION certification_decision_holds();
ALTER TABLE certification_decision ENABLE ALWAYS TRIGGER holds;

CREATE FUNCTION certification_certificate_holds() @head
DECLARE free text[] := '{state,last_evaluated_on,surveillance_due_on,extended_until}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT 1 FROM certification_decision d WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id
                AND d.outcome = 'granted' AND d.level = NEW.level
        ) THEN
            RAISE EXCEPTION 'no certificate without a decision that granted it' @fault;
        END IF;
    ELSIF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'the words of a certificate stand; another needs another decision' @fault;
    ELSIF OLD.state IN ('withdrawn', 'cancelled', 'expired', 'replaced') AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'a certificate that has ended stays so' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holds BEFORE INSERT OR UPDATE ON certification_certificate
    FOR EACH ROW EXECUTE FUNCTION certification_certificate_holds();
ALTER TABLE certification_certificate ENABLE ALWAYS TRIGGER holds;
ALTER TABLE certification_certificate ADD CONSTRAINT surveillance_within_a_year
    CHECK (surveillance_due_on <= last_evaluated_on + interval '12 months');
ALTER TABLE certification_certificate ADD CONSTRAINT extension_within_three_months
    CHECK (extended_until IS NULL OR extended_until <= surveillance_due_on + interval '3 months');
"""
NOT_DECIDED = """
ALTER TABLE certification_certificate DROP CONSTRAINT extension_within_three_months;
ALTER TABLE certification_certificate DROP CONSTRAINT surveillance_within_a_year;
DROP TRIGGER holds ON certification_certificate; DROP FUNCTION certification_certificate_holds();
DROP TRIGGER holds ON certification_decision; DROP FUNCTION certification_decision_holds();
"""


def sql(text: str) -> str:
    """Return statements with what all functions share."""
    return text.replace("@head", HEAD).replace("@fault", FAULT)


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]

    operations = [
        *(AppendOnly(f"certification_{name}") for name in ADDED_ONLY),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ADDED_ONLY),
        *(RowSecurity(f"certification_{name}", grants=KEPT) for name in NEVER_DELETED),
        *(RowSecurity(f"certification_{name}") for name in PLAIN),
        migrations.RunSQL(sql(DUTIES), NO_DUTIES),
        migrations.RunSQL(sql(CLOSED), NOT_CLOSED),
        migrations.RunSQL(sql(DECIDED), NOT_DECIDED),
    ]
