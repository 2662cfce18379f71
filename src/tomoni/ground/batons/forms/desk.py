"""What a clerk fills in: one short form for each act on a matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ground.batons.models import Baton, Offer, Question
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.queries.deeds import open_offer
from tomoni.ground.people.models import Team, User
from tomoni.ground.people.queries.teams import members_of, teams

LONGEST = 4000


class ActForm(Form):
    """Knows the matter it acts on, and the day."""

    def __init__(self, *args: Any, baton: Baton, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.baton, self.on = baton, on
        self.prepare()

    def prepare(self) -> None:
        """Fill in the choices that depend on the matter."""


def long_text(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def day(label: Any, *, required: bool = False, hint: Any = "") -> Any:
    return DayField(label=label, required=required, **({"help_text": hint} if hint else {}))


def way(label: Any) -> Any:
    choices = [choice for choice in Way.choices if choice[0] != Way.LINK]
    return forms.ChoiceField(label=label, choices=choices, initial=Way.SCREEN)


class NoteForm(ActForm):
    text = long_text(_("したこと"), required=False)
    next_step = forms.CharField(label=_("次にすること"), max_length=300, required=False)
    due_on = day(_("次の期日"), hint=_("空けておくと、いまの期日のままです。"))
    way = way(_("手段"))


class ExtendForm(ActForm):
    finish_by = day(_("新しい終わりの期限"), required=True)
    reason = long_text(_("延ばす理由"))


class OfferForm(ActForm):
    to_team = forms.ModelChoiceField(
        label=_("引き継ぐチーム"), queryset=Team.objects.none(), required=False
    )
    to_person = forms.ModelChoiceField(
        label=_("引き継ぐ人"), queryset=User.objects.none(), required=False,
        help_text=_("決まっているときだけ選びます。選んだチームの人だけです。"),
    )  # fmt: skip
    outside_name = forms.CharField(
        label=_("外部の相手"), max_length=200, required=False,
        help_text=_("このシステムを使っていない相手のときは、ここに名前を書きます。"),
    )  # fmt: skip
    outside_contact = forms.CharField(label=_("相手の連絡先"), max_length=200, required=False)
    note = long_text(_("引き継ぎのことば"), required=False)
    way = way(_("伝えた手段"))

    def prepare(self) -> None:
        others = teams().exclude(pk=self.baton.team_id)
        self.fields["to_team"].queryset = others  # type: ignore[attr-defined]
        people = User.objects.filter(is_active=True, team_memberships__team__in=others)
        ordered = people.distinct().order_by("name_kana", "pk")
        self.fields["to_person"].queryset = ordered  # type: ignore[attr-defined]


class OfferedForm(ActForm):
    """An answer to an offer. Who answers for her own team needs neither a name nor a way; they
    stand in sight where the giver writes down what somebody outside said."""

    rare_title = _("電話や書面で返事をもらったとき")

    def prepare(self) -> None:
        offer = open_offer(self.baton)
        if offer and offer.to_team_id:
            self.rare = ("by_name", "way")


class AcceptForm(OfferedForm):
    by_name = forms.CharField(
        label=_("引き受けた人のお名前"), max_length=100, required=False,
        help_text=_("電話や書面で返事をもらったときに書きます。"),
    )  # fmt: skip
    reply = long_text(_("返事のことば"), required=False)
    way = way(_("返事の手段"))


class GiveBackForm(OfferedForm):
    reason = forms.ChoiceField(
        label=_("戻す理由"), choices=[("", _("選んでください")), *Offer.Reason.choices]
    )
    reply = long_text(_("返事のことば"), required=False)
    by_name = forms.CharField(
        label=_("返事をした人のお名前"), max_length=100, required=False,
        help_text=_("電話や書面で返事をもらったときに書きます。"),
    )  # fmt: skip
    way = way(_("返事の手段"))


class WithdrawForm(ActForm):
    pass


class AssignForm(ActForm):
    person = forms.ModelChoiceField(
        label=_("担当する人"), queryset=User.objects.none(), required=False,
        empty_label=_("決めない（チームのみんなで見る）"),
    )  # fmt: skip
    note = long_text(_("伝えること"), required=False)

    def prepare(self) -> None:
        if self.baton.team:
            self.fields["person"].queryset = members_of(self.baton.team, self.on)  # type: ignore[attr-defined]


class AskForm(ActForm):
    to_team = forms.ModelChoiceField(
        label=_("たずねるチーム"), queryset=Team.objects.none(), required=False
    )
    outside_name = forms.CharField(label=_("外部の相手"), max_length=200, required=False)
    outside_contact = forms.CharField(label=_("相手の連絡先"), max_length=200, required=False)
    text = long_text(_("たずねること"))
    answer_by = day(_("返事の期日"), hint=_("空けておくと、種類ごとの決まりで入ります。"))
    way = way(_("たずねた手段"))

    def prepare(self) -> None:
        self.fields["to_team"].queryset = teams().exclude(pk=self.baton.team_id)  # type: ignore[attr-defined]


class _AboutQuestion(ActForm):
    question = forms.ModelChoiceField(
        label=_("どの問い合わせ"), queryset=Question.objects.none(), empty_label=None
    )

    def prepare(self) -> None:
        waiting = self.baton.questions.open().select_related("to_team")  # type: ignore[attr-defined]
        field: Any = self.fields["question"]
        field.queryset = waiting
        field.label_from_instance = lambda one: f"{one.receiver}: {one.text[:60]}"


class AnswerForm(_AboutQuestion):
    text = long_text(_("返事"), rows=4)
    by_name = forms.CharField(
        label=_("返事をした人のお名前"), max_length=100, required=False,
        help_text=_("電話や書面で返事をもらったときに書きます。"),
    )  # fmt: skip
    way = way(_("返事の手段"))


class UnaskForm(_AboutQuestion):
    pass


class SplitForm(ActForm):
    title = forms.CharField(
        label=_("分けた案件の件名"), max_length=200, help_text=_("名前や病気など、人のことは書きません。")
    )  # fmt: skip
    next_step = forms.CharField(label=_("次にすること"), max_length=300)
    due_on = day(_("期日"))


class JoinForm(ActForm):
    number = forms.CharField(label=_("まとめる先の番号"), max_length=20)
    note = long_text(_("理由"), required=False)

    def values(self) -> dict[str, Any]:
        return {"into": self.into, "note": self.cleaned_data["note"]}

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip().upper()
        found = Baton.objects.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("この番号の案件は見つかりません。"))
        self.into = found
        return number


class CloseForm(ActForm):
    outcome = forms.ChoiceField(
        label=_("結果"),
        choices=[
            ("", _("選んでください")),
            *(one for one in Baton.Outcome.choices if one[0] != Baton.Outcome.JOINED),
        ],
    )
    words = long_text(
        _("結果の説明"), hint=_("知らせてくれた人にも分かることばで書きます。受付票に載ります。")
    )
    way = way(_("伝えた手段"))


class ReopenForm(ActForm):
    reason = long_text(_("もう一度始める理由"))


class TakeForm(ActForm):
    note = long_text(_("引き取るときのことば"), required=False)


class NewForm(Form):
    """A matter that came by telephone, on paper or in person."""

    title = forms.CharField(
        label=_("件名"), max_length=200,
        help_text=_("名前や病気など、人のことは書きません。例：冬の通院の足についての相談"),
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("どうやって来ましたか"),
        choices=[one for one in Way.choices if one[0] not in (Way.LINK, Way.SCREEN)],
        initial=Way.PHONE,
    )
    by_name = forms.CharField(
        label=_("知らせてくれた人"), max_length=100, required=False,
        help_text=_("名のらない人のときは、空けておきます。"),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("お返事の連絡先"), max_length=200, required=False,
        help_text=_("電話番号かメールアドレス。書くと、受付票と結果が届きます。"),
    )  # fmt: skip
    postcode = forms.CharField(label=_("郵便番号"), max_length=20, required=False)
    address = forms.CharField(
        label=_("手紙の送り先の住所"), max_length=300, required=False,
        help_text=_("手紙でほしい人だけ。お名前も要ります。"),
    )  # fmt: skip
    note = long_text(_("聞いたこと"), required=False)
    team = forms.ModelChoiceField(
        label=_("受け持つチーム"), queryset=Team.objects.none(), empty_label=None
    )
    next_step = forms.CharField(label=_("次にすること"), max_length=300, required=False)
    due_on = day(_("期日"), hint=_("空けておくと、種類ごとの決まりで入ります。"))
    is_urgent = forms.BooleanField(label=_("急ぎ"), required=False)

    def __init__(self, *args: Any, mine: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(pk__in=[one.pk for one in mine])  # type: ignore[attr-defined]


class HandOverForm(Form):
    """Whom to give the ticked ones to."""

    to = forms.ChoiceField(label=_("引き継ぐ相手"))
    note = long_text(_("引き継ぎのことば"), required=False)

    def __init__(self, *args: Any, people: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"person:{one.pk}": one for one in people}
        self.teams = {f"team:{one.slug}": one for one in teams}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("選んでください")),
            (_("チームの人（すぐに担当が変わります）"), [(k, str(v)) for k, v in self.people.items()]),
            (_("ほかのチーム（相手が引き受けたら変わります）"), [(k, str(v)) for k, v in self.teams.items()]),
        ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        to = self.cleaned_data["to"]
        return {
            "to_person": self.people.get(to),
            "to_team": self.teams.get(to),
            "note": self.cleaned_data["note"],
        }


class CoverForm(Form):
    """Who looks after whose matters, from when until when."""

    absent = forms.ModelChoiceField(label=_("休む人"), queryset=User.objects.none())
    covered_by = forms.ModelChoiceField(label=_("代わりの人"), queryset=User.objects.none())
    from_on = day(_("いつから"), required=True)
    until_on = day(_("いつまで"), required=True)
    note = forms.CharField(label=_("メモ"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("absent", "covered_by"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class DeadlinesForm(Form):
    """A new rule from a day on."""

    from_on = day(_("いつから"), required=True)
    answer_days = forms.IntegerField(
        label=_("最初の対応まで（営業日）"), min_value=0, max_value=365
    )
    finish_days = forms.IntegerField(label=_("終わるまで（営業日）"), min_value=0, max_value=999)
    offer_days = forms.IntegerField(
        label=_("引き受けの返事まで（営業日）"), min_value=0, max_value=99
    )
    remind_days = forms.IntegerField(
        label=_("返事や動きがないまま何営業日で担当に知らせるか"), min_value=1, max_value=99
    )
    lead_days = forms.IntegerField(
        label=_("同じくリーダーに知らせるまで"), min_value=1, max_value=99
    )
    desk_days = forms.IntegerField(
        label=_("同じく総合窓口に知らせるまで"), min_value=1, max_value=99
    )
