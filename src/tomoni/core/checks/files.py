"""The data folder: ours alone, with room to write, and everything in it that pages need."""

import shutil
import stat
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from tomoni.core.doctor import Finding, check, fail, ok, warn

LEAST_FREE = 500 * 2**20
LITTLE_FREE = 5 * 2**30
OTHERS = stat.S_IRWXO


@check("files.data")
def data() -> Iterator[Finding]:
    folder = settings.DATA_DIR
    probe = folder / ".doctor"
    try:
        probe.write_text("x")
        probe.unlink()
    except OSError as problem:
        yield fail(
            "files.data",
            _("データの場所 %(folder)s に書けません（%(problem)s）。")
            % {"folder": folder, "problem": problem.strerror},
            _("持ち主をプログラムの利用者に変えてください（chown）。"),
        )
        return
    others = [
        path.name
        for path in (folder, *folder.glob("*.sqlite3"), folder / "mail", folder / "keys")
        if path.exists() and path.stat().st_mode & OTHERS
    ]
    if others and settings.PRODUCTION:
        yield fail(
            "files.data",
            _("データを、この機械のほかの人も読めます：%(names)s") % {"names": ", ".join(others)},
            _("chmod -R o-rwx %(folder)s を実行してください。") % {"folder": folder},
        )
    elif others:
        yield warn(
            "files.data",
            _("データを、この機械のほかの人も読めます：%(names)s") % {"names": ", ".join(others)},
            _("chmod -R o-rwx %(folder)s を実行してください。") % {"folder": folder},
        )
    else:
        yield ok("files.data", _("データの場所は、このプログラムだけが読めます。"))
    key = folder / "secret.key"
    if key.exists() and key.stat().st_mode & (stat.S_IRWXO | stat.S_IRWXG):
        yield fail(
            "files.secret_key",
            _("秘密の鍵を、ほかの人も読めます。"),
            _("chmod 600 %(file)s を実行してください。") % {"file": key},
        )


@check("files.space")
def space() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    said = _("空きは %(free)s です。") % {"free": f"{free / 2**30:.1f} GB"}
    if free < LEAST_FREE:
        return fail(
            "files.space", said, _("いますぐ場所を空けてください。書けなくなると止まります。")
        )
    if free < LITTLE_FREE:
        return warn("files.space", said, _("控えを別の機械へ移し、場所を空けてください。"))
    return ok("files.space", said)


@check("files.static")
def static() -> Finding:
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return (fail if settings.PRODUCTION else warn)(
            "files.static",
            _("画面の部品（CSS など）がまとめられていません。"),
            _("`tomoni collectstatic --noinput` を実行してください。"),
        )
    return ok("files.static", _("画面の部品はまとめられています。"))
