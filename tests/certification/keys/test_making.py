"""Keys on first use: made once, kept encrypted, entered in the ledger, and refused when their file is not theirs."""

import json
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.certification.body import Body
from wuxing.certification.keys import actions, queries, x509
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.keys.store import files
from wuxing.core.errors import RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.proof.keys import PublicKey

Purpose = SigningKey.Purpose


def test_a_key_is_made_on_first_use_and_signs(body: Body) -> None:
    first = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    again = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    found = queries.signer(body.tenant.pk, Purpose.CERTIFICATE)
    assert [one.row.pk for one in (again, found)] == [first.row.pk] * 2
    assert SigningKey.objects.count() == 1
    public = PublicKey(first.row.algorithm, bytes(first.row.public))
    assert (first.row.algorithm, public.kid()) == ("Ed25519", first.key.kid)
    assert public.verify(found.key.sign(b"x"), b"x")


def test_the_ledger_knows_the_public_side_only(body: Body) -> None:
    made = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    entry = Entry.objects.get(event="key.make")
    assert entry.payload == {
        "purpose": "certificate", "algorithm": "Ed25519", "kid": made.key.kid, "public": bytes(made.row.public).hex(),
        "x509": "", "store": "file",
    }  # fmt: skip
    assert entry.target_id == made.row.pk


def test_no_key_before_first_use(body: Body) -> None:
    with pytest.raises(RuleBroken, match="no key for this purpose yet"):
        queries.signer(body.tenant.pk, Purpose.CERTIFICATE)


def test_exercises_have_a_key_of_their_own(body: Body) -> None:
    real = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    exercise = actions.ensure(Purpose.REHEARSAL, by=body.officer)
    assert real.key.kid != exercise.key.kid


def test_a_document_key_has_a_certificate_of_the_bodys_root(body: Body) -> None:
    made = actions.ensure(Purpose.DOCUMENT, by=body.officer)
    own, root = x509.chain(made.row.x509)
    own.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert made.row.algorithm == "ES256"
    assert x509.fits(made.row.x509, made.key)
    assert sorted(SigningKey.objects.values_list("purpose", flat=True)) == ["authority", "document"]
    assert made.row.x509.endswith(SigningKey.objects.get(purpose="authority").x509)


def test_files_are_encrypted_and_private(body: Body, data: Path) -> None:
    made = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    path = files.path_of("huaping", made.key.kid)
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert oct((data / "secrets" / "keys.secret").stat().st_mode & 0o777) == "0o600"
    secret = files.taken("huaping", made.key.kid, "Ed25519")
    assert secret not in path.read_bytes()
    assert secret.hex() not in path.read_text()


@pytest.mark.parametrize("member", ["salt", "nonce", "sealed"])
def test_a_changed_file_is_refused(body: Body, member: str) -> None:
    made = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    path = files.path_of("huaping", made.key.kid)
    text = json.loads(path.read_text())
    text[member] = ("00" if text[member][:2] != "00" else "01") + text[member][2:]
    path.write_text(json.dumps(text))
    with pytest.raises(RuleBroken, match="was changed, or the secret of this installation is another one"):
        queries.signer(body.tenant.pk, Purpose.CERTIFICATE)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"version": 2, "salt": "", "nonce": "", "sealed": ""}', "\x00"]
)
def test_a_file_that_is_none_is_refused(body: Body, text: str) -> None:
    made = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    files.path_of("huaping", made.key.kid).write_text(text)
    with pytest.raises(RuleBroken, match="was changed"):
        queries.signer(body.tenant.pk, Purpose.CERTIFICATE)


def test_one_file_does_not_stand_in_for_another(body: Body) -> None:
    real = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    exercise = actions.ensure(Purpose.REHEARSAL, by=body.officer)
    files.path_of("huaping", real.key.kid).write_bytes(files.path_of("huaping", exercise.key.kid).read_bytes())
    with pytest.raises(RuleBroken, match="was changed"):
        queries.signer(body.tenant.pk, Purpose.CERTIFICATE)


def test_missing_files_are_told_apart(body: Body, data: Path) -> None:
    made = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    (data / "secrets" / "keys.secret").unlink()
    with pytest.raises(RuleBroken, match="the secret of the signing keys is missing"):
        queries.signer(body.tenant.pk, Purpose.CERTIFICATE)
    with pytest.raises(
        RuleBroken, match="the secret of the signing keys is missing"
    ):  # a new secret would lose the old keys
        actions.ensure(Purpose.REHEARSAL, by=body.officer)
    files.path_of("huaping", made.key.kid).unlink()
    with pytest.raises(RuleBroken, match="is not on this machine"):
        queries.signer(body.tenant.pk, Purpose.CERTIFICATE)


def test_the_secret_may_come_from_outside(body: Body, data: Path, settings: LazySettings) -> None:
    settings.KEY_SECRET = "k" * 31
    with pytest.raises(RuleBroken, match="at least 32 characters"):
        actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    settings.KEY_SECRET = "k" * 32
    made = actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    assert not (data / "secrets" / "keys.secret").exists()
    settings.KEY_SECRET = "l" * 32
    with pytest.raises(RuleBroken, match="the secret of this installation is another one"):
        queries.signer(body.tenant.pk, Purpose.CERTIFICATE)
    settings.KEY_SECRET = "k" * 32
    assert queries.signer(body.tenant.pk, Purpose.CERTIFICATE).key.kid == made.key.kid
