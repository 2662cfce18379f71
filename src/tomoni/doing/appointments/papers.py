"""The blank form on which a group asks for a talk, for the counter, the fax and the post."""

from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.doing.appointments.models import TalkTheme
from tomoni.web.dates import long_date
from tomoni.web.paper import set_pdf
from tomoni.web.templatetags.shell import local

FOLDER = Path(__file__).resolve().parent / "typst"
MOST_THEMES = 24  # More do not fit on the sheet; the last line is always there to write in.


def talk_form() -> bytes:
    """A4: what may be asked for to tick, the lines of the page on the screen, and where it goes."""
    themes = TalkTheme.objects.filter(closed_on=None).order_by("order", "slug")[:MOST_THEMES]
    url = f"{settings.SITE_URL}{reverse('appointments:talks')}"
    drawn = str(segno.make(url, error="m").svg_inline(border=0, scale=4))
    line = city().phones[0]
    fax = _("　ファクス %(fax)s") % {"fax": line.fax} if line.fax else ""
    return set_pdf(
        FOLDER / "talk.typ",
        {
            "title": _("まち育てふれあいトークの申込書"),
            "lead": _(
                "町内会やサークルなどの集まりに、職員が話しに行きます。書けるところだけで、かまいません。"
            ),
            "which": _("聞きたい題（あてはまるものに印）"),
            "themes": [
                *(local(theme, "title") for theme in themes),
                _("そのほか（　　　　　　　　　　）"),
            ],
            "rows": [
                (_("団体や集まりの名前"), "", 15),
                (_("希望の日と時刻"), _("第1希望　　　　月　　　日（　　）午前・午後　　　時"), 15),
                ("", _("第2希望　　　　月　　　日（　　）午前・午後　　　時"), 15),
                (_("会場"), "", 15),
                (_("来る人の数"), _("およそ　　　　　人"), 14),
                (_("配慮してほしいこと"), _("手話通訳、車いすの人がいる、など"), 18),
                (_("申し込む人のお名前"), "", 15),
                (_("電話番号"), "", 14),
                (_("お返事を送る住所"), _("〒"), 22),
            ],
            "after": _(
                "受け取ったら、受付番号とお返事の予定の日を、手紙か電話で知らせます。日時が決まるまでは、まだ約束ではありません。"
            ),
            "send": _("出すところ：%(name)s　電話 %(phone)s%(fax)s")
            % {"name": line.name, "phone": line.phone, "fax": fax},
            "url": url,
            "svg": drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
            "printed": long_date(timezone.localdate(), "ja"),
        },
    )
