"""Pictures of codes: read as a phone would, refused before they grow."""

import io

import pytest
import segno

from tools.vectors import codes
from wuxing.web.verify import pictures
from wuxing.web.verify.inputs import NoInput


def drawn(scale=4, **more) -> bytes:
    out = io.BytesIO()
    segno.make(codes.VALID, error="m").save(out, kind="png", scale=scale, **more)
    return out.getvalue()


@pytest.mark.parametrize("more", [{}, {"dark": "#1a3c5a", "light": "#f4efe6"}, {"scale": 12, "border": 20}])
def test_a_picture_is_read(more):
    assert pictures.texts_in(drawn(**more)) == [codes.VALID]


def test_a_picture_without_a_code_has_none():
    out = io.BytesIO()
    segno.make("A").save(out, kind="png", scale=1, dark="white")
    assert pictures.texts_in(out.getvalue()) == []


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(8) + (60_000).to_bytes(4) + (60_000).to_bytes(4) + bytes(20),
        b"\xff\xd8\xff\xc0\x00\x11\x08" + b"\xff\xff" * 2 + bytes(20),
        b"\xff\xd8\xff",
        b"\xff\xd8" + b"\xff\xe0\x00\x00" * 1000,
        drawn()[:200],
    ],
)
def test_what_grows_or_is_none_is_refused(data):
    with pytest.raises(NoInput):
        pictures.texts_in(data)


def test_the_size_of_a_jpeg_is_read():
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(9)
    assert pictures.size_of(head + b"\xff\xc0\x00\x11\x08\x01\x00\x02\x00" + bytes(9)) == (512, 256)
