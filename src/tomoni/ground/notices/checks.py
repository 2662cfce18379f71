"""The doctor's questions about the outbox."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.doctor import Finding, check, ok, warn
from tomoni.ground.notices.models import Channel, Delivery, Way
from tomoni.web import paper

LATE = timedelta(hours=1)


@check("notices.ways")
def ways() -> Iterator[Finding]:
    shut = Way.objects.filter(troubles__gt=0).order_by("channel")
    for way in shut:
        yield warn(
            "notices.ways",
            _("%(channel)sの相手につながりません（%(said)s）。")
            % {"channel": Channel(way.channel).label, "said": way.said},
            _(
                "相手が動いているか、設定と鍵が正しいかを確かめてください。待っているものは消えません。"
            ),
        )
    late = Delivery.objects.filter(status="ready", not_before__lt=timezone.now() - LATE)
    late = late.exclude(channel="letter").exclude(channel__in=[way.channel for way in shut])
    if number := late.count():
        yield warn(
            "notices.late",
            _("1時間より長く、送られるのを待っているお知らせが%(count)s件あります。")
            % {"count": number},
            _("`tomoni work` が動いているかを確かめてください。"),
        )
    elif not shut:
        yield ok("notices.ways", _("お知らせは、とどこおりなく送られています。"))


@check("notices.fonts")
def fonts() -> Finding:
    found = any(p.exists() for p in (*paper.FONTS, settings.DATA_DIR / "fonts"))
    if found:
        return ok("notices.fonts", _("手紙を印刷する文字があります。"))
    return warn(
        "notices.fonts",
        _("手紙を印刷する日本語の文字がありません。"),
        _("`apt-get install fonts-morisawa-bizud-gothic` を実行してください。"),
    )
