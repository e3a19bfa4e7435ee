"""Many certificates checked at once: state, signature, signed list, as page, XLSX and PDF."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.certification.body import Body
from tests.certification.certificate.conftest import Grant
from tests.certification.directory.test_directory import issued, suspend
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.directory import checking
from wuxing.certification.keys import actions as keys
from wuxing.certification.keys import queries as key_queries
from wuxing.certification.register.models import RegisterEntry
from wuxing.certification.statuslists.models import StatusList
from wuxing.core import clock
from wuxing.proof import statuslists as proofs
from wuxing.proof.statuslists import Bits


def told(*found: Certificate) -> list[tuple[str, str]]:
    return [(str(one.state), one.proof) for one in checking.checked([one.number for one in found])]


def test_states_and_proofs_in_the_order_that_was_asked(body: Body, grant: Grant) -> None:
    held, other = issued(body, grant), issued(body, grant)
    suspend(body, held)
    found = checking.checked([other.number.lower(), "nothing", held.number])
    assert [(one.number.upper(), str(one.state), one.proof) for one in found] == [
        (other.number, "valid", "holds"), ("NOTHING", "None", ""), (held.number, "suspended", "holds"),
    ]  # fmt: skip


def test_a_list_that_says_otherwise_is_told(body: Body, grant: Grant) -> None:
    held = issued(body, grant)
    row = StatusList.objects.get(purpose="suspension")
    bits = Bits(bytes(row.bits))
    bits.set(0)
    row.credential = proofs.issue(
        bits, url=proofs.opened(row.credential, checking._body(body.tenant).keys).url, purpose="suspension",
        key=key_queries.signer(body.tenant.pk, "certificate").key, did=key_queries.did_of("huaping"), signed_at=clock.now(),
    )  # fmt: skip
    row.save(update_fields=["credential"])
    assert told(held) == [("valid", "differs")]


def test_what_a_revoked_key_signed_does_not_hold(body: Body, grant: Grant) -> None:
    held = issued(body, grant)
    key = key_queries.signer(body.tenant.pk, "certificate").row
    since = clock.now() - timedelta(hours=1)
    asked = keys.propose_revoke(key_id=key.pk, revoked_from=since, reason="外泄", by=body.manager)
    keys.confirm_revoke(revocation_id=asked.pk, by=body.decider)
    assert told(held) == [("valid", "revoked")]


def test_a_changed_register_does_not_agree_with_its_seal(body: Body, grant: Grant) -> None:
    held = issued(body, grant)
    entry = RegisterEntry.objects.get(certificate_id=held.pk)
    entry.shown["seal"]["digest"] = "00" * 32
    entry.save(update_fields=["shown"])
    assert told(held) == [("valid", "broken")]


def test_anybody_pastes_numbers_and_gets_a_table(body: Body, grant: Grant) -> None:
    held, exercise = issued(body, grant), issued(body, grant, rehearsal=True)
    pasted = {"numbers": f"{held.number}\n{exercise.number}\nNOTHING"}
    client = Client(headers={"Accept-Language": "en"})
    assert client.get("/register/check/").status_code == 200
    page = client.post("/register/check/", pasted)
    text = page.content.decode()
    assert "1 of 3 in force with a proof that holds" in text
    assert [text.count(word) for word in (held.holder, "no such certificate here")] == [1, 1]
    sheet = load_workbook(BytesIO(client.post("/register/check/", pasted | {"as": "xlsx"}).content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [(row[1], row[5]) for row in rows[1:]] == [
        (held.number, "In force"), (exercise.number, "exercise"), ("NOTHING", "no such certificate here"),
    ]  # fmt: skip
    paper = client.post("/register/check/", pasted | {"as": "pdf"})
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("numbers", ["", " ,; ", " ".join(f"N{one}" for one in range(51))])
def test_what_cannot_be_checked_is_refused(body: Body, numbers: str) -> None:
    assert Client().post("/register/check/", {"numbers": numbers}).status_code == 422
