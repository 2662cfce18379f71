"""Whom an organiser invites, and until when seats are kept for them."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.errors import Refused
from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.doing.events.actions.inviting import Guest
from tomoni.doing.events.forms.organising import moment
from tomoni.doing.events.models import Role
from tomoni.doing.events.rules import guest_lines
from tomoni.ground.people.contacts import Contact, checked
from tomoni.ground.people.models import Team
from tomoni.town.circles.actions.papers import recipient_of
from tomoni.town.circles.models import Circle, Member


class InviteForm(Form):
    """Names by hand, a team, or the members of a network; all at once if one likes."""

    role = forms.ChoiceField(label=_("どの役割で"), required=False)
    people = forms.CharField(
        label=_("案内する人（一行に一組）"), required=False, max_length=20_000,
        help_text=_(
            "お名前のあとに「、」で、メール、電話番号か住所を書いてください。住所には手紙が届きます。お名前だけなら、案内のアドレスを自分で渡せます。例: 坂本ハル、0134-00-0000"
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    team = forms.ModelChoiceField(
        label=_("チームの全員"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("選びません"),
    )
    circle = forms.ModelChoiceField(
        label=_("ネットワークの会員の全員"), queryset=Circle.objects.none(), required=False,
        empty_label=_("選びません"),
    )  # fmt: skip
    seats = forms.IntegerField(label=_("一組で何人まで"), min_value=1, max_value=30, initial=1)
    keep_until = DayField(
        label=_("席を取っておく日"), required=False,
        help_text=_(
            "この日の終わりまで、案内した人の席を取っておきます。そのあとは、待っている方に回ります。空欄なら取っておきません。"
        ),
    )  # fmt: skip
    words = forms.CharField(
        label=_("ひとこと"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, roles: list[Role], teams: QuerySet[Team], circles: QuerySet[Circle],
        **known: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, use_required_attribute=False, **known)
        self.roles = roles
        fields: Any = self.fields
        fields["role"].choices = [(one.code, one.get_code_display()) for one in roles]
        fields["team"].queryset, fields["circle"].queryset = teams, circles
        if len(roles) == 1:
            del fields["role"]
        for name, rows in (("team", teams), ("circle", circles)):
            if not rows.exists():
                del fields[name]

    def clean_people(self) -> list[Guest]:
        """Each line as a party; a line that cannot be read is named."""
        found = []
        for one in guest_lines.read(self.cleaned_data["people"]):
            contact = Contact(one.name, phone=one.phone, email=one.email, address=one.address)
            if not one.name:
                raise forms.ValidationError(
                    gettext("「%(line)s」: お名前を先に書いてください。") % {"line": one.line[:80]}
                )
            if one.phone or one.email or one.address:
                try:
                    contact = checked(contact)
                except Refused as no:
                    raise forms.ValidationError(f"「{one.line[:80]}」: {no.sentence}") from None
            found.append(Guest(contact, by_letter=bool(one.address)))
        return found

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        code = said.get("role") or self.roles[0].code
        role = next(one for one in self.roles if one.code == code)
        return {
            "role": role,
            "guests": [*said["people"], *self._of_team(), *self._of_circle()],
            "seats": said["seats"],
            "keep_until": self._moment(role),
            "words": said["words"],
        }

    def _moment(self, role: Role) -> datetime | None:
        """The end of the day, or the start of the event where that is sooner."""
        day = self.cleaned_data["keep_until"]
        if day is None:
            return None
        starts = role.occurrence.starts_at
        same = day == timezone.localdate(starts)
        return starts if same else moment(day + timedelta(days=1), 0)

    def _of_team(self) -> list[Guest]:
        team = self.cleaned_data.get("team")
        if team is None:
            return []
        rows = team.memberships.in_force(timezone.localdate()).select_related("user")
        return [
            Guest(Contact(one.user.name, email=one.user.email or "", phone=one.user.phone),
                  user=one.user, language=one.user.language or "ja")
            for one in rows.order_by("user__name", "pk")
        ]  # fmt: skip

    def _of_circle(self) -> list[Guest]:
        circle = self.cleaned_data.get("circle")
        if circle is None:
            return []
        rows = Member.objects.in_force(timezone.localdate()).filter(circle=circle)
        rows = rows.select_related("organisation", "user", "representative").order_by("pk")
        return [_member(one) for one in rows]


def _member(one: Member) -> Guest:
    """By what was told for this circle; the organiser never sees it."""
    to = recipient_of(one)
    postcode, address = to.postal
    contact = Contact(to.called, "", to.telephone, to.mail, postcode, address)
    only_paper = bool(address) and not (to.mail or to.telephone or to.account)
    return Guest(
        contact, by_letter=only_paper, user=to.account, organisation=one.organisation,
        language=to.speaks,
    )  # fmt: skip
