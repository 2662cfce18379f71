"""The key ring and the signed ends of the records."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import keyring
from tomoni.core.chain import checkpoints
from tomoni.core.chain.lanes import BEGINNING
from tomoni.core.doctor import Finding, check, fail, ok, warn
from tomoni.core.sealed import SealBroken, rotation

OLDEST = timedelta(days=1)


@check("keys.ring")
def ring() -> Iterator[Finding]:
    file = keyring.path()
    if not file.exists():
        yield (fail if settings.PRODUCTION else warn)(
            "keys.ring",
            _("鍵束がありません（%(file)s）。項目を封じることも、記録に署名することもできません。")
            % {"file": file},
            _(
                "控えから戻したときは、しまってある鍵束を置いてください。初めてなら `tomoni keys new` を実行してください。"
            ),
        )
        return
    if keyring.others_may_read():
        yield fail(
            "keys.ring",
            _("鍵束を、ほかの人も読めます。"),
            _("chmod 600 %(file)s を実行してください。") % {"file": file},
        )
    else:
        known = keyring.ring()
        for purpose in keyring.PURPOSES:
            known.current(purpose)
        yield ok(
            "keys.ring",
            _("鍵束は、このプログラムだけが読めます（鍵の数：%(count)s）。")
            % {"count": len(known.keys)},
        )
    if settings.PRODUCTION and file.resolve().is_relative_to(settings.DATA_DIR):
        yield warn(
            "keys.place",
            _(
                "鍵束が、データベースと同じデータの場所にあります。機械ごと写されると、鍵も渡ります。"
            ),
            _("TOMONI_KEYS に、別の場所（読めるのはこのプログラムだけ）を書いて移してください。"),
        )


@check("keys.sealed")
def sealed_values() -> Iterator[Finding]:
    """The newest value of every sealed field opens with the ring that is here."""
    tables = set(connection.introspection.table_names())
    for model in rotation.sealed_models():
        if model._meta.db_table not in tables:
            continue
        for field in rotation.fields_of(model):
            row = (
                model._base_manager.filter(**{f"{field.name}__isnull": False})
                .order_by("-pk")
                .first()
            )
            try:
                if row is not None:
                    getattr(row, field.attname)
            except (SealBroken, keyring.KeyProblem) as problem:
                yield fail(
                    "keys.sealed",
                    str(problem),
                    _("しまってある鍵束と取りかえてください（docs/operations.md）。"),
                )
                return
    yield ok("keys.sealed", _("封じた項目は、いまの鍵束で開けます。"))


@check("records.checkpoints")
def signed_ends() -> Iterator[Finding]:
    """The last signed line still fits the database; a cheap look, not the whole proof."""
    if "core_lane" not in connection.introspection.table_names():
        return
    known = checkpoints.read()
    if known.problem:
        yield fail(
            "records.checkpoints",
            known.problem,
            _("別の機械にある写しと比べ、だれが触れたかを調べてください（docs/security.md）。"),
        )
        return
    if not known.lines:
        yield warn(
            "records.checkpoints",
            _("記録の署名つきの写しが、まだありません。"),
            _("`tomoni tick` を数分ごとに動かしてください（docs/operations.md）。"),
        )
        return
    for (table, lane), (number, digest) in known.heads().items():
        if _hash_at(table, lane, number).hex() != digest:
            yield fail(
                "records.checkpoints",
                _("%(table)s の記録が、%(at)s の署名つきの写しと合いません。")
                % {"table": table, "at": known.last_at},
                _("`tomoni audit verify` で最初の行を調べてください（docs/security.md）。"),
            )
            return
    if timezone.now() - datetime.fromisoformat(known.last_at) > OLDEST and _has_grown(known):
        yield warn(
            "records.checkpoints",
            _("記録の署名つきの写しが、1日より前のものです。"),
            _("`tomoni tick` が動いているか確かめてください。"),
        )
        return
    yield ok("records.checkpoints", _("記録の終わりは、署名つきの写しと合っています。"))


def _has_grown(known: checkpoints.Known) -> bool:
    return checkpoints.current_heads() != known.heads()


def _hash_at(table: str, lane: int, number: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT hash FROM "{table}" WHERE lane = %s AND number = %s',  # noqa: S608
            [lane, number],
        )
        return bytes((cursor.fetchone() or (BEGINNING,))[0])
