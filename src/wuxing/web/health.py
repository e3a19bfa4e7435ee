"""/healthz: is it alive? For machines that watch; needs no login and says nothing of any organisation."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from psycopg_pool import PoolTimeout

FRESH = 30  # seconds; the worker's heart beats every 5
_STATE = """
SELECT current_setting('server_version'),
       (SELECT extract(epoch FROM now() - max(last_heartbeat))::float FROM procrastinate_workers),
       (SELECT coalesce(bool_and(NOT pending AND size = sealed), true) FROM ledger_heads())
"""


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 with the state of database, worker and ledger, or 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_STATE)
            version, heartbeat, sealed = cursor.fetchone()
    except (DatabaseError, PoolTimeout):
        return JsonResponse({"status": "down", "database": {"state": "down"}}, status=503)
    beats = heartbeat is not None and heartbeat < FRESH
    state = {
        "status": "ok" if beats else "degraded",
        "database": {"state": "ok", "version": version},
        "worker": {"state": "ok" if beats else "down", "seconds_since_heartbeat": heartbeat and round(heartbeat, 1)},
        "ledger": {"state": "sealed" if sealed else "sealing" if beats else "waiting for the worker"},
    }
    response = JsonResponse(state)
    response["Cache-Control"] = "no-store"
    return response
