"""The doctor's questions about what should have been destroyed."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import retention
from tomoni.core.doctor import Finding, check, ok, warn
from tomoni.core.models import TimetableRun
from tomoni.ground.retention.models import Item, Proposal, newest_rules

LATE = timedelta(days=2)
WAITED = timedelta(days=30)


@check("retention.job")
def job() -> Finding:
    ran = TimetableRun.objects.filter(name="retention.find_due").values_list("ran_at", flat=True)
    last = ran.first()
    if last is None or timezone.now() - last > LATE:
        return warn(
            "retention.job",
            _("保存期間の過ぎた記録をさがす仕事が、2日より長く動いていません。"),
            _("`tomoni tick --only retention.find_due` を試し、時間割（tick）を動かしてください。"),
        )
    return ok("retention.job", _("保存期間の過ぎた記録を毎日さがしています。"))


@check("retention.rules")
def rules() -> Finding:
    known = newest_rules(timezone.localdate())
    missing = [str(held.name) for held in retention.classes() if held.code not in known]
    if missing:
        return warn(
            "retention.rules",
            _("保存期間の決まっていない種類があります（%(names)s）。決まるまで消えません。")
            % {"names": "、".join(missing)},
            _("文書管理の規程を見て、/staff/retention/ で決めてください。"),
        )
    return ok("retention.rules", _("すべての種類の記録に、保存期間の決まりがあります。"))


@check("retention.waiting")
def waiting() -> Iterator[Finding]:
    for proposal in Proposal.objects.filter(is_under_way=True):
        if timezone.now() - (proposal.second_at or proposal.at) > WAITED:
            yield warn(
                "retention.waiting",
                _("破棄の案が、30日より長く止まっています。"),
                _("/staff/retention/ を開き、二人で承認するか、見送ってください。"),
            )
    if failed := Item.objects.filter(outcome=Item.Outcome.FAILED).count():
        yield warn(
            "retention.failed",
            _("破棄できなかった記録が%(count)s件あります。") % {"count": failed},
            _(
                "プログラムの記録（could not destroy）でわけを調べてください。次の案にまた入ります。"
            ),
        )
