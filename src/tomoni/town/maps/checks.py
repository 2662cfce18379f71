"""What the doctor asks about the base map: is it there, whole and readable?"""

from django.utils.translation import gettext as _

from tomoni.core.doctor import Finding, check, fail, ok, warn
from tomoni.town.maps import store


@check("maps.files")
def files() -> Finding:
    base = store.current()
    if base is None:
        return warn(
            "maps.files",
            _("町の地図がまだありません。一覧は地図なしで使えます。"),
            _("`tomoni demo` か `tomoni import map ファイル` で作れます。"),
        )
    broken = []
    for name, size in base.files.items():
        try:
            with base.path(name).open("rb") as file:
                file.read(1)
            whole = base.path(name).stat().st_size == size
        except OSError:
            whole = False
        if not whole:
            broken.append(name)
    if broken:
        return fail(
            "maps.files",
            _("町の地図のファイルが読めないか、欠けています：%(names)s")
            % {"names": ", ".join(broken)},
            _("`tomoni import map` をもう一度実行するか、控えから戻してください。"),
        )
    return ok(
        "maps.files", _("町の地図のファイルはそろっています（%(kind)s）。") % {"kind": base.kind}
    )
