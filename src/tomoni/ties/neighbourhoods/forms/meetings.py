"""The general meeting's forms: for officers, and for a household that votes on screen."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import ClockField, DayField
from tomoni.ties.neighbourhoods.forms.officers import (
    CountField,
    NumbersField,
    OfficerForm,
    long_text,
    moment,
)
from tomoni.ties.neighbourhoods.models import GeneralMeeting, Majority, MemberHousehold, Vote


class MeetingForm(OfficerForm):
    title = forms.CharField(
        label=_("総会の名前"), max_length=100, help_text=_("例：令和9年度 定期総会")
    )
    day = DayField(label=_("日"), required=True)
    starts = ClockField(label=_("始まりの時刻"), required=True)
    place = forms.CharField(label=_("会場"), max_length=200)

    def values(self) -> dict[str, Any]:
        rest = {k: v for k, v in self.cleaned_data.items() if k not in ("day", "starts")}
        return {**rest, "starts_at": moment(self.cleaned_data["day"], self.cleaned_data["starts"])}


class OfMeetingForm(Form):
    """Knows the meeting it belongs to."""

    def __init__(self, *args: Any, meeting: GeneralMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the meeting."""


class ItemForm(OfMeetingForm):
    title = forms.CharField(label=_("議案"), max_length=200)
    text = long_text(_("説明"))
    majority = forms.ModelChoiceField(
        label=_("採決の決まり"), queryset=Majority.objects.none(), empty_label=None,
        help_text=_("会則を変えるときは、会則にある多いほうの決まりを選びます。"),
    )  # fmt: skip

    def prepare(self) -> None:
        rows = self.meeting.association.majorities.filter(  # type: ignore[attr-defined]
            from_on__lte=localdate(self.meeting.starts_at)
        )
        self.fields["majority"].queryset = rows.order_by("pk")  # type: ignore[attr-defined]


class NumberForm(OfMeetingForm):
    """One household by the number on its slip, as it is read off the paper."""

    number = CountField(label=_("会員番号"))

    def clean_number(self) -> MemberHousehold:
        found = MemberHousehold.objects.filter(
            association=self.meeting.association_id, number=self.cleaned_data["number"]
        ).first()
        if found is None:
            raise forms.ValidationError(
                _("この会員番号の世帯はありません。紙の番号を確かめてください。")
            )
        return found

    def values(self) -> dict[str, Any]:
        rest = {k: v for k, v in self.cleaned_data.items() if k != "number"}
        return {**rest, "household": self.cleaned_data["number"]}


class ProxyForm(NumberForm):
    proxy_to = forms.CharField(
        label=_("だれに任せるか"), max_length=60, required=False,
        help_text=_("空欄なら議長です。"),
    )  # fmt: skip


class ChoicesMixin:
    """One question for each motion."""

    meeting: GeneralMeeting
    fields: dict[str, Any]
    cleaned_data: dict[str, Any]

    def add_items(self) -> None:
        self.items = list(self.meeting.items.order_by("number"))  # type: ignore[attr-defined]
        for item in self.items:
            self.fields[f"item_{item.number}"] = forms.ChoiceField(
                label=_("第%(number)s号議案 %(title)s")
                % {"number": item.number, "title": item.title},
                choices=Vote.Choice.choices, widget=forms.RadioSelect,
                help_text=item.text[:300],
            )  # fmt: skip

    def choices(self) -> dict[Any, str]:
        return {item: self.cleaned_data[f"item_{item.number}"] for item in self.items}


class WrittenForm(ChoicesMixin, NumberForm):
    """A written vote, keyed in from paper."""

    def prepare(self) -> None:
        self.add_items()

    def values(self) -> dict[str, Any]:
        return {"household": self.cleaned_data["number"], "choices": self.choices()}


class HallForm(OfMeetingForm):
    """The numbers of who came, read off the list at the door."""

    numbers = NumbersField(
        label=_("来た世帯の会員番号"),
        help_text=_("いくつでも。間は空けるか、点か、行で分けます。"),
    )


class HandsForm(OfMeetingForm):
    """The raised hands of every motion."""

    def prepare(self) -> None:
        self.items = list(self.meeting.items.select_related("hands").order_by("number"))  # type: ignore[attr-defined]
        for item in self.items:
            known = getattr(item, "hands", None)
            for name, label in (
                ("yes", _("第%(number)s号議案 賛成の手")),
                ("no", _("第%(number)s号議案 反対の手")),
                ("abstain", _("第%(number)s号議案 棄権")),
            ):
                self.fields[f"{name}_{item.number}"] = CountField(
                    label=label % {"number": item.number},
                    initial=str(getattr(known, name)) if known else "",
                    required=name == "yes",
                )

    def counts(self) -> list[tuple[Any, dict[str, int]]]:
        said = self.cleaned_data
        return [
            (
                item,
                {
                    name: max(said[f"{name}_{item.number}"] or 0, 0)
                    for name in ("yes", "no", "abstain")
                },
            )
            for item in self.items
        ]


class CloseForm(OfMeetingForm):
    leader = forms.CharField(label=_("議長"), max_length=60)
    signers = forms.CharField(label=_("議事録に署名する人"), max_length=120, required=False)
    record = long_text(_("話し合いのあらまし"), rows=8)


class CancelForm(OfMeetingForm):
    reason = forms.CharField(label=_("中止の理由"), max_length=200)


class BallotForm(ChoicesMixin, OfMeetingForm):
    """A household on its own telephone: vote, or let the chair of the meeting vote."""

    def prepare(self) -> None:
        self.add_items()


class TakeForm(Form):
    """Somebody signs up for a task."""

    name = forms.CharField(label=_("お名前"), max_length=100)
    contact = forms.CharField(
        label=_("電話番号かメールアドレス"), max_length=200,
        help_text=_("中止のときなどに、町会から連絡します。ほかには使いません。"),
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput)
