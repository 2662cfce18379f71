"""What a resident answers: a town, then a name and a way to be reached."""

import unicodedata
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.clock import read_time
from tomoni.core.forms import Form
from tomoni.core.phones import read_phone
from tomoni.core.typed import DayField
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.carrying import Carried
from tomoni.doing.appointments.models import Booking, WaitEntry
from tomoni.ground.districts.models import Town
from tomoni.ground.districts.queries import look_up, town_of
from tomoni.ground.people.contacts import Contact, checked
from tomoni.ground.people.forms.reach import ReachForm
from tomoni.ground.people.models import Person


class TownForm(Form):
    """Which town somebody lives in, as they write their address."""

    where = forms.CharField(
        label=_("お住まいの町"),
        max_length=200,
        help_text=_("例: 銭函2丁目。番地は書かなくてかまいません。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("町の名前を書いてください。例: 銭函2丁目")},
    )

    def __init__(self, *args: Any, phone: str = "", **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.phone = phone
        self.town: Town | None = None

    def clean_where(self) -> str:
        text = str(self.cleaned_data["where"])
        self.town = town_of(text)
        if self.town is None:
            self.town = _one_of_several(text)
        if self.town is None:
            near = look_up(text).suggestions
            hint = gettext("もしかして: %(names)s。") % {"names": "、".join(near)} if near else ""
            raise forms.ValidationError(
                gettext(
                    "「%(text)s」は、小樽市の町の名前として読めませんでした。市の外にお住まいの方は、お電話でおたずねください。電話: %(phone)s"
                )
                % {"text": text[:60], "phone": self.phone}
                + hint
            )
        return text


def _one_of_several(text: str) -> Town | None:
    """A town without its 丁目: the first of them decides, since desks rarely divide a town."""
    for found in look_up(text).found:
        if found.towns and found.level in ("town", "base"):
            return Town.objects.filter(code=found.towns[0]).first()
    return None


class DetailsForm(ReachForm):
    """The last question before the check page; for whom it is decides what else is asked."""

    about = forms.CharField(
        label=_("話したいこと"),
        required=False,
        max_length=2000,
        help_text=_("書かなくてもかまいません。会う人だけが読みます。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    other_name = forms.CharField(
        label=_("ご本人のお名前"),
        max_length=100,
        error_messages={"required": _("ご本人のお名前を書いてください。")},
    )
    other_phone = forms.CharField(
        label=_("ご本人の電話番号"),
        required=False,
        max_length=40,
        help_text=_("書くと、ご本人にも予約のことをお知らせします。"),
    )
    consent = forms.CharField(
        label=_("ご本人は、この予約のことを知っていますか"),
        max_length=300,
        error_messages={
            "required": _("本人がこの予約を知っていて、よいと言っているかを書いてください。")
        },
        help_text=_("例: 本人に話して、よいと言ってもらいました。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    carry = forms.BooleanField(label=_("上のことを窓口に伝えてよい"), required=False)
    field_order = [
        "other_name", "other_phone", "consent", "name", "phone", "email", "about", "carry",
        "by_letter", "postcode", "address"
    ]  # fmt: skip

    def __init__(
        self,
        *args: Any,
        whose: str = "self",
        home: bool = False,
        carried: Carried | None = None,
        language: str = "ja",
        person: Person | None = None,
        consent: str = "",
        **known: Any,
    ) -> None:
        super().__init__(*args, **known)
        self.whose, self.carried, self.language = whose, carried, language
        self.person, self.consent = person, consent
        # What is not asked here is known: of oneself, or by the mandate.
        if whose == Booking.Whose.SELF or person:
            for name in ("other_name", "other_phone", "consent"):
                del self.fields[name]
        if whose != Booking.Whose.SELF:
            self.fields["name"].label = _("あなたのお名前")
            self.fields["phone"].label = _("あなたの電話番号")
        if whose == Booking.Whose.FAMILY and not person:
            del self.fields["consent"]
        if not carried:
            del self.fields["carry"]
        if home:
            self.must_say_address()
            self.fields["address"].label = _("訪ねる先の住所")

    def told(self) -> Told:
        said = self.cleaned_data
        other = None
        if said.get("other_name"):
            phone = Contact(name=said["other_name"], phone=said.get("other_phone", ""))
            other = checked(phone) if phone.phone else phone
        if self.person:
            other = Contact(name=self.person.name)  # They are told of the act; once is enough.
        return Told(
            self.contact(), whose=self.whose, concerned=other, person=self.person,
            consent=said.get("consent", self.consent),
            about=said.get("about", ""), by_letter=said.get("by_letter", False),
            language=self.language, carried=self.carried if said.get("carry") else None,
        )  # fmt: skip

    def clean_other_phone(self) -> str:
        read = read_phone(self.cleaned_data["other_phone"])
        if read.problem:
            raise forms.ValidationError(read.problem)
        return read.value.number if read.value else ""

    def values(self) -> dict[str, Any]:
        return {"told": self.told(), "token": self.cleaned_data["token"]}


class WaitForm(ReachForm):
    """Which days one could come, should a time become free."""

    from_on = DayField(label=_("いつから"))
    until_on = DayField(label=_("いつまで"))
    part = forms.ChoiceField(
        label=_("時間帯"),
        choices=WaitEntry.Part.choices,
        initial=WaitEntry.Part.ANY,
        widget=forms.RadioSelect,
    )
    field_order = [
        "from_on", "until_on", "part", "name", "phone", "email", "by_letter", "postcode",
        "address"
    ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "contact": self.contact(),
            "from_on": said["from_on"],
            "until_on": said["until_on"],
            "part": said["part"],
            "by_letter": said["by_letter"],
            "token": said["token"],
        }


class TalkForm(ReachForm):
    """A group asks for a talk."""

    group = forms.CharField(
        label=_("団体や集まりの名前"),
        max_length=120,
        error_messages={"required": _("団体や集まりの名前を書いてください。")},
    )
    wish_1 = DayField(label=_("希望の日（第1希望）"))
    time_1 = forms.CharField(
        label=_("始める時刻（第1希望）"), max_length=20, help_text=_("例: 午後2時、14:00")
    )
    wish_2 = DayField(label=_("希望の日（第2希望）"), required=False)
    time_2 = forms.CharField(label=_("始める時刻（第2希望）"), max_length=20, required=False)
    place = forms.CharField(
        label=_("会場"),
        max_length=200,
        help_text=_("例: 桜町会館。住所も分かれば書いてください。"),
        error_messages={"required": _("会場を書いてください。")},
    )
    people = forms.CharField(
        label=_("来る人の数"),
        max_length=10,
        help_text=_("だいたいでかまいません。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={"required": _("だいたいの人数を数字で書いてください。")},
    )
    needs = forms.CharField(
        label=_("配慮してほしいこと"),
        max_length=300,
        required=False,
        help_text=_("例: 手話通訳、車いすの人がいる、子どもが聞く"),
    )
    field_order = [
        "group", "wish_1", "time_1", "wish_2", "time_2", "place", "people", "needs", "name",
        "phone", "email", "by_letter", "postcode", "address"
    ]  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["name"].label = _("申し込む人のお名前")

    def clean_people(self) -> int:
        text = unicodedata.normalize("NFKC", str(self.cleaned_data["people"])).strip()
        digits = (
            text.removeprefix("約").removesuffix("ぐらい").removesuffix("くらい").rstrip("人名")
        )
        if not digits.isdecimal() or not 1 <= int(digits) <= 2000:
            raise forms.ValidationError(_("だいたいの人数を数字で書いてください。"))
        return int(digits)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wishes = []
        for n in (1, 2):
            day: date | None = cleaned.get(f"wish_{n}")
            words = cleaned.get(f"time_{n}", "")
            if day is None:
                if words:
                    self.add_error(f"wish_{n}", _("希望の日も書いてください。"))
                continue
            read = read_time(words)
            if read.problem or read.value is None or read.value >= 1440:
                self.add_error(
                    f"time_{n}", read.problem or _("始める時刻も書いてください。例: 午後2時")
                )
                continue
            wishes.append((day, read.value))
        cleaned["wishes"] = wishes
        return cleaned

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        zone = timezone.get_current_timezone()
        wishes = [
            datetime.combine(day, time(at // 60, at % 60), zone).isoformat()
            for day, at in said["wishes"]
        ]
        return {
            "group": said["group"],
            "contact": self.contact(),
            "wishes": wishes,
            "place": said["place"],
            "people": said["people"],
            "needs": said["needs"],
            "by_letter": said["by_letter"],
            "token": said["token"],
        }
