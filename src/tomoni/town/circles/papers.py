"""The numbered copy on paper, and the words of the promise of secrecy."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.town.circles.models import Attendance, Meeting, Printout
from tomoni.web.dates import clock, era_date, long_date
from tomoni.web.paper import set_pdf

TEMPLATE = Path(__file__).resolve().parent / "typst" / "copy.typ"


def secrecy_words(meeting: Meeting) -> str:
    """What somebody promises before opening the minutes of this meeting."""
    if meeting.basis == Meeting.Basis.WITHOUT_CONSENT:
        return _(
            "この会議で知ったことは、社会福祉法第106条の6第5項により、だれにも話しません。家族にも職場にも話しません。会議が終わったあとも、役を離れたあとも同じです。違反すると罰せられることがあります。"
        )
    if meeting.basis == Meeting.Basis.WITH_CONSENT:
        return _(
            "この会議で知ったことは、本人が同意した人にだけ話します。ほかの人、家族、職場には話しません。会議が終わったあとも、役を離れたあとも同じです。"
        )
    return _("この会議の議事録にあることは、会の外では話しません。役を離れたあとも同じです。")


def copy_of(printout: Printout) -> bytes:
    """The PDF of one numbered copy; the number and the name lie across every page."""
    meeting = printout.meeting
    newest = meeting.minutes.order_by("-version").first()  # type: ignore[attr-defined]
    here = meeting.attendances.filter(state__in=Attendance.HERE).select_related(  # type: ignore[attr-defined]
        "member__organisation", "member__user"
    )
    when = timezone.localtime(meeting.starts_at)
    printed = timezone.localtime(printout.printed_at)
    return set_pdf(
        TEMPLATE,
        {
            "title": meeting.title,
            "circle": meeting.circle.name,
            "mark": _("第%(number)s部　%(name)s　様")
            % {"number": printout.number, "name": printout.for_whom},
            "printed": _("%(day)s %(who)sが印刷")
            % {
                "day": f"{long_date(printed.date(), 'ja')} {clock(printed.time(), 'ja')}",
                "who": printout.printed_by or city().site_title,
            },
            "basis": meeting.get_basis_display(),
            "case_number": meeting.case_number,
            "when": f"{era_date(when.date(), 'ja')} {when:%H:%M}",
            "place": meeting.place,
            "words": {
                "case": _("案件の番号"), "when": _("日時"), "place": _("会場"),
                "agenda": _("議題"), "here": _("出席した人"), "minutes": _("議事録"),
                "decided": _("決まったこと"), "version": _("版"),
                "keep": _("コピーせず、使い終わったら事務局に返してください。"),
            },
            "agenda": [
                {"title": item.title, "material": item.material}
                for item in meeting.agenda.all()  # type: ignore[attr-defined]
            ],
            "here": [
                f"{row.member}（{row.stand_in}）" if row.stand_in else str(row.member)
                for row in here.order_by("member__from_on", "pk")
            ],
            "minutes": newest.text.split("\n") if newest else [],
            "version": newest.version if newest else 0,
            "decided": [
                f"{one.number}. {one.words}"
                for one in meeting.decisions.all()  # type: ignore[attr-defined]
            ],
        },
    )  # fmt: skip
