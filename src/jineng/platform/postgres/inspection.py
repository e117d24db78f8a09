"""Look whether the database protects the rows as declared: what ``jineng doctor`` says, and ``jineng serve`` insists on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from jineng.kernel.text import Text
from jineng.platform.postgres.binaries import OLDEST_MAJOR
from jineng.platform.postgres.policies import table_of, visibility_of
from jineng.platform.postgres.protection import own_models
from jineng.platform.postgres.roles import READERS, ScopeRole
from jineng.platform.postgres.visibility import Open

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

_LOGIN: Final = """
    SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, EXISTS (
        SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S', 'v')
            AND pg_has_role(session_user, c.relowner, 'MEMBER')
    )
    FROM pg_roles WHERE rolname = session_user
"""
_TABLES: Final = """
    SELECT c.relname, c.relrowsecurity,
        ARRAY(SELECT tgname::text FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled <> 'D'),
        ARRAY(SELECT polname::text FROM pg_policy p WHERE p.polrelid = c.oid)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
_GRANTED: Final = """
    SELECT DISTINCT privilege FROM unnest(%s::text[]) AS reader,
        unnest('{INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
    WHERE has_table_privilege(reader, %s, privilege) ORDER BY privilege
"""
_MIGRATE: Final = Text("请运行 jineng migrate", "run jineng migrate")


def login_faults() -> list[Text]:
    """Return what makes the role that signs in too powerful: then row-level security would hold nobody."""
    with connection.cursor() as cursor:
        cursor.execute(_LOGIN)
        name, *powers = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM unnest(%s::text[]) AS wanted WHERE NOT EXISTS "
                       "(SELECT FROM pg_roles WHERE rolname = wanted AND pg_has_role(session_user, oid, 'MEMBER'))",
                       [list(ScopeRole)])  # fmt: skip
        (missing,) = cursor.fetchone()
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    told = (
        Text("是超级用户", "is a superuser"),
        Text("可绕过行级安全", "bypasses row-level security"),
        Text("可建立角色", "may create roles"),
        Text("拥有数据表", "owns tables"),
    )
    faults = [
        Text(f"登录数据库的角色 {name} {power.zh}", f"role {name}, which signs in to the database, {power.en}")
        for power, has in zip(told, powers, strict=True)
        if has
    ]
    if missing:
        faults.append(
            Text(
                f"角色 {name} 缺少 {missing} 个范围角色；请由数据库管理员运行 jineng db roles 的输出",
                f"role {name} lacks {missing} of the scope roles; have the database's administrator run what jineng db roles prints",
            )
        )
    if version < OLDEST_MAJOR * 10_000:
        faults.append(Text(f"PostgreSQL 版本低于 {OLDEST_MAJOR}", f"PostgreSQL is older than {OLDEST_MAJOR}"))
    return faults


def table_faults() -> list[Text]:
    """Return what of the declared protection the tables lack; each says what to do."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        found = {name: rest for name, *rest in cursor.fetchall()}
    return [
        Text(
            f"数据表 {table_of(model)} {said.zh}；{_MIGRATE.zh}",
            f"table {table_of(model)} {said.en}; {_MIGRATE.en}",
        )
        for model in own_models()
        for said in _faults_of(model, found.get(table_of(model)))
    ]


def _faults_of(model: type[Model], found: list[Any] | None) -> Iterator[Text]:
    if found is None:
        yield Text("不存在", "does not exist")
        return
    has_policies, triggers, policies = found
    if not isinstance(visibility_of(model), Open) and not (has_policies and policies):
        yield Text("没有启用行级安全", "has no row-level security")
    wanted = (
        set() if getattr(model, "unaudited", "") else {f"zz_audit_{name}" for name in ("insert", "update", "delete")}
    )
    if wanted - set(triggers):
        yield Text("缺少审计触发器，或已被停用", "lacks its audit triggers, or they are disabled")
    allowed = {"INSERT"} | ({"UPDATE", "DELETE"} if not getattr(model, "append_only", False) else set())
    if getattr(model, "read_only", False):
        allowed = set()
    with connection.cursor() as cursor:
        cursor.execute(_GRANTED, [list(READERS), table_of(model)])
        excess = {privilege for (privilege,) in cursor.fetchall()} - allowed
    if excess:
        listed = ", ".join(sorted(excess))
        yield Text(f"给了应用角色多余的权限 {listed}", f"grants the application {listed}, which it must not have")
