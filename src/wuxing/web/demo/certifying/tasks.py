"""The longer stories of the demo's certification body are told in the background, once the installation is ready."""

from wuxing.certification.cases.models import Client
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.background import task
from wuxing.core.models import Tenant
from wuxing.web.demo.certifying.staffing import bench_of
from wuxing.web.demo.certifying.stories import stories
from wuxing.web.demo.certifying.telling import Teller


@task("demo.tell_case")
def tell_case(actor: Actor, *, place: int) -> None:
    """Tell one client's story, unless it is told."""
    story = next((one for one in stories() if one.place == place), None)
    if story is None or Client.objects.filter(credit_code=story.credit_code).exists():
        return
    body = Tenant.objects.get(pk=actor.tenant_id)
    Teller(bench_of(body), story, clock.now()).tell()
