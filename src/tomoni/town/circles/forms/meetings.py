"""Meetings, as the secretariat types them."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import ClockField, DayField
from tomoni.ground.people.models import Team
from tomoni.ground.people.queries.teams import teams
from tomoni.town.circles.forms.circles import AccountField, long_text
from tomoni.town.circles.models import Attendance, Meeting, Member


def moment(day: Any, minutes: int) -> datetime:
    """A day and minutes from midnight, here."""
    start = datetime.combine(day, time(), tzinfo=get_current_timezone())
    return start + timedelta(minutes=minutes)


class MeetingForm(Form):
    title = forms.CharField(
        label=_("会議の名前"), max_length=120, help_text=_("人の名前や病気のことは書かない")
    )
    day = DayField(label=_("日"), required=True)
    starts = ClockField(label=_("始まりの時刻"), required=True)
    place = forms.CharField(label=_("会場"), max_length=200, required=False)
    basis = forms.ChoiceField(
        label=_("会議の種類"), choices=Meeting.Basis.choices, widget=forms.RadioSelect,
        initial=Meeting.Basis.PLAIN,
    )  # fmt: skip
    case_number = forms.CharField(
        label=_("案件の番号"), max_length=40, required=False,
        help_text=_("支援会議・重層的支援会議のときだけ。名前は書きません。"),
    )  # fmt: skip
    consent = forms.CharField(
        label=_("本人の同意（日付・書面）"), max_length=200, required=False,
        help_text=_("重層的支援会議のときに書きます。"),
    )  # fmt: skip
    no_consent_reason = long_text(
        _("同意を得ずに共有する理由"),
        rows=2,
        hint=_("支援会議のときに書きます。封をして保存します。"),
    )
    is_closed = forms.BooleanField(
        label=_("議事録は秘密を守ると約束した人だけが読む"), required=False
    )
    is_public = forms.BooleanField(label=_("公開のページに載せる"), required=False)

    def values(self) -> dict[str, Any]:
        rest = {k: v for k, v in self.cleaned_data.items() if k not in ("day", "starts")}
        return {**rest, "starts_at": moment(self.cleaned_data["day"], self.cleaned_data["starts"])}


class MeetingActForm(Form):
    """Knows the meeting it acts on."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the meeting."""


class NoticeForm(MeetingActForm):
    words = long_text(
        _("はじめに添える文"), rows=4,
        hint=_("なくてもかまいません。日時、会場、議題、出欠の答え方は、ひとりでに入ります。"),
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def prepare(self) -> None:
        self.initial["key"] = uuid4()


class AgendaForm(MeetingActForm):
    text = long_text(
        _("議題"), required=True, rows=8,
        hint=_("一行にひとつ。資料や説明は「｜」のあとに書きます。例：会計の報告｜表は当日配ります"),
    )  # fmt: skip

    def prepare(self) -> None:
        rows = self.meeting.agenda.all()  # type: ignore[attr-defined]
        self.initial["text"] = "\n".join(
            f"{row.title}｜{row.material}" if row.material else row.title for row in rows
        )

    def values(self) -> dict[str, Any]:
        lines = [line.strip() for line in self.cleaned_data["text"].splitlines() if line.strip()]
        parted = [line.replace("|", "｜").partition("｜") for line in lines[:50]]
        return {"items": [(title.strip(), more.strip()) for title, _bar, more in parted]}


class AttendanceForm(MeetingActForm):
    """One line for each member: did they come, and who instead."""

    def prepare(self) -> None:
        known = {
            row.member_id: row
            for row in self.meeting.attendances.all()  # type: ignore[attr-defined]
        }
        day = localdate(self.meeting.starts_at)
        self.members = list(
            Member.objects.in_force(day)
            .filter(circle=self.meeting.circle)
            .select_related("organisation", "user")
            .order_by("from_on", "pk")
        )
        choices = [("", _("まだ分からない")), *Attendance.State.choices]
        for member in self.members:
            row = known.get(member.pk)
            self.fields[f"state_{member.pk.hex}"] = forms.ChoiceField(
                label=str(member), choices=choices, required=False,
                initial=row.state if row else "",
            )  # fmt: skip
            self.fields[f"who_{member.pk.hex}"] = forms.CharField(
                label=_("%(member)sの代理の人") % {"member": member}, max_length=100,
                required=False, initial=row.stand_in if row else "",
            )  # fmt: skip

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "states": {
                member: (said[f"state_{member.pk.hex}"], said[f"who_{member.pk.hex}"])
                for member in self.members
                if said[f"state_{member.pk.hex}"]
            }
        }


class MinutesForm(MeetingActForm):
    text = long_text(
        _("議事録"),
        required=True,
        rows=16,
        hint=_("保存すると新しい版になります。前の版も残ります。"),
    )

    def prepare(self) -> None:
        newest = self.meeting.minutes.order_by("-version").first()  # type: ignore[attr-defined]
        self.initial["text"] = newest.text if newest else ""


class ApproveForm(MeetingActForm):
    pass


class DecideForm(MeetingActForm):
    words = forms.CharField(label=_("決まったこと"), max_length=300)
    plain_words = forms.CharField(
        label=_("だれにでも分かることばで"), max_length=300, required=False,
        help_text=_("公開するときに書きます。"),
    )  # fmt: skip
    is_public = forms.BooleanField(label=_("公開のページに載せる"), required=False)
    to_team = forms.ModelChoiceField(
        label=_("だれがするか"), queryset=Team.objects.none(), required=False,
        empty_label=_("事務局がする"),
        help_text=_("ほかのチームを選ぶと、引き継ぎを申し出ます。相手が引き受けるまで、事務局が持ちます。"),
    )  # fmt: skip
    next_step = forms.CharField(label=_("次にすること"), max_length=300, required=False)
    due_on = DayField(label=_("いつまでに"), required=False)

    def prepare(self) -> None:
        self.fields["to_team"].queryset = teams().exclude(  # type: ignore[attr-defined]
            pk=self.meeting.circle.secretariat_id
        )


class LetInForm(MeetingActForm):
    user = AccountField(label=_("見てよい人のメールアドレス"), required=True)
    until_on = DayField(
        label=_("いつまで見られるか"), required=False,
        help_text=_("空けておくと、会議の日から14日までです。その日が過ぎると、ひとりでに見られなくなります。"),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        day = self.cleaned_data["until_on"]
        return {
            "user": self.cleaned_data["user"],
            "until_at": moment(day, 24 * 60) if day else None,
        }


class CancelForm(MeetingActForm):
    reason = forms.CharField(
        label=_("中止の理由"), max_length=200,
        help_text=_("会員みんなに、この理由を添えて知らせます。人の事情は書きません。"),
    )  # fmt: skip


class PrintForm(MeetingActForm):
    for_whom = forms.CharField(
        label=_("渡す相手"), max_length=100,
        help_text=_("この名前と番号が、紙の全面にうすく入ります。"),
    )  # fmt: skip
