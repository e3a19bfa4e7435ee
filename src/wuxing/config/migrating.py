"""`python -m wuxing.config.migrating FINGERPRINT`: migrate as the owner, grant the application its rights."""

import sys


def main(fingerprint: str) -> None:
    """Bring the database named by WUXING_DATABASE_OWNER up to date."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from wuxing.config import database
    from wuxing.core import rowsecurity

    _render_only_what_is_new()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [7922702011])  # two starts at once migrate one after the other
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        rowsecurity.grant_all(cursor)
    database.note(settings.DATABASE_OWNER_URL, "schema", fingerprint)


def _render_only_what_is_new() -> None:
    """Let a model that a migration makes or changes be rendered by itself, not with all that it refers to.

    Django renders every related model anew each time; ours all refer to the organisation, so that an empty database took
    a minute. A constraint or an index that is added is told to what is rendered. The state says of itself that it is
    `is_delayed`, as Django does when it renders less than all: code that a migration runs then gets everything fresh.
    """
    from django.db.migrations.state import ModelState, ProjectState

    def add_model(self: ProjectState, model_state: ModelState) -> None:
        key = model_state.app_label, model_state.name_lower
        self.models[key] = model_state
        if self._relations is not None:  # type: ignore[attr-defined]
            self.resolve_model_relations(key)
        if "apps" in self.__dict__:
            self.apps.render_multiple([model_state])

    def append_option(self: ProjectState, app_label: str, model_name: str, option: str, value: object) -> None:
        options = self.models[app_label, model_name].options
        options[option] = [*options[option], value]
        if "apps" in self.__dict__:
            setattr(self.apps.get_model(app_label, model_name)._meta, option, options[option])  # noqa: SLF001

    def only_itself(self: ProjectState, app_label: str, model_name: str, delay: bool) -> set[tuple[str, str]]:
        self.is_delayed = True
        return {(app_label, model_name.lower())}

    ProjectState.add_model = add_model  # type: ignore[method-assign]
    ProjectState._find_reload_model = only_itself  # type: ignore[attr-defined]  # noqa: SLF001
    ProjectState._append_option = append_option  # type: ignore[attr-defined]  # noqa: SLF001


if __name__ == "__main__":
    main(sys.argv[1])
