"""Questions of procedure 11: what actions ask (`rows`), what waits (`waiting`), what pages show (`lists`)."""

from wuxing.resources.spare_parts.queries.rows import is_undone, lock_on_van, mode, used_on
from wuxing.resources.spare_parts.queries.waiting import Awaited, awaited

__all__ = ["Awaited", "awaited", "is_undone", "lock_on_van", "mode", "used_on"]
