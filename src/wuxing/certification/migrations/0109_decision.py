"""What a proposal asks for in full, and what proposals, votes and decisions must be, held by the database."""

from django.db import migrations

HEAD = "RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$"
FAULT = "USING ERRCODE = 'restrict_violation'"

# A proposal rests on a review that recommends, on the score of the report that was reviewed, in a case that waits for a
# decision; the newest proposal alone takes votes; a decision says what was proposed and got more votes for than against.
ASKED = """
CREATE FUNCTION certification_proposal_holds() @head
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM certification_casereview r JOIN certification_casereport p ON p.id = r.report_id
        WHERE r.id = NEW.review_id AND r.case_id = NEW.case_id AND r.recommends AND p.score_id = NEW.score_id
    ) THEN
        RAISE EXCEPTION 'a proposal rests on a review that recommends and on the score that was reviewed' @fault;
    END IF;
    IF NEW.quorum < 1 THEN
        RAISE EXCEPTION 'nobody decides without voters' @fault;
    END IF;
    IF EXISTS (SELECT 1 FROM certification_casereview r WHERE r.case_id = NEW.case_id AND r.id > NEW.review_id) THEN
        RAISE EXCEPTION 'a proposal rests on the newest review' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holds BEFORE INSERT ON certification_proposal
    FOR EACH ROW EXECUTE FUNCTION certification_proposal_holds();
ALTER TABLE certification_proposal ENABLE ALWAYS TRIGGER holds;

CREATE FUNCTION certification_vote_newest() @head
BEGIN
    IF EXISTS (
        SELECT 1 FROM certification_proposal p JOIN certification_proposal newer
            ON newer.case_id = p.case_id AND newer.id > p.id
        WHERE p.id = NEW.proposal_id
    ) THEN
        RAISE EXCEPTION 'another proposal stands in its place' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER newest BEFORE INSERT ON certification_vote FOR EACH ROW EXECUTE FUNCTION certification_vote_newest();
ALTER TABLE certification_vote ENABLE ALWAYS TRIGGER newest;

CREATE FUNCTION certification_decision_carried() @head
DECLARE asked certification_proposal;
BEGIN
    SELECT * INTO asked FROM certification_proposal WHERE id = NEW.proposal_id;
    IF NEW.outcome <> (CASE WHEN asked."grant" THEN 'granted' WHEN asked.returns THEN 'returned' ELSE 'not_granted' END)
        OR NEW.level <> (CASE WHEN asked."grant" THEN asked.level ELSE '' END) THEN
        RAISE EXCEPTION 'a decision says what was proposed' @fault;
    END IF;
    IF (SELECT count(*) FILTER (WHERE choice = 'for') <= count(*) FILTER (WHERE choice = 'against')
        FROM certification_vote WHERE proposal_id = NEW.proposal_id) THEN
        RAISE EXCEPTION 'no decision without a majority' @fault;
    END IF;
    IF NEW.outcome = 'granted' AND (SELECT level FROM certification_casescore WHERE id = NEW.score_id) = '' THEN
        RAISE EXCEPTION 'nothing is granted on a score that reaches no level' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER carried BEFORE INSERT ON certification_decision
    FOR EACH ROW EXECUTE FUNCTION certification_decision_carried();
ALTER TABLE certification_decision ENABLE ALWAYS TRIGGER carried;
"""
NOT_ASKED = """
DROP TRIGGER carried ON certification_decision; DROP FUNCTION certification_decision_carried();
DROP TRIGGER newest ON certification_vote; DROP FUNCTION certification_vote_newest();
DROP TRIGGER holds ON certification_proposal; DROP FUNCTION certification_proposal_holds();
"""


class Migration(migrations.Migration):
    dependencies = [("certification", "0108_report")]

    operations = [
        migrations.RunSQL(ASKED.replace("@head", HEAD).replace("@fault", FAULT), NOT_ASKED),
    ]
