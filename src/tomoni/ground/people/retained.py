"""What this room holds, for how long it stays (core/retention.py)."""

import re
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tomoni.core import retention
from tomoni.core.retention import Held, Term, Way, register
from tomoni.ground.people.actions import forgetting
from tomoni.ground.people.models import (
    LetterCode,
    Membership,
    Person,
    RoleHeld,
    TeamMembership,
    TextCode,
    User,
)

KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


def unused_accounts() -> QuerySet[User]:
    """Accounts of residents: who has a role, a team or an organisation today is left alone."""
    on = localdate()
    rows: QuerySet[User] = User.objects.exclude(name="", email=None, sign_in_phone=None)
    for model in (RoleHeld, TeamMembership, Membership):
        rows = rows.exclude(pk__in=model.objects.in_force(on).values("user"))  # type: ignore[attr-defined]
    return rows


def gone_persons() -> QuerySet[Person]:
    return Person.objects.exclude(name=forgetting.GONE)


def of_page(model: Any) -> Any:
    """Finds a row by its key, or by the address of a page that holds it."""

    def find(words: str) -> Any:
        found = KEY.search(words)
        return model.objects.filter(pk=UUID(found[0])).first() if found else None

    return find


def retain() -> None:
    """Called once at start."""
    retention.register_subject("people.Person", _("人（ページのアドレス）"), of_page(Person))
    retention.register_subject("people.User", _("アカウント（ページのアドレス）"), of_page(User))
    register(
        Held(
            code="people.accounts",
            name=_("使われていないアカウント"),
            rows=unused_accounts,
            begins=Coalesce("last_login", "joined_at"),
            destroy=forgetting.accounts,
            way=Way.EMPTIED,
            about={"people.User": ("pk",), "people.Person": ("person",)},
            shows=("language",),
            suggested=Term(years=3),
        )
    )
    register(
        Held(
            code="people.persons",
            name=_("亡くなった人・市外へ移った人"),
            rows=gone_persons,
            begins=Coalesce("died_on", "left_on"),
            destroy=forgetting.persons,
            way=Way.EMPTIED,
            about={"people.Person": ("pk", "merged_into"), "people.User": ("user",)},
            shows=("source",),
            suggested=Term(years=5, clock=retention.Clock.FISCAL_YEAR),
            is_day=True,
        )
    )
    for code, name, rows, destroy, about in (
        ("people.letter_codes", _("手紙の番号"), LetterCode.objects.all, forgetting.codes,
         {"people.Person": ("person",)}),
        ("people.text_codes", _("電話に送った番号"), TextCode.objects.all, forgetting.text_codes, {}),
    ):  # fmt: skip
        register(
            Held(
                code=code,
                name=name,
                rows=rows,
                begins=F("expires_at"),
                destroy=destroy,
                about=about,
                suggested=Term(months=1),
            )
        )
