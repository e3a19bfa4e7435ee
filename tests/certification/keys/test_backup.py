"""What is restored from a backup signs again; half of it does not, and says so."""

import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.certification.body import Body
from wuxing.certification.keys import actions, queries
from wuxing.certification.keys.models import SigningKey
from wuxing.core.errors import RuleBroken

Purpose = SigningKey.Purpose


def test_a_restored_folder_signs_as_before(body: Body, data: Path, tmp_path: Path, settings: LazySettings) -> None:
    before = {
        purpose: actions.ensure(purpose, by=body.officer).key for purpose in (Purpose.CERTIFICATE, Purpose.DOCUMENT)
    }
    kept = tmp_path / "backup"
    shutil.copytree(data / "secrets", kept)  # as docs/guides/keys.md says
    shutil.rmtree(data / "secrets")
    with pytest.raises(RuleBroken, match="is not on this machine"):
        queries.signer(body.tenant.pk, Purpose.CERTIFICATE)

    settings.DATA = tmp_path / "new"
    shutil.copytree(kept, settings.DATA / "secrets")
    for purpose, key in before.items():
        again = queries.signer(body.tenant.pk, purpose).key
        assert (again.kid, key.public.verify(again.sign(b"data"), b"data")) == (key.kid, True)
    assert SigningKey.objects.filter(state="active").count() == 3


def test_keys_without_their_secret_say_what_to_restore(body: Body, data: Path) -> None:
    actions.ensure(Purpose.CERTIFICATE, by=body.officer)
    (data / "secrets" / "keys.secret").write_text("another one, made since")
    with pytest.raises(RuleBroken, match="the secret of this installation is another one; restore both from a backup"):
        queries.signer(body.tenant.pk, Purpose.CERTIFICATE)
