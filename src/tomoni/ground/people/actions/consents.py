"""Consents: given in known words, taken back as easily; nothing is ever overwritten."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people import queries
from tomoni.ground.people.models import Consent, ConsentText, Mandate, Person, Scope, User
from tomoni.ground.people.queries.persons import all_entries_of
from tomoni.ground.people.rules import consents as rules

FIRST_TEXTS = Path(__file__).resolve().parent.parent / "data" / "consents.toml"
PARTS = ("title", "purpose", "items", "receivers", "period", "easy")


@transaction.atomic
def publish(*, kind: str, by: User | None, at: datetime, **parts: str) -> ConsentText:
    """A new version of what is asked; what was agreed to before keeps its own words.

    Raises:
        Refused: when nothing differs from the newest version, or a part is empty.
    """
    words = {part: parts[part].strip() for part in PARTS}
    for part, text in words.items():
        if not text:
            raise Refused(_("ここも書いてください。同意する人が読みます。"), field=part)
    newest = queries.text_of(kind)
    if newest and all(getattr(newest, part) == text for part, text in words.items()):
        raise Refused(_("いまの版と同じです。変えるところを直してください。"))
    try:
        with transaction.atomic():
            row = ConsentText.objects.create(
                kind=kind, version=newest.version + 1 if newest else 1, created_by=by,
                created_at=at, **words,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("同時に新しい版ができました。画面を開き直してください。")) from None
    audit.record("people.consent_text_published", row, by=by, at=at, note=f"{kind} {row.version}")
    return row


def load(*, by: User | None, at: datetime) -> None:
    """The first texts of an installation; kinds that are there already are left alone."""
    for entry in tomllib.loads(FIRST_TEXTS.read_text(encoding="utf-8"))["text"]:
        if queries.text_of(entry["kind"]) is None:
            publish(by=by, at=at, **entry)


@transaction.atomic
def say(
    *,
    person: Person,
    text: ConsentText,
    act: str,
    way: str,
    by: User,
    at: datetime,
    on: date | None = None,
    until_on: date | None = None,
    explained_by: str = "",
    paper: str = "",
    mandate: Mandate | None = None,
) -> Consent:
    """Write down that somebody agreed, or took it back.

    Args:
        mandate: When somebody else said it for them; it must hold this on that day.

    Raises:
        Refused: when a part of the record is missing, the text is no longer the newest, the
            mandate does not carry it, or there is nothing to take back.
    """
    day, given = on or localdate(at), act == Consent.Act.GIVEN
    no = rules.why_not_record(
        given=given, way=way, explained_by=explained_by, paper=paper, on=day, until_on=until_on,
        today=localdate(at),
    )  # fmt: skip
    if no:
        raise Refused(no[1], field=no[0])
    person = lock(person)
    if given and queries.text_of(text.kind) != text and way == Consent.Way.SCREEN:
        raise Refused(_("説明の文が新しくなりました。もう一度読んでから決めてください。"))
    if mandate is not None:
        mandate = lock(mandate)
        if mandate.person_id != person.pk:
            raise Refused(_("この約束は、この人のものではありません。"), field="mandate")
        if why := queries.why_not(mandate, Scope.CONSENT, day):
            raise Refused(why, field="mandate")
    entries = all_entries_of(person)
    rows = Consent.objects.filter(person__in=entries, kind=text.kind)
    if not given and not rows.filter(act=Consent.Act.GIVEN).exists():
        raise Refused(_("同意の記録がないので、取りやめるものがありません。"))
    last = rows.aggregate(last=Max("number"))["last"] or 0
    row = Consent.objects.create(
        person=person, text=text, kind=text.kind, number=last + 1, act=act, on=day,
        until_on=until_on if given else None, way=way, explained_by=explained_by.strip(),
        mandate=mandate, paper=paper.strip(), recorded_by=by, at=at,
    )  # fmt: skip
    audit.record(
        "people.consented" if given else "people.consent_withdrawn", person, by=by, at=at,
        changes={"kind": ("", text.kind), "on": (None, day)}, note=str(row.pk),
    )  # fmt: skip
    return row


def say_myself(*, person: Person, text: ConsentText, act: str, by: User, at: datetime) -> Any:
    """The person's own word on the screen: one press, both ways."""
    return say(person=person, text=text, act=act, way=Consent.Way.SCREEN, by=by, at=at)
