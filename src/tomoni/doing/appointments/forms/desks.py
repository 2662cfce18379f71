"""What the keeper of a desk answers: its rooms, towns, people, and what can be booked."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form, ModelForm
from tomoni.core.typed import DayField
from tomoni.doing.appointments.forms.staff import ClockField
from tomoni.doing.appointments.models import Desk, DeskArea, Room, Worker
from tomoni.doing.appointments.rules.modes import Mode
from tomoni.ground.districts.models import District, Town
from tomoni.ground.people.models import Team
from tomoni.ground.people.queries.teams import teams_of

WORD = _("英字の小文字・数字・ハイフンで、短く。ページのアドレスになります。例: baby")


class NewDeskForm(Form):
    """A desk of one of the keeper's teams."""

    team = forms.ModelChoiceField(label=_("チーム"), queryset=Team.objects.none())
    name = forms.CharField(label=_("窓口の名前"), max_length=120)
    slug = forms.SlugField(label=_("アドレスのことば"), max_length=60, help_text=WORD)
    phone = forms.CharField(
        label=_("電話番号"), max_length=20, required=False, help_text=_("空欄ならチームの電話")
    )

    def __init__(self, *args: Any, user: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.fields["team"].queryset = teams_of(user, timezone.localdate())  # type: ignore[attr-defined]


class DeskActForm(Form):
    """A form about one desk; what can be chosen is the desk's own."""

    def __init__(self, *args: Any, desk: Desk, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        today = timezone.localdate()
        own = {
            "worker": desk.workers.in_force(today).select_related("user"),
            "room": desk.rooms.filter(closed_on=None),
            "area": desk.areas.filter(valid_until=None).select_related("desk", "town", "district"),
            "town": Town.objects.all(),
            "district": District.objects.all(),
        }
        for name in own.keys() & self.fields.keys():
            self.fields[name].queryset = own[name]  # type: ignore[attr-defined]


class EditDeskForm(ModelForm):
    """How the desk is shown."""

    class Meta:
        model = Desk
        fields = [
            "name", "name_en", "name_easy", "about", "about_en", "about_easy", "where", "where_en",
            "phone", "is_city_wide", "order",
        ]  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **known: Any) -> None:
        fresh = Desk.objects.get(pk=desk.pk)  # The form writes into what it is given.
        super().__init__(*args, instance=fresh, use_required_attribute=False, **known)


class NewKindForm(DeskActForm):
    """What can be booked, in as few answers as do; the rest is on its own page."""

    name = forms.CharField(label=_("予約の種類"), max_length=120)
    slug = forms.SlugField(label=_("アドレスのことば"), max_length=60, help_text=WORD)
    minutes = forms.IntegerField(label=_("長さ（分）"), min_value=5, max_value=600, initial=60)
    seats = forms.IntegerField(
        label=_("一度に会う人数"), min_value=1, max_value=500, initial=1,
        help_text=_("2人以上なら、集まる回の日時を一つずつ決めます。"),
    )  # fmt: skip
    ways = forms.MultipleChoiceField(
        label=_("会い方"),
        choices=[(mode.code, mode.label) for mode in Mode],
        widget=forms.CheckboxSelectMultiple,
        initial=[Mode.DESK.code],
        error_messages={"required": _("会い方を一つは選んでください。")},
    )

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        ways = said.pop("ways")
        return {**said, "modes": sum(mode.bit for mode in Mode if mode.code in ways)}


class RoomForm(DeskActForm):
    name = forms.CharField(label=_("部屋の名前"), max_length=60)


class CloseRoomForm(DeskActForm):
    room = forms.ModelChoiceField(label=_("部屋"), queryset=Room.objects.none())


class VideoForm(DeskActForm):
    worker = forms.ModelChoiceField(label=_("担当者"), queryset=Worker.objects.none())
    video_url = forms.URLField(
        label=_("ビデオの部屋のアドレス"), max_length=300, required=False, assume_scheme="https",
        help_text=_("https:// で始まるアドレス。ビデオの予約の受付票と知らせに載ります。空欄なら載せません。"),
        error_messages={"invalid": _("https:// で始まるアドレスを書いてください。")},
    )  # fmt: skip


class EndWorkerForm(DeskActForm):
    worker = forms.ModelChoiceField(label=_("担当者"), queryset=Worker.objects.none())
    until_on = DayField(label=_("いつまで"))


class ExtraForm(DeskActForm):
    """One more day, even when the desk rests."""

    worker = forms.ModelChoiceField(label=_("担当者"), queryset=Worker.objects.none())
    day = DayField(label=_("日"))
    opens = ClockField(label=_("始まり"))
    closes = ClockField(label=_("終わり"))


class AreaForm(DeskActForm):
    """For whom the desk, or one person of it, is there."""

    town = forms.ModelChoiceField(label=_("町"), queryset=Town.objects.none(), required=False)
    district = forms.ModelChoiceField(
        label=_("地区"), queryset=District.objects.none(), required=False,
        help_text=_("町か地区のどちらかを選びます。"),
    )  # fmt: skip
    worker = forms.ModelChoiceField(
        label=_("この町の担当者"), queryset=Worker.objects.none(), required=False,
        empty_label=_("窓口のだれでも"),
    )  # fmt: skip
    valid_from = DayField(label=_("いつから"), required=False)


class EndAreaForm(DeskActForm):
    area = forms.ModelChoiceField(label=_("受け持つ町"), queryset=DeskArea.objects.none())
    until_on = DayField(label=_("いつまで"))
