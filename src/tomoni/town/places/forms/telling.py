"""Telling us that something is wrong or missing: short, without account, without riddles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import OpenForm
from tomoni.core.phones import read_phone
from tomoni.town.places.models import Feedback, Suggestion

LONGEST = 2000
REPLY = ("reply_by", "contact", "postcode", "address", "addressee")


class _TellForm(OpenForm):
    """The parts both forms share."""

    reply_by = forms.ChoiceField(
        label=_("お返事は、どうしますか"),
        required=False,
        choices=Suggestion.ReplyBy.choices,
        widget=forms.RadioSelect,
        help_text=_("どうなったかは、送ったあとに出る受付票のページでも、いつでも読めます。"),
    )
    contact = forms.CharField(
        label=_("お返事の連絡先"),
        required=False,
        max_length=200,
        help_text=_(
            "電話番号かメールアドレス。書かなくても送れます。確かめたいことがあるときだけ使います。"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    postcode = forms.CharField(
        label=_("郵便番号"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "text"}),
    )
    address = forms.CharField(
        label=_("手紙の送り先の住所"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    addressee = forms.CharField(
        label=_("手紙のあて名"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    # Four fields more would frighten whoever only wants to say that a number has changed.
    rare = ("postcode", "address", "addressee")
    rare_title = _("お返事を手紙でほしいとき")
    rare_when = Suggestion.ReplyBy.LETTER.value

    def reply(self) -> dict[str, Any]:
        """How the sender wants to hear of it."""
        cleaned = self.cleaned_data
        return {
            "contact": cleaned["contact"],
            "postcode": cleaned["postcode"],
            "address": cleaned["address"],
            "reply_by": cleaned["reply_by"],
            "name": cleaned["addressee"],
            "token": cleaned["token"],
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._fits(cleaned.get("reply_by", ""), cleaned.get("contact", ""))
        if cleaned.get("address") and not cleaned.get("addressee"):
            self.add_error("addressee", _("手紙のあて名になるお名前も書いてください。"))
        if cleaned.get("postcode") and not cleaned.get("address"):
            self.add_error("address", _("手紙の送り先の住所も書いてください。"))
        return cleaned

    def _fits(self, wants: str, contact: str) -> None:
        """What was chosen and what was written must go together, or no answer ever arrives."""
        by = Suggestion.ReplyBy
        if wants == by.MAIL and "@" not in contact and "＠" not in contact:
            self.add_error("contact", _("お返事を受け取るメールアドレスを書いてください。"))
        if wants == by.PHONE and read_phone(contact).value is None:
            self.add_error("contact", _("お返事を受け取る電話番号を、市外局番から書いてください。"))
        if wants == by.LETTER and not self.cleaned_data.get("address"):
            self.add_error("address", _("手紙の送り先の住所も書いてください。"))
        if wants == by.NONE and self.cleaned_data.get("address"):
            self.add_error(
                "reply_by",
                _("住所が書いてあります。手紙でほしいときは「手紙でほしい」を選んでください。"),
            )


class WrongForm(_TellForm):
    """About one entry: what is wrong, by a touch, in the person's own words, or both."""

    about = forms.MultipleChoiceField(
        label=_("どこが違いますか"),
        choices=Suggestion.About.choices,
        required=False,
        help_text=_("いくつ選んでもかまいません。選ばずに、下に書くだけでもかまいません。"),
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=_("本当はどうなっていますか"),
        max_length=LONGEST,
        required=False,
        help_text=_(
            "分かれば書いてください。例: 電話番号が変わりました。木曜日ではなく金曜日です。"
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ["about", "text", *REPLY]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("about") and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("上から選ぶか、どこが違うか、ひとことでも書いてください。"))
        return cleaned

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        about = cleaned["about"]
        ticked = str(_("、")).join(str(Suggestion.About(code).label) for code in about)
        ended = Suggestion.About.CLOSED in about
        return {
            "kind": Suggestion.Kind.CLOSED.value if ended else Suggestion.Kind.WRONG.value,
            "about": ",".join(about),
            "text": "\n".join(filter(None, [ticked, cleaned["text"]])),
            **self.reply(),
        }


class MissingForm(_TellForm):
    """A place or a service that is not in the directory yet."""

    name = forms.CharField(
        label=_("場所や集まりの名前"),
        max_length=200,
        help_text=_("例: 桜町会館のお茶の会"),
        error_messages={"required": _("名前を書いてください。正しい名前でなくてもかまいません。")},
    )
    where = forms.CharField(
        label=_("どこにありますか"),
        max_length=300,
        required=False,
        help_text=_("町の名前や、目印になるもの"),
    )
    text = forms.CharField(
        label=_("何をしているところですか"),
        max_length=LONGEST,
        required=False,
        help_text=_("曜日や時間、電話番号も、分かれば書いてください。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ["name", "where", "text", *REPLY]

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        lines = [
            str(_("名前: %s")) % cleaned["name"],
            str(_("場所: %s")) % cleaned["where"] if cleaned["where"] else "",
            cleaned["text"],
        ]
        return {
            "kind": Suggestion.Kind.MISSING.value,
            "text": "\n".join(filter(None, lines)),
            **self.reply(),
        }


class FeedbackForm(_TellForm):
    """A word to those who run it."""

    kind = forms.ChoiceField(
        label=_("どんな声ですか"),
        choices=Feedback.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("どんな声か選んでください。")},
    )
    text = forms.CharField(
        label=_("伝えたいこと"),
        max_length=LONGEST,
        help_text=_("お名前や病気など、人のことは書かなくてだいじょうぶです。"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("伝えたいことを、ひとことでも書いてください。")},
    )
    field_order = ["kind", "text", *REPLY]

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        reply = self.reply()
        wants = reply["reply_by"] or reply["contact"] or reply["address"]
        return {
            "kind": cleaned["kind"],
            "text": cleaned["text"],
            "wants_answer": bool(wants) and wants != Feedback.ReplyBy.NONE,
            **reply,
        }
