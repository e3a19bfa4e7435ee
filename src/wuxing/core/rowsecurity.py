"""The database's own walls: row-level security, grants and append-only tables, as migration operations.

Owner and application are two roles. The application's role owns nothing and cannot bypass row-level security; what it
may do with a table is granted here. Append-only is enforced by triggers, which bind the owner too.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.operations.base import Operation

DML = "SELECT, INSERT, UPDATE, DELETE"
ADDING = "SELECT, INSERT"
ERASABLE = "SELECT, INSERT, UPDATE"  # the trigger lets nothing through but an erasure
_TENANT = "tenant_id = nullif(current_setting('app.tenant', true), '')::bigint"

_REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: the table is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""


class _Walls(Operation):
    """An operation that is statements one way and statements back, and changes no model."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for statement in self.forwards():
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for statement in self.backwards():
            schema_editor.execute(statement, params=None)

    def forwards(self) -> list[str]:
        raise NotImplementedError

    def backwards(self) -> list[str]:
        raise NotImplementedError

    def describe(self) -> str:
        return f"{type(self).__name__} of {self.table}"


class PlainGrants(_Walls):
    """Let the application do `grants` with a table, and nothing else."""

    def __init__(self, table: str, grants: str = DML) -> None:
        super().__init__(table)
        self.grants = grants

    def forwards(self) -> list[str]:
        return [grant(self.table, self.grants)]

    def backwards(self) -> list[str]:
        return []


class RowSecurity(PlainGrants):
    """Show and take only rows of the transaction's tenant (setting `app.tenant`); grant `grants` to the application."""

    def forwards(self) -> list[str]:
        return [
            f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY',
            f'CREATE POLICY tenant_wall ON "{self.table}" USING ({_TENANT}) WITH CHECK ({_TENANT})',
            *super().forwards(),
        ]

    def backwards(self) -> list[str]:
        return [
            f'DROP POLICY tenant_wall ON "{self.table}"',
            f'ALTER TABLE "{self.table}" DISABLE ROW LEVEL SECURITY',
        ]


class ReadableByAll(PlainGrants):
    """Show every row to everybody, take only rows of the transaction's tenant; grant `grants` to the application."""

    def forwards(self) -> list[str]:
        return [
            f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY',
            f'CREATE POLICY read_by_all ON "{self.table}" FOR SELECT USING (true)',
            f'CREATE POLICY tenant_adds ON "{self.table}" FOR INSERT WITH CHECK ({_TENANT})',
            f'CREATE POLICY tenant_changes ON "{self.table}" FOR UPDATE USING ({_TENANT}) WITH CHECK ({_TENANT})',
            f'CREATE POLICY tenant_removes ON "{self.table}" FOR DELETE USING ({_TENANT})',
            *super().forwards(),
        ]

    def backwards(self) -> list[str]:
        names = ("read_by_all", "tenant_adds", "tenant_changes", "tenant_removes")
        return [
            *(f'DROP POLICY {name} ON "{self.table}"' for name in names),
            f'ALTER TABLE "{self.table}" DISABLE ROW LEVEL SECURITY',
        ]


class AppendOnly(_Walls):
    """Refuse DELETE, TRUNCATE and UPDATE, whoever asks; `erasable` columns may become NULL, once, with `mark` set."""

    def __init__(self, table: str, erasable: Sequence[str] = (), mark: str = "") -> None:
        super().__init__(table)
        self.erasable = tuple(erasable)
        self.mark = mark

    def forwards(self) -> list[str]:
        refused = "DELETE OR TRUNCATE" if self.erasable else "UPDATE OR DELETE OR TRUNCATE"
        statements = [
            _REFUSE,
            (
                f'CREATE TRIGGER append_only BEFORE {refused} ON "{self.table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            ),
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER append_only',
        ]
        if self.erasable:
            statements += [
                self._erasure(),
                (
                    f'CREATE TRIGGER erasure_only BEFORE UPDATE ON "{self.table}" '
                    f'FOR EACH ROW EXECUTE FUNCTION "{self.table}_erasure_only"()'
                ),
                f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER erasure_only',
            ]
        return statements

    def backwards(self) -> list[str]:
        statements = [f'DROP TRIGGER append_only ON "{self.table}"']
        if self.erasable:
            statements += [
                f'DROP TRIGGER erasure_only ON "{self.table}"',
                f'DROP FUNCTION "{self.table}_erasure_only"()',
            ]
        return statements

    def _erasure(self) -> str:
        emptied = " ".join(f"was.{name} := NULL;" for name in self.erasable)
        return f"""
CREATE OR REPLACE FUNCTION "{self.table}_erasure_only"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE was public."{self.table}" := OLD;
BEGIN
    {emptied} was.{self.mark} := NEW.{self.mark};
    IF OLD.{self.mark} IS NOT NULL OR NEW.{self.mark} IS NULL OR NEW IS DISTINCT FROM was THEN
        RAISE EXCEPTION 'UPDATE of % refused: an entry can be erased, not changed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""


class TrustedFunction(_Walls):
    """A SECURITY DEFINER function that the application's role alone may call. `signature` is its name with types."""

    def __init__(self, signature: str, returns: str, body: str, language: str = "sql", off: Sequence[str] = ()) -> None:
        super().__init__(signature)
        self.returns = returns
        self.body = body
        self.language = language
        self.off = "".join(f" SET {name} TO off" for name in off)  # ways of planning that its statements never want

    def forwards(self) -> list[str]:
        name, _, types = self.table.partition("(")
        return [
            (
                f"CREATE OR REPLACE FUNCTION {self.table} RETURNS {self.returns} LANGUAGE {self.language} "
                f"STABLE SECURITY DEFINER SET search_path = public, pg_temp{self.off} AS $$ {self.body} $$"
            ),
            f"REVOKE ALL ON FUNCTION {name}({types} FROM PUBLIC",
            when_application_exists(f"GRANT EXECUTE ON FUNCTION {name}({types} TO {settings.DATABASE_APP_ROLE}"),
        ]

    def backwards(self) -> list[str]:
        return [f"DROP FUNCTION {self.table}"]


def grant(table: str, grants: str) -> str:
    """Return the statement that gives the application `grants` on a table, and its sequences, and nothing else."""
    role = settings.DATABASE_APP_ROLE
    return when_application_exists(
        f'REVOKE ALL ON "{table}" FROM {role}',
        f'GRANT {grants} ON "{table}" TO {role}',
    )


def when_application_exists(*statements: str) -> str:
    """Return a statement that runs `statements` where the application's role exists."""
    body = "; ".join(statements)
    return (
        f"DO $do$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{settings.DATABASE_APP_ROLE}') "
        f"THEN {body}; END IF; END $do$"
    )


def grant_all(cursor: CursorWrapper) -> None:
    """Grant the application what no migration granted: Django's tables, jobs, sequences, functions. Call after migrate.

    A table that has grants keeps them; an append-only table without gets SELECT and INSERT.
    """
    role = settings.DATABASE_APP_ROLE
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    cursor.execute(
        """
        SELECT c.relname, bool_or(t.tgname = 'append_only'), bool_or(t.tgname = 'erasure_only')
        FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND NOT EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.grantee = %s::regrole)
        GROUP BY c.oid, c.relname
        """,
        [role],
    )
    for table, append_only, erasable in cursor.fetchall():
        cursor.execute(grant(table, ERASABLE if erasable else ADDING if append_only else DML))
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
    cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {DML} ON TABLES TO {role}")
    cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}")
    cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}")
