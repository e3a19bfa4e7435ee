"""Addresses of static files change with their content."""

import re

from django.templatetags.static import static

from wuxing.web.staticfiles import content_version


def test_an_address_carries_the_version_of_the_content() -> None:
    assert re.fullmatch(r"/static/wx/tokens\.css\?v=[0-9a-f]{12}", static("wx/tokens.css"))
    assert content_version("wx/tokens.css") != content_version("wx/base.css")


def test_a_file_that_is_not_there_has_no_version() -> None:
    assert static("wx/none.css") == "/static/wx/none.css"
