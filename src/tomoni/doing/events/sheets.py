"""The blank sheet that lies on a counter: people write their line, staff type it in later."""

from math import ceil

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.doing.events.actions.telling import place_name
from tomoni.doing.events.models import Occurrence, Role
from tomoni.doing.events.papers import FOLDER, printed, qr
from tomoni.doing.events.rules import when
from tomoni.web.paper import set_pdf

MOST_SHEETS = 5


def blank(occurrence: Occurrence, role: Role, *, lines: int) -> bytes:
    """A PDF with as many sheets as the free seats need, at least one: whoever comes later may wait.

    Args:
        lines: How many lines a sheet has, which is how many are typed in at one sitting.
    """
    series = occurrence.series
    start, end = timezone.localtime(occurrence.starts_at), timezone.localtime(occurrence.ends_at)
    url = settings.SITE_URL + reverse("events:join", args=[series.slug, occurrence.pk])
    phone = series.phone or city().phones[0].phone
    sheets = min(MOST_SHEETS, max(1, ceil((role.left or lines) / lines)))
    asks = [str(question["words"]) for question in series.questions]
    head = [
        _("行"),
        _("お名前"),
        _("電話番号か住所"),
        _("人数"),
        _("年齢"),
        _("手伝ってほしいこと"),
        *asks,
    ]
    return set_pdf(
        FOLDER / "sheet.typ",
        {
            "title": _("申込用紙 %(title)s") % {"title": occurrence}, "headline": str(occurrence),
            "kind": _("申込用紙"), "when": when.in_words(start, end, all_day=series.all_day, language="ja"),
            "place": place_name(occurrence), "head": head, "lines": lines, "sheets": sheets,
            "privacy": _("書いてくださったことは、主催者だけが見て、この催しのためだけに使います。人に見られたくない方は、係に声をかけてください。"),
            "full": _("席より多いときは、書いた順に空きを待っていただきます。"),
            "contact": _("問い合わせ　%(phone)s") % {"phone": phone}, "screen": _("スマートフォンからも申し込めます"),
            "url": url, "svg": qr(url), "printed": printed(),
        },
    )  # fmt: skip
