"""The worker and the timetable: seen lately, nothing failing, nothing left lying."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import worker
from tomoni.core.doctor import Finding, check, ok, warn
from tomoni.core.models import DeadLetter, TimetableRun


@check("jobs.alive")
def alive() -> Iterator[Finding]:
    missing = worker.trouble(at=timezone.now())
    if "work" in missing:
        yield warn(
            "jobs.worker",
            _(
                "あとの仕事をする係（worker）が、15分より長く動いていません。お知らせが送られません。"
            ),
            _("`tomoni serve` か `tomoni work` を動かしてください（docs/operations.md）。"),
        )
    else:
        yield ok("jobs.worker", _("あとの仕事をする係（worker）は動いています。"))
    if "tick" in missing:
        yield warn(
            "jobs.timetable",
            _("時間割（tick）が、15分より長く動いていません。期限の知らせが出ません。"),
            _("`tomoni serve` を動かすか、cron に `tomoni tick` を書いてください。"),
        )
    else:
        yield ok("jobs.timetable", _("時間割（tick）は動いています。"))


@check("jobs.failing")
def failing() -> Iterator[Finding]:
    for run in TimetableRun.objects.filter(failures__gt=0).order_by("name"):
        yield warn(
            "jobs.failing",
            _("時間割の %(name)s が続けて%(count)s回失敗しました（%(problem)s）。")
            % {"name": run.name, "count": run.failures, "problem": run.problem},
            _("わけを直してください。次の tick がもう一度試します。"),
        )
    if dead := DeadLetter.objects.filter(again_at=None).count():
        yield warn(
            "jobs.dead",
            _("最後まで失敗した仕事が%(count)s件あります。") % {"count": dead},
            _(
                "`tomoni jobs` で見て、わけを直し、`tomoni jobs --again 番号` でやり直してください。"
            ),
        )
