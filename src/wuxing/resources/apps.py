from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "wuxing.resources"
    label = "resources"

    def ready(self) -> None:
        from wuxing.governance.documents import audiences
        from wuxing.governance.documents.states import Audience
        from wuxing.resources.outlets import queries

        reach = audiences.Reach(queries.outlet_choices, queries.users_of_outlet)
        audiences.bring(Audience.OUTLET, reach)
