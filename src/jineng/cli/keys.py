"""``jineng keys``: the keys that seal personal data. No command prints a key."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from jineng.cli.console import language, say
from jineng.cli.django_setup import load_database, load_django, refuse
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

app = typer.Typer(help="加密密钥。Keys that seal personal data.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="密钥名 name of a key, as `jineng keys list` shows it")]


@app.command("list")
def list_keys() -> None:
    """列出密钥及其用量。List the keys and how much is sealed with each."""
    load_database()
    from django.conf import settings

    with _refusing(), _as_owner():
        from jineng.platform.encryption.queries import laid_index_keys

        ring = settings.KEY_RING.now()
        uses = _uses()
        for name in ring.names:
            used = Text(f"{uses[name]} 条", f"{uses[name]} messages")
            mark = Text("，当前", ", current") if name == ring.current else Text("", "")
            say(Text(f"{name}  {used.zh}{mark.zh}", f"{name}  {used.en}{mark.en}"))
        for name in sorted(set(uses) - set(ring.names)):
            say(
                Text(f"{name}  {uses[name]} 条，密钥缺失！", f"{name}  {uses[name]} messages, THE KEY IS MISSING"),
                err=True,
            )
        laid, count = laid_index_keys(ring), len(ring.index_keys)
        say(
            Text(
                f"算法 {ring.cipher}；索引密钥 {count} 个，已启用 {laid} 个",
                f"cipher {ring.cipher}; {count} index key(s), {laid} of them in use",
            )
        )


@app.command("add")
def add() -> None:
    """生成一个新密钥（尚不使用）。Draw a further key, not yet used."""
    from django.utils import timezone

    with _refusing():
        from jineng.platform.encryption.key_changes import add_key

        name = add_key(_key_file(), at=timezone.now())
    say(
        Text(
            f"已生成 {name}。请先备份密钥文件，再运行 jineng keys use {name}",
            f"added {name}. Back the key file up, then: jineng keys use {name}",
        )
    )


@app.command("use")
def use(name: Name) -> None:
    """改用此密钥加密新数据。Seal new data with this key."""
    from django.utils import timezone

    with _refusing():
        from jineng.platform.encryption.key_changes import use_key

        use_key(_key_file(), name, at=timezone.now())
    say(
        Text(
            f"新数据改用 {name} 加密；运行 jineng keys rotate 重新加密旧数据",
            f"new data is sealed with {name}; jineng keys rotate re-seals the old",
        )
    )


@app.command("drop")
def drop(name: Name) -> None:
    """删除不再使用的密钥。Forget a key that nothing is sealed with any more; older backups need it still."""
    load_database()
    from django.utils import timezone

    with _refusing(), _as_owner():
        from jineng.platform.encryption.key_changes import drop_key

        drop_key(_key_file(), name, at=timezone.now(), uses=_uses)
    say(
        Text(
            f"已删除 {name}；此前的备份和日志中的旧密文没有它便无法解开",
            f"dropped {name}; earlier backups and old ciphertext in the log do not open without it",
        )
    )


@app.command("rotate")
def rotate(
    index: Annotated[
        bool, typer.Option("--index", help="更换索引密钥（须先停止网站） change the index key; stop the site first")
    ] = False,
) -> None:
    """用当前密钥重新加密全部旧数据；中断后再次运行即可继续。Re-seal everything with the present key; run again after an interruption."""
    load_database()
    with _refusing(), _as_owner():
        _lay_index_key() if index else _reseal()


def _reseal() -> None:
    from django.conf import settings
    from django.utils import timezone

    from jineng.platform.encryption.columns import sealed_columns
    from jineng.platform.encryption.operations import reseal_column
    from jineng.platform.encryption.queries import count_stale
    from jineng.platform.files.operations import reseal_files

    rows = 0
    for column in sealed_columns():
        total = count_stale(column, settings.KEY_RING.now())
        rows += reseal_column(column=column, at=timezone.now(), progress=_shown(str(column), total))
    files = reseal_files(at=timezone.now(), progress=lambda done, total: _shown("files", total)(done))
    say(
        Text(
            f"已用 {settings.KEY_RING.now().current} 重新加密：数据 {rows} 行，文件 {files} 个",
            f"sealed anew with {settings.KEY_RING.now().current}: {rows} row(s), {files} file(s)",
        )
    )


def _lay_index_key() -> None:
    from django.conf import settings
    from django.utils import timezone

    from jineng.platform.encryption.key_changes import adopt_index_key, prepare_index_key
    from jineng.platform.encryption.operations import lay_index_keys
    from jineng.platform.encryption.ring_file import KeptKeyRing

    kept = isinstance(settings.KEY_RING, KeptKeyRing)
    ring = prepare_index_key(_key_file()) if kept else settings.KEY_RING
    laid = lay_index_keys(ring=ring.now(), at=timezone.now(), progress=lambda name, done: _shown(name, 0)(done))
    if kept:
        adopt_index_key(_key_file())
    say(Text(f"索引已换用新密钥（{laid} 个）", f"the indexes were made anew with {laid} further key(s)"))


def _shown(name: str, total: int) -> Callable[[int], None]:
    """Return what shows how far something is, in one line of a terminal; elsewhere nothing."""

    def show(done: int) -> None:
        if sys.stderr.isatty():
            typer.echo(f"\r{name}: {done}{f'/{total}' if total else ''} \x1b[K", nl=done == total, err=True)

    return show


def _uses() -> Counter[str]:
    from jineng.platform.encryption import queries as columns
    from jineng.platform.files import queries as files

    return columns.key_uses() + Counter(files.key_uses())


def _key_file() -> Path:
    load_django()
    from django.conf import settings

    from jineng.platform.encryption.ring_file import KeptKeyRing

    if not isinstance(settings.KEY_RING, KeptKeyRing):
        said = Text("密钥写在 JINENG_KEYS 中，请在那里更改", "the keys stand in JINENG_KEYS; change them there")
        refuse(said.in_(language()))
    return settings.KEY_RING.path


@contextmanager
def _as_owner() -> Iterator[None]:
    """Keys are changed as the owner of the tables, who sees every row and alone may write fixed ones."""
    from jineng.platform.postgres.owner import as_owner

    with as_owner():
        yield


@contextmanager
def _refusing() -> Iterator[None]:
    """Say what cannot be done in one line, with exit status 2."""
    from django.core.exceptions import ImproperlyConfigured

    from jineng.platform.encryption.errors import KeyRingError, SealError
    from jineng.platform.files.store import DamagedFileError

    try:
        yield
    except (KeyRingError, SealError, DamagedFileError, ImproperlyConfigured) as fault:
        refuse(str(fault))
