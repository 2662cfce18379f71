"""What staff answer: booking for somebody, absences, hours, kinds."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core import clock
from tomoni.core.forms import Form, ModelForm
from tomoni.core.reading import Reading, problem
from tomoni.core.typed import DayField, TypedField
from tomoni.doing.appointments.forms.public import DetailsForm, TalkForm
from tomoni.doing.appointments.models import Absence, Booking, Desk, Kind, Room, TalkTheme, Worker
from tomoni.doing.appointments.rules.modes import Mode
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.queries.teams import members_of

WEEKDAYS = [(str(n), f"{day}曜") for n, day in enumerate("月火水木金土日")]
WEEKS = [
    ("0", _("毎週")), ("1", _("第1")), ("2", _("第2")), ("4", _("第3")), ("8", _("第4")),
    ("16", _("第5")), ("32", _("月の最後")), ("5", _("第1・第3")), ("10", _("第2・第4")),
]  # fmt: skip


class ClockField(TypedField):
    """A time of day as people write it; gives minutes from midnight."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": 8})

    def read(self, text: str) -> Reading[Any]:
        found = clock.read_time(text)
        if found.value is not None and found.value > clock.DAY:
            return problem(gettext("時刻は、その日の24時までで書いてください。"))
        return found

    def prepare_value(self, value: Any) -> Any:
        return clock.show(value) if isinstance(value, int) else value


class ForSomebodyForm(DetailsForm):
    """By telephone or at the counter: the same answers, and how they came to us."""

    channel = forms.ChoiceField(
        label=_("受けた方法"),
        choices=[
            (Booking.Channel.PHONE.value, Booking.Channel.PHONE.label),
            (Booking.Channel.COUNTER.value, Booking.Channel.COUNTER.label),
            (Booking.Channel.PAPER.value, Booking.Channel.PAPER.label),
        ],
        initial=Booking.Channel.PHONE.value,
        widget=forms.RadioSelect,
    )
    kana = forms.CharField(label=_("お名前（かな）"), required=False, max_length=100)
    field_order = [
        "channel", "other_name", "other_phone", "consent", "name", "kana", "phone", "email",
        "by_letter", "postcode", "address", "about", "website", "token",
    ]  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        del self.fields["website"]  # Staff are no robots.

    def values(self) -> dict[str, Any]:
        return {**super().values(), "channel": self.cleaned_data["channel"]}


class WalkInForm(Form):
    """Somebody stands at the counter now."""

    kind = forms.ModelChoiceField(label=_("予約の種類"), queryset=Kind.objects.none())
    worker = forms.ModelChoiceField(label=_("会う人"), queryset=Worker.objects.none())
    name = forms.CharField(label=_("お名前"), max_length=100, required=False)
    phone = forms.CharField(label=_("電話番号"), max_length=40, required=False)

    def __init__(self, *args: Any, desks: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        today = timezone.localdate()
        _field(self, "kind").queryset = Kind.objects.filter(
            desk__in=desks, closed_on=None, seats=1, is_talk=False
        ).select_related("desk")
        _field(self, "worker").queryset = (
            Worker.objects.filter(desk__in=desks).in_force(today).select_related("user", "desk")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, worker = cleaned.get("kind"), cleaned.get("worker")
        if kind and worker and kind.desk_id != worker.desk_id:
            self.add_error("worker", _("この人は、その窓口の予約を受けていません。"))
        return cleaned

    def contact(self) -> Contact:
        return Contact(name=self.cleaned_data["name"], phone=self.cleaned_data["phone"])


class AbsenceForm(Form):
    """Who is away, and from when until when."""

    worker = forms.ModelChoiceField(label=_("休む人"), queryset=Worker.objects.none())
    reason = forms.ChoiceField(
        label=_("理由"),
        choices=[one for one in Absence.Reason.choices if one[0] != "calendar"],
        widget=forms.RadioSelect,
        initial=Absence.Reason.ILL,
    )
    from_on = DayField(label=_("いつから"))
    from_at = ClockField(label=_("何時から"), required=False, help_text=_("空欄なら一日じゅう"))
    until_on = DayField(label=_("いつまで"))
    until_at = ClockField(label=_("何時まで"), required=False)

    def __init__(self, *args: Any, desks: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        _field(self, "worker").queryset = (
            Worker.objects.filter(desk__in=desks)
            .in_force(timezone.localdate())
            .select_related("user", "desk")
        )

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "user": said["worker"].user,
            "reason": said["reason"],
            "starts_at": _at(said["from_on"], said["from_at"] or 0),
            "ends_at": _at(
                said["until_on"], 1440 if said["until_at"] is None else said["until_at"]
            ),
        }


class HoursForm(Form):
    """One weekly rule of a worker."""

    weekday = forms.ChoiceField(label=_("曜日"), choices=[("", "—"), *WEEKDAYS], required=False)
    weeks = forms.ChoiceField(label=_("週"), choices=WEEKS, required=False)
    opens = ClockField(label=_("始まり"), required=False)
    closes = ClockField(label=_("終わり"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("weekday"):
            for name in ("opens", "closes"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("時刻を書いてください。例: 9時、13:30"))
        return cleaned

    def row(self) -> dict[str, int] | None:
        said = self.cleaned_data
        if not said.get("weekday"):
            return None
        return {
            "weekday": int(said["weekday"]),
            "weeks": int(said["weeks"] or 0),
            "opens": said["opens"],
            "closes": said["closes"],
        }


class KindForm(ModelForm):
    """What can be booked; the ways to meet are ticks, kept in one number."""

    ways = forms.MultipleChoiceField(
        label=_("会い方"),
        choices=[(mode.code, mode.label) for mode in Mode],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("会い方を一つは選んでください。")},
    )

    class Meta:
        model = Kind
        fields = [
            "name", "name_en", "name_easy", "who_for", "who_for_en", "who_for_easy", "minutes",
            "step", "before", "after", "notice_hours", "most_days", "change_hours", "remind_hours",
            "languages", "needs_room", "instructions", "instructions_en", "instructions_easy",
            "bring", "bring_en", "bring_easy", "order",
        ]  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.initial["ways"] = [mode.code for mode in self.instance.ways]

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        ways = said.pop("ways")
        return {**said, "modes": sum(mode.bit for mode in Mode if mode.code in ways)}


class NewWorkerForm(Form):
    """Who of the team takes appointments."""

    user = forms.ModelChoiceField(label=_("担当者"), queryset=None)
    title = forms.CharField(label=_("肩書き"), max_length=60, required=False)

    def __init__(self, *args: Any, desk: Desk, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        _field(self, "user").queryset = members_of(desk.team, timezone.localdate())
        _field(self, "user").label_from_instance = lambda user: user.name


class SessionForm(Form):
    """A date for a group."""

    worker = forms.ModelChoiceField(label=_("担当者"), queryset=Worker.objects.none())
    room = forms.ModelChoiceField(label=_("部屋"), queryset=Room.objects.none(), required=False)
    day = DayField(label=_("日"))
    begins = ClockField(label=_("始まり"))
    seats = forms.IntegerField(label=_("人数"), min_value=1, max_value=500, required=False)

    def __init__(self, *args: Any, kind: Kind, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        _field(self, "worker").queryset = kind.desk.workers.in_force(timezone.localdate())
        _field(self, "room").queryset = kind.desk.rooms.filter(closed_on=None)
        self.fields["seats"].initial = kind.seats

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "worker": said["worker"],
            "room": said["room"],
            "starts_at": _at(said["day"], said["begins"]),
            "seats": said["seats"] or 0,
        }


class AgreeForm(Form):
    """Who goes to a group, and when."""

    worker = forms.ModelChoiceField(label=_("話しに行く人"), queryset=Worker.objects.none())
    day = DayField(label=_("日"))
    begins = ClockField(label=_("始まり"))

    def __init__(self, *args: Any, desk: Desk, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        _field(self, "worker").queryset = desk.workers.in_force(timezone.localdate())

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"worker": said["worker"], "starts_at": _at(said["day"], said["begins"])}


class WordsForm(Form):
    """Why not, and what else there is."""

    words = forms.CharField(
        label=_("お返事"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class ReasonForm(Form):
    """A reason the person will read."""

    reason = forms.CharField(label=_("相手に伝わる理由"), max_length=200, required=False)


class CalendarForm(Form):
    """A calendar file, or where it is."""

    file = forms.FileField(label=_("カレンダーのファイル（.ics）"), required=False)
    url = forms.CharField(
        label=_("カレンダーのアドレス"),
        required=False,
        max_length=300,
        help_text=_("https:// で始まるもの。書くと、一時間ごとに読みます。空にすると読みません。"),
    )


def _field(form: Form, name: str) -> Any:
    """A field whose rows depend on who asks."""
    return form.fields[name]


def _at(day: Any, minutes: int) -> datetime:
    zone = timezone.get_current_timezone()
    return datetime.combine(day, time(), zone) + timedelta(minutes=minutes)


class TalkForSomebodyForm(TalkForm):
    """A group's request as a clerk keys it in, from the paper or while somebody tells it."""

    theme = forms.ModelChoiceField(label=_("題"), queryset=TalkTheme.objects.none())
    field_order = ["theme", *TalkForm.field_order]

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        open_themes = TalkTheme.objects.filter(closed_on=None).select_related("kind__desk__team")
        self.fields["theme"].queryset = open_themes.order_by("order", "slug")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {**super().values(), "theme": self.cleaned_data["theme"]}
