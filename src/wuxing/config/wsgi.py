"""The WSGI door: what the public asks most is answered before Django."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxing.config.settings")
django_application = get_wsgi_application()

from wuxing.web.running.front import Front  # noqa: E402  # reads tables, so after the setup

application = Front(django_application, settings.DATABASE_URL)
