"""The doctor's questions about matters: does every file of a row lie where it should?"""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.doctor import Finding, check, fail, ok, warn
from tomoni.ground.batons import vault
from tomoni.ground.batons.actions.attaching import ABANDONED
from tomoni.ground.batons.models import Attachment


@check("batons.files")
def files() -> Iterator[Finding]:
    lying = {vault.key_of(path): written for path, written in vault.lying()}
    held = set(Attachment.objects.filter(gone_at=None).values_list("pk", flat=True))
    if missing := len(held - set(lying)):
        yield fail(
            "batons.files",
            _("案件に付けたファイルが%(count)s個、保管場所にありません。") % {"count": missing},
            _("控え（backup）から attachments の中身を戻してください。"),
        )
    until = timezone.now() - 2 * ABANDONED  # The nightly sweep has had its chance by then.
    if lost := sum(key not in held and written < until for key, written in lying.items()):
        yield warn(
            "batons.files",
            _("どの案件のものでもないファイルが%(count)s個、保管場所に残っています。")
            % {"count": lost},
            _("`tomoni tick` が毎日動いているか確かめてください。夜のうちに片づきます。"),
        )
    if not (missing or lost):
        yield ok("batons.files", _("案件に付けたファイルは、すべて保管場所にあります。"))
