"""Pages of notices."""

from django.urls import path

from wuxing.core.notices.views import mine, outbox, settings, texts

urlpatterns = [
    path("notices/", outbox.listed, name="notices"),
    path("notices/<int:notice_id>/", outbox.one, name="notice"),
    path("notices/settings/", settings.settings, name="notice_settings"),
    path("notices/settings/<slug:notice_kind>/", settings.terms, name="notice_terms"),
    path("notices/channels/<int:channel_id>/", settings.channel, name="notice_channel"),
    path("notices/texts/", texts.listed, name="notice_texts"),
    path("notices/texts/<str:notice_event>/<slug:language>/", texts.one, name="notice_text"),
    path("account/notices/", mine.mine, name="notice_preferences"),
]
