"""The database: reachable, set as it must be, up to date, and really refusing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import guards
from tomoni.core.doctor import Finding, check, fail, ok, warn
from tomoni.core.models import AuditRow

OLDEST_POSTGRES = 140000
SYNCHRONOUS_FULL = 2


def _one(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
        return str(row[0]) if row else ""


@check("database.settings")
def database_settings() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        yield from _postgres()
    else:
        yield from _sqlite()


def _sqlite() -> Iterator[Finding]:
    options = connection.settings_dict.get("OPTIONS", {})
    wal = _one("PRAGMA journal_mode") == "wal" or connection.is_in_memory_db()  # type: ignore[attr-defined]
    full = int(_one("PRAGMA synchronous")) >= SYNCHRONOUS_FULL
    if not (wal and full and options.get("transaction_mode") == "IMMEDIATE"):
        yield fail(
            "database.settings",
            _(
                "SQLite の設定（WAL・FULL・IMMEDIATE）が違います。停電で記録をなくすおそれがあります。"
            ),
            _("config/database.py の設定を、もとに戻してください。"),
        )
    else:
        yield ok("database.settings", _("SQLite は、停電でも記録をなくさない設定です。"))
    if _one("PRAGMA foreign_keys") != "1":
        yield fail(
            "database.foreign_keys",
            _("つながりの確かめ（foreign_keys）が切れています。"),
            _("config/database.py の設定を、もとに戻してください。"),
        )
    if (said := _one("PRAGMA quick_check(1)")) != "ok":
        yield fail(
            "database.integrity",
            _("データベースのファイルがこわれています（%(said)s）。") % {"said": said},
            _("使うのを止め、最後の控えから `tomoni restore` で戻してください。"),
        )
    else:
        yield ok("database.integrity", _("データベースのファイルはこわれていません。"))
    if settings.PRODUCTION:
        yield warn(
            "database.engine",
            _("本番を SQLite で動かしています。一台の小さな町なら使えます。"),
            _("機械を分けるとき、控えを別の機械に流すときは、PostgreSQL にしてください。"),
        )


def _postgres() -> Iterator[Finding]:
    version = int(_one("SHOW server_version_num"))
    if version < OLDEST_POSTGRES:
        yield fail(
            "database.settings",
            _("PostgreSQL が古すぎます（%(version)s）。") % {"version": version},
            _("PostgreSQL 14 以上にしてください。15 で確かめています。"),
        )
    encoding = _one("SHOW server_encoding")
    ctype = _one("SELECT datctype FROM pg_database WHERE datname = current_database()")
    if encoding != "UTF8" or "utf" not in ctype.lower().replace("-", ""):
        yield fail(
            "database.language",
            _("データベースの文字の決まりが UTF-8 ではありません（%(encoding)s, %(ctype)s）。")
            % {"encoding": encoding, "ctype": ctype},
            _(
                "createdb --encoding=UTF8 --locale=C.UTF-8 で作り直してください（docs/operations.md）。"
            ),
        )
    else:
        yield ok("database.language", _("データベースの文字の決まりは UTF-8 です。"))
    if _one("SHOW fsync") != "on" or _one("SHOW synchronous_commit") == "off":
        yield fail(
            "database.durable",
            _("停電で記録をなくす設定になっています（fsync か synchronous_commit が off）。"),
            _("postgresql.conf の fsync と synchronous_commit を on にしてください。"),
        )
    else:
        yield ok("database.durable", _("PostgreSQL は、停電でも記録をなくさない設定です。"))


@check("database.migrations")
def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return fail(
            "database.migrations",
            _("データベースが古いままです（あと%(count)s）。") % {"count": len(waiting)},
            _(
                "`tomoni migrate` を実行してください。途中で止まっても、もう一度実行すれば続きます。"
            ),
        )
    return ok("database.migrations", _("データベースは新しい形になっています。"))


@check("database.append_only")
def append_only() -> Iterator[Finding]:
    """The triggers are there, and they refuse: tried for real and rolled back."""
    # Before the first migration there is nothing to guard; the migrations' own check says so.
    wanted = set(guards.wanted_tables()) & set(connection.introspection.table_names())
    if not wanted:
        return
    missing = sorted(wanted - set(guards.guarded_tables(connection)))
    if missing:
        yield fail(
            "database.append_only",
            _("消せないはずの記録を、消せるようになっています：%(tables)s")
            % {"tables": ", ".join(missing)},
            _(
                "だれが外したかを調べ、控えと比べてください。そのあと `tomoni audit guard` で戻します。"
            ),
        )
        return
    if _audit_refuses("update") and _audit_refuses("delete"):
        yield ok(
            "database.append_only",
            _("記録は直せず、消せません（試して確かめました。表の数：%(count)s）。")
            % {"count": len(wanted)},
        )
    else:
        yield fail(
            "database.append_only",
            _("記録を直すか消すことが、できてしまいました。"),
            _("使うのを止め、だれが変えたかを調べてください（docs/security.md）。"),
        )


def _audit_refuses(verb: str) -> bool:
    """Whether the database refuses to touch an audit row; nothing of the attempt stays."""
    refused = False
    with transaction.atomic():
        row = AuditRow.objects.create(
            at=timezone.now(), act="core.doctor_tried", thing="core.AuditRow", thing_id="0"
        )
        try:
            with transaction.atomic():
                rows = AuditRow.objects.filter(pk=row.pk)
                rows.update(note="x") if verb == "update" else rows._raw_delete(rows.db)
        except DatabaseError:
            refused = True
        transaction.set_rollback(True)
    return refused


@check("database.clock")
def clock() -> Iterator[Finding]:
    if AuditRow._meta.db_table not in connection.introspection.table_names():
        return
    now = timezone.now()
    last = AuditRow.objects.order_by("-at").values_list("at", flat=True).first()
    there = now
    if connection.vendor == "postgresql":
        there = datetime.fromisoformat(_one("SELECT now()"))
    if abs(there - now) > timedelta(seconds=30):
        yield fail(
            "database.clock",
            _("この機械とデータベースの時計が%(seconds)s秒ずれています。")
            % {"seconds": abs(int((there - now).total_seconds()))},
            _("両方の機械で時刻合わせ（chrony など）を動かしてください。"),
        )
    elif last and last > now + timedelta(minutes=5):
        yield fail(
            "database.clock",
            _("この機械の時計が遅れています。もっと先の日時の記録があります。"),
            _("時刻合わせ（chrony など）を動かしてください。"),
        )
    else:
        yield ok(
            "database.clock",
            _("時計は合っています（時間帯：%(zone)s）。") % {"zone": settings.TIME_ZONE},
        )
