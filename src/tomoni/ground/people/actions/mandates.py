"""Mandates: entered on proof, ended at a word, and every act under one told to the person."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people import queries, telling
from tomoni.ground.people.models import ActFor, Mandate, OfficeRun, Person, Scope, User
from tomoni.ground.people.queries.mandates import Ground
from tomoni.ground.people.rules import mandates as rules
from tomoni.ground.people.rules import my_number


@transaction.atomic
def give(
    *,
    person: Person,
    delegate: Person,
    kind: str,
    scopes: Iterable[str],
    until_on: date | None,
    proof: str,
    by: User,
    at: datetime,
    proof_reference: str = "",
    powers: str = "",
    from_on: date | None = None,
) -> Mandate:
    """Enter that `delegate` may act for `person`; both are told.

    Raises:
        Refused: when both are one, the days, scopes or the proof do not fit the kind, or the
            same delegate has such a mandate for these days already.
    """
    first = from_on or localdate(at)
    wanted = [scope for scope in Scope.values if scope in set(scopes)]
    if person.pk == delegate.pk:
        raise Refused(_("本人とは別の人を選んでください。"), field="other")
    no = rules.why_not_give(
        kind=kind, scopes=wanted, powers=powers, from_on=first, until_on=until_on,
        proof=proof, proof_reference=proof_reference,
    )  # fmt: skip
    if no:
        raise Refused(no[1], field=no[0])
    for field, words in (("powers", powers), ("proof_reference", proof_reference)):
        if my_number.holds_one(words):
            raise Refused(
                _("個人番号（マイナンバー）は登録できません。この項目から消してください。"),
                field=field,
            )
    person = lock(person)
    same = Mandate.objects.filter(person=person, delegate=delegate, kind=kind, ended_at=None)
    for known in same.order_by("pk"):
        if (known.until_on is None or known.until_on >= first) and (
            until_on is None or known.from_on <= until_on
        ):
            raise Refused(
                _("この人には、同じ立場の約束がもうあります。先にそれを終わらせてください。"),
                field="other",
            )
    mandate = Mandate.objects.create(
        person=person,
        delegate=delegate,
        kind=kind,
        scopes=" ".join(wanted),
        powers=powers.strip(),
        from_on=first,
        until_on=until_on,
        proof=proof,
        proof_reference=proof_reference.strip(),
        checked_by=by,
        created_at=at,
    )
    audit.record(
        "people.mandate_given", person, by=by, at=at,
        changes={"kind": ("", kind), "until_on": (None, until_on)}, note=str(mandate.pk),
    )  # fmt: skip
    _tell_both("people.mandate_given", mandate, by=by, at=at)
    return mandate


@transaction.atomic
def end(*, mandate: Mandate, because: str, by: User, at: datetime) -> Mandate:
    """End a mandate at once; what was done under it stays. Both are told.

    Raises:
        Refused: when it has ended already.
    """
    mandate = lock(mandate)
    if mandate.ended_at:
        raise Refused(_("この約束は、もう終わっています。画面を開き直してください。"))
    mandate.ended_at, mandate.ended_by, mandate.ended_because = at, by, because
    mandate.save(update_fields=["ended_at", "ended_by", "ended_because"])
    audit.record(
        "people.mandate_ended", mandate.person, by=by, at=at,
        changes={"ended_because": ("", because)}, note=str(mandate.pk),
    )  # fmt: skip
    _tell_both("people.mandate_ended", mandate, by=by, at=at)
    return mandate


@transaction.atomic
def acted(
    *,
    ground: Ground,
    person: Person,
    scope: str,
    words: str,
    key: str,
    by: User,
    at: datetime,
    url: str = "",
) -> ActFor:
    """Note what was done in somebody's name and tell them, in the transaction of the act itself.

    Args:
        ground: What `queries.may_act_for` gave; it is looked at again here, under lock.
        words: What was done, for the person: 「体操の会に申し込みました」. No case details.
        key: What makes this act this one, such as ``events.signup:<uuid>``.

    Raises:
        Refused: when the mandate is over, not yet begun, or does not hold this.
    """
    known = ActFor.objects.filter(key=key).first()
    if known is not None:
        return known
    mandate, office = _still(ground, person, scope, by, at)
    try:
        with transaction.atomic():
            row = ActFor.objects.create(
                person=person, mandate=mandate, office=office, scope=scope, words=words[:200],
                url=url[:200], key=key[:100], by=by, at=at,
            )  # fmt: skip
    except IntegrityError:
        return ActFor.objects.get(key=key[:100])
    audit.record(
        "people.acted_for", person, by=by, at=at, changes={"scope": ("", scope)}, note=str(row.pk)
    )
    telling.tell(
        kind="people.acted_by_office" if office else "people.acted",
        to=person,
        values={
            "words": row.words,
            "who": "" if office else by.name,
            "day": localdate(at),
            "url": reverse("people:my_mandates"),
            "phone": queries.desk_phone(),
        },
        key=f"act:{row.pk}",
        by=by,
        at=at,
    )
    return row


def _still(
    ground: Ground, person: Person, scope: str, by: User, at: datetime
) -> tuple[Mandate | None, OfficeRun | None]:
    """The ground read afresh and held, so that an end given meanwhile counts."""
    on = localdate(at)
    if ground.mandate is not None:
        mandate = lock(ground.mandate)
        mine = queries.person_of(by)
        if mine is None or (mandate.delegate_id, mandate.person_id) != (mine.pk, person.pk):
            raise Refused(queries.why_not_act_for(by, person, scope, on) or _not_theirs())
        if why := queries.why_not(mandate, scope, on):
            raise Refused(why)
        return mandate, None
    if ground.office is not None:
        office = lock(ground.office)
        again = queries.may_act_for(by, person, scope, on)
        if office.ended_on is None and again and again.office == office:
            return None, office
    raise Refused(queries.why_not_act_for(by, person, scope, on) or _not_theirs())


def _not_theirs() -> str:
    return _("この約束は、あなたのものではありません。画面を開き直してください。")


@transaction.atomic
def begin_office(*, person: Person, asked: str, by: User, at: datetime) -> OfficeRun:
    """From now on the office does everything on screen for this person and writes letters.

    Raises:
        Refused: without an address for letters, without how they asked, or when it runs already.
    """
    person = lock(person)
    if not person.address:
        raise Refused(_("手紙を送る住所がありません。先に住所を登録してください。"))
    if not asked.strip():
        raise Refused(_("本人がどう頼んだかを書いてください。"), field="asked")
    try:
        with transaction.atomic():
            run = OfficeRun.objects.create(
                person=person, since=localdate(at), asked=asked.strip(), begun_by=by
            )
    except IntegrityError:
        raise Refused(_("この人の分は、もう窓口が代わりにしています。")) from None
    audit.record("people.office_begun", person, by=by, at=at, note=str(run.pk))
    _tell_office(person, run, _("窓口があなたの代わりに手続きをするようになりました"), by, at)
    return run


@transaction.atomic
def end_office(*, run: OfficeRun, by: User, at: datetime) -> OfficeRun:
    """The person does things themselves again.

    Raises:
        Refused: when it has ended already.
    """
    run = lock(run)
    if run.ended_on:
        raise Refused(_("もう終わっています。画面を開き直してください。"))
    run.ended_on, run.ended_by = localdate(at), by
    run.save(update_fields=["ended_on", "ended_by"])
    audit.record("people.office_ended", run.person, by=by, at=at, note=str(run.pk))
    _tell_office(run.person, run, _("窓口があなたの代わりに手続きをするのを終わりました"), by, at)
    return run


def _tell_office(person: Person, run: OfficeRun, words: str, by: User, at: datetime) -> None:
    telling.tell(
        kind="people.acted_by_office",
        to=person,
        values={
            "words": words, "who": "", "day": localdate(at),
            "url": reverse("people:my_mandates"), "phone": queries.desk_phone(),
        },
        key=f"office:{run.pk}:{'end' if run.ended_on else 'begin'}",
        by=by,
        at=at,
    )  # fmt: skip


def _tell_both(kind: str, mandate: Mandate, *, by: User, at: datetime) -> None:
    """The person and the delegate, each in one notice; no proof and no powers are told."""
    values = {
        "person": mandate.person.name,
        "delegate": mandate.delegate.name,
        "scopes": mandate.scope_names,
        "until": mandate.until_on,
        "phone": queries.desk_phone(),
        "url": reverse("people:my_mandates"),
    }
    for to in (mandate.person, mandate.delegate):
        telling.tell(kind=kind, to=to, values=values, key=f"mandate:{mandate.pk}", by=by, at=at)
