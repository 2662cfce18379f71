"""A wish, a "me too", an offered room; and what staff write about them."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.counts import read_count
from tomoni.core.forms import Form, OpenForm
from tomoni.core.typed import TypedField
from tomoni.ground.batons.models import Baton
from tomoni.ground.districts.models import Town
from tomoni.ground.districts.queries import look_up
from tomoni.ties.gathering_places.models import Venue
from tomoni.ties.gathering_places.rules import times
from tomoni.town.circles.models import Circle
from tomoni.town.places.models import Listing

MOST_PEOPLE, MOST_YEN = 2000, 1_000_000
SMALL = forms.TextInput(attrs={"inputmode": "numeric", "size": 8})


class NumberField(TypedField):
    """A number as people write it, without counters: 12, １２, 約12人, 500円, 無料."""

    def __init__(self, *, least: int, most: int, **more: Any) -> None:
        super().__init__(max_length=20, widget=SMALL, **more)
        self.least, self.most = least, most

    def clean(self, value: Any) -> Any:
        plain = unicodedata.normalize("NFKC", str(value or "")).strip()
        found = 0 if plain == "無料" else super().clean(plain.removesuffix("円"))
        if found is None:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return None
        if not self.least <= found <= self.most:
            raise forms.ValidationError(
                gettext("%(least)sから%(most)sまでの数字で書いてください。")
                % {"least": self.least, "most": f"{self.most:,}"}
            )
        return found

    def read(self, text: str) -> Any:
        return read_count(text)


class TownField(forms.CharField):
    """A town as people write their address; without its 丁目 the first of them."""

    def clean(self, value: Any) -> Town | None:
        text = super().clean(value)
        if not text:
            return None
        answer = look_up(text)
        code = next((found.towns[0] for found in answer.found if found.towns), None)
        if town := Town.objects.filter(code=code).first() if code else None:
            return town
        near = "、".join(answer.suggestions)
        hint = gettext("もしかして: %(names)s。") % {"names": near} if near else ""
        raise forms.ValidationError(
            gettext("「%(text)s」は、町の名前として読めませんでした。例: 銭函2丁目。")
            % {"text": text[:60]}
            + hint
        )


def parts_field(label: Any) -> Any:
    return forms.MultipleChoiceField(
        label=label, choices=times.CHOICES, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("選ばなければ、いつでもよいとします。"),
    )  # fmt: skip


class _SendForm(OpenForm):
    """How to answer."""

    contact = forms.CharField(
        label=_("お返事の連絡先"), required=False, max_length=200,
        help_text=_("電話番号かメールアドレス。掲示板には出ません。書くと、どうなったかをお知らせします。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, language: str = "ja", **known: Any) -> None:
        super().__init__(*args, **known)
        self.language = language


class MeTooForm(_SendForm):
    field_order = ["contact"]

    def values(self) -> dict[str, Any]:
        return {"contact": self.cleaned_data["contact"], "language": self.language}


class _BoardForm(_SendForm):
    """What a wish and an offer share; the letter's fields come last."""

    text = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("どんな場所か、ひとことでも書いてください。")},
    )  # fmt: skip
    postcode = forms.CharField(
        label=_("郵便番号"), required=False, max_length=20,
        help_text=_("ここから下は、お返事を手紙でほしいときだけ書いてください。"),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )  # fmt: skip
    address = forms.CharField(
        label=_("手紙の送り先の住所"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("手紙のあて名"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    own: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        reply = {name: said[name] for name in ("contact", "postcode", "address", "name")}
        found = {name: said[name] for name in (*self.own, "text", "people", "token", "town")}
        found["parts"] = times.together(said["parts"])
        return {**found, "reply": {**reply, "language": self.language}}


REPLY = ["contact", "postcode", "address", "name"]


class WishForm(_BoardForm):
    town = TownField(
        label=_("どの町に"), required=False, max_length=200,
        help_text=_("例: 銭函2丁目。空けておくと、市内のどこでもよいとします。"),
    )  # fmt: skip
    people = NumberField(
        label=_("来る人の数"), least=1, most=MOST_PEOPLE, help_text=_("だいたいでかまいません。"),
        error_messages={"required": _("だいたいの人数を数字で書いてください。")},
    )  # fmt: skip
    parts = parts_field(_("いつ使いたいですか"))
    needs_step_free = forms.BooleanField(label=_("段差のない場所が必要"), required=False)
    needs_wide_toilet = forms.BooleanField(label=_("車いすで使えるトイレが必要"), required=False)
    most_fee = NumberField(
        label=_("1回に出せる金額（円）"), least=0, most=MOST_YEN, required=False,
        help_text=_("無料がよければ0。決めていなければ空けてください。"),
    )  # fmt: skip
    own = ("needs_step_free", "needs_wide_toilet", "most_fee")
    field_order = ["text", "town", "people", "parts", *own, *REPLY]

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["text"].label = _("どんな場所がほしいですか")
        self.fields["text"].help_text = _(
            "例: 子どもとお年寄りがいっしょに昼ごはんを食べられる場所。お名前など、人のことは書かないでください。"
        )


class VenueForm(_BoardForm):
    kind = forms.ChoiceField(
        label=_("どんな場所"), choices=Venue.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("どんな場所か選んでください。")},
    )  # fmt: skip
    town = TownField(
        label=_("どの町に"), max_length=200, help_text=_("例: 銭函2丁目。番地は書かなくてかまいません。"),
        error_messages={"required": _("町の名前を書いてください。例: 銭函2丁目")},
    )  # fmt: skip
    rooms = NumberField(label=_("部屋の数"), least=1, most=100, initial="1")
    people = NumberField(
        label=_("何人まで入れますか"), least=1, most=MOST_PEOPLE, help_text=_("だいたいでかまいません。"),
        error_messages={"required": _("だいたいの人数を数字で書いてください。")},
    )  # fmt: skip
    parts = parts_field(_("いつ貸せますか"))
    hours = forms.CharField(
        label=_("使える曜日と時刻"), required=False, max_length=200,
        help_text=_("例: 火曜と木曜の午後1時から5時"),
    )  # fmt: skip
    fee = NumberField(
        label=_("1回の料金（円）"), least=0, most=MOST_YEN, help_text=_("無料なら0"), initial="0"
    )
    is_step_free = forms.BooleanField(label=_("段差なしで入れる"), required=False)
    toilet = forms.ChoiceField(
        label=_("トイレ"), choices=Venue.Toilet.choices, initial=Venue.Toilet.ORDINARY,
        widget=forms.RadioSelect,
    )  # fmt: skip
    own = ("kind", "rooms", "hours", "fee", "is_step_free", "toilet")
    field_order = [
        "text", "kind", "town", "rooms", "people", "parts", "hours", "fee", "is_step_free", "toilet",
        *REPLY,
    ]  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["text"].label = _("どんな場所を、どう使ってほしいですか")
        self.fields["text"].help_text = _(
            "例: 定休日の喫茶店。台所も使えます。お名前や電話番号は、下の連絡先に書いてください。"
        )
        self.fields["contact"].required = True
        self.fields["contact"].error_messages["required"] = _(
            "見に行く日を決めるため、電話番号かメールアドレスを書いてください。"
        )


class ShowForm(Form):
    """The words for the board; what came in stays as it is."""

    words = forms.CharField(
        label=_("掲示板に出すことば"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("お名前、電話番号、病気など、人のことが分かることばを消してください。"),
        error_messages={"required": _("掲示板に出すことばを書いてください。")},
    )  # fmt: skip


def words_field() -> Any:
    return forms.CharField(
        label=_("お返事"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("連絡先を書いた人みなに届きます。"),
        error_messages={"required": _("お返事を、ひとことで書いてください。")},
    )  # fmt: skip


class AnswerForm(Form):
    outcome = forms.ChoiceField(
        label=_("結果"), widget=forms.RadioSelect,
        choices=[
            (one.value, one.label)
            for one in (Baton.Outcome.ADVISED, Baton.Outcome.DONE, Baton.Outcome.ELSEWHERE,
                        Baton.Outcome.NOT_NEEDED, Baton.Outcome.DECLINED)
        ],
        error_messages={"required": _("結果を選んでください。")},
    )  # fmt: skip
    words = words_field()


class BecameForm(Form):
    listing = forms.CharField(
        label=_("できた居場所"), required=False, max_length=200,
        help_text=_("掲載のページのアドレスの終わりのことば。例: sample-night-room"),
    )  # fmt: skip
    circle = forms.ModelChoiceField(
        label=_("できたネットワーク"), queryset=Circle.objects.none(), required=False
    )
    words = words_field()

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["circle"].queryset = Circle.objects.filter(  # type: ignore[attr-defined]
            is_public=True, ended_on=None
        ).order_by("name_kana", "name", "pk")

    def clean_listing(self) -> Listing | None:
        word = str(self.cleaned_data["listing"]).strip().strip("/").rpartition("/")[2]
        if not word:
            return None
        found = Listing.objects.public().filter(slug=word).first()
        if found is None:
            raise forms.ValidationError(
                gettext("公開している掲載に「%(word)s」はありません。アドレスを確かめてください。")
                % {"word": word[:60]}
            )
        return found


class ReasonForm(Form):
    """Why a suggested pair is brought together, or is not."""

    reason = forms.CharField(
        label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("理由を、ひとことで書いてください。")},
    )  # fmt: skip


class NoForm(Form):
    """A button alone."""
