"""Beginning to sign in: with a code from a letter, or with a code in a text message."""

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock, lock_word
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import LetterCode, Person, TextCode, User
from tomoni.ground.people.queries import desk_phone
from tomoni.ground.people.rules import codes as rules
from tomoni.ground.people.rules import keys


def _digest(purpose: str, value: str) -> str:
    return salted_hmac(f"tomoni.code.{purpose}", value, algorithm="sha256").hexdigest()


@transaction.atomic
def make_letter_code(*, person: Person, by: User, at: datetime) -> str:
    """A new code for a letter; an older one that was not used stops working.

    Returns:
        The code in clear, which nobody can read again afterwards.

    Raises:
        Refused: for somebody who works here, or whom the code could not be tied to.
    """
    person = lock(person)
    if person.user and len(person.user.role_codes()) > 1:
        raise Refused(
            _(
                "職員のアカウントには使えません。「アカウント」のページから招待を送り直してください。"
            )
        )
    if person.user and not person.user.is_active:
        raise Refused(_("この人のアカウントは止めてあります。先に管理者に確かめてください。"))
    if person.birth_on is None:
        raise Refused(_("生年月日が登録されていません。先に登録してください。手紙を開けた人が本人かを確かめるのに使います。"))  # fmt: skip
    if not person.phone_key and not person.email:
        raise Refused(
            _("電話番号もメールアドレスもありません。先に登録してください。ログインに使います。")
        )
    old = LetterCode.objects.filter(person=person, used_at=None, revoked_at=None)
    old.update(revoked_at=at)
    code = "".join(secrets.choice(rules.LETTERS) for _n in range(rules.LENGTH))
    row = LetterCode.objects.create(
        person=person, digest=_digest("letter", code), made_by=by, made_at=at,
        expires_at=at + rules.LETTER_HOLDS,
    )  # fmt: skip
    audit.record("people.letter_code_made", person, by=by, at=at, note=str(row.pk))
    return code


def use_letter_code(
    *, code: str, birth_on: date, at: datetime, password: str | None = None
) -> User:
    """Let the person of a letter sign in: their account is made, or its password chosen anew.

    Raises:
        Refused: with one sentence for every wrong code or birthday; five wrong birthdays end a code.
    """
    with transaction.atomic():
        row = LetterCode.objects.filter(digest=_digest("letter", rules.typed(code))).first()
        if row is None:
            why = None
        else:
            row = lock(row)
            why = rules.why_not_use(
                used=row.used_at is not None, revoked=row.revoked_at is not None, wrong=row.wrong,
                expires_at=row.expires_at, at=at, phone=desk_phone(),
            )  # fmt: skip
            if why is None:
                person = lock(row.person)
                while person.merged_into is not None:
                    person = lock(person.merged_into)
                if person.birth_on == birth_on:
                    return _used(row, person, password, at)
                row.wrong += 1
                row.save(update_fields=["wrong"])
    # Outside the transaction, so that the wrong try stays counted.
    raise Refused(why or rules.not_right(desk_phone()))


def _used(row: LetterCode, person: Person, password: str | None, at: datetime) -> User:
    user = person.user
    if user is not None and (len(user.role_codes()) > 1 or not user.is_active):
        raise Refused(rules.not_right(desk_phone()))
    if user is None:
        user = User(
            name=person.name, name_kana=person.name_kana, phone=person.phone,
            language=person.language, joined_at=at,
        )  # fmt: skip
    number = person.phone_key or None
    taken = User.objects.exclude(pk=user.pk)
    if number and not taken.filter(sign_in_phone=number).exists():
        user.sign_in_phone = number
    email = person.email.lower()
    if not user.email and email and not taken.filter(email=email).exists():
        user.email = email
    if not user.sign_in_phone and not user.email:
        raise Refused(
            _("この電話番号は、ほかの人のログインに使われています。総合窓口（%(phone)s）にお電話ください。")
            % {"phone": desk_phone()}
        )  # fmt: skip
    user.set_password(password)
    user.save()
    if user.email and not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    if person.user_id is None:
        person.user = user
        person.save(update_fields=["user"])
    row.used_at = at
    row.save(update_fields=["used_at"])
    audit.record("people.letter_code_used", user, by=user, at=at, note=str(row.pk))
    return user


@transaction.atomic
def make_text_code(*, number: str, at: datetime) -> tuple[TextCode, str]:
    """A code for a text message to this number; whoever calls sends it after the commit.

    Raises:
        Refused: when too many went to this number.
    """
    mark = _digest("number", keys.phone_key(number))
    lock_word(f"text:{mark}")
    sent = TextCode.objects.filter(number_digest=mark)
    if why := rules.why_not_text(
        in_hour=sent.filter(sent_at__gt=at - timedelta(hours=1)).count(),
        in_day=sent.filter(sent_at__gt=at - timedelta(days=1)).count(),
        phone=desk_phone(),
    ):
        raise Refused(why, field="number")
    code = "".join(secrets.choice("0123456789") for _n in range(rules.TEXT_LENGTH))
    row = TextCode(number_digest=mark, sent_at=at, expires_at=at + rules.TEXT_HOLDS)
    row.digest = _digest(f"text.{row.pk}", code)
    row.save(force_insert=True)
    audit.record("people.text_code_sent", row, by=None, at=at)
    return row, code


def use_text_code(
    *, row_id: UUID, number: str, code: str, name: str, password: str, at: datetime,
    language: str = "ja",
) -> User:  # fmt: skip
    """Make the account of somebody who holds this telephone.

    Raises:
        Refused: when the code is wrong, used or too old, or the number signs in somebody already.
    """
    with transaction.atomic():
        row = TextCode.objects.filter(pk=row_id).first()
        why: str | None = _("番号が違います。もう一度確かめて入れてください。")
        if row is not None:
            row = lock(row)
            over = row.used_at or row.wrong >= rules.MOST_WRONG or at >= row.expires_at
            if over:
                why = _("この番号は、もう使えません。新しい番号を送ってください。")
            elif not constant_time_compare(
                row.digest, _digest(f"text.{row.pk}", rules.typed(code))
            ) or row.number_digest != _digest("number", keys.phone_key(number)):
                row.wrong += 1
                row.save(update_fields=["wrong"])
            else:
                return _joined(row, number, name, password, language, at)
    raise Refused(why or "", field="code")


def _joined(
    row: TextCode, number: str, name: str, password: str, language: str, at: datetime
) -> User:
    user = User(
        name=name.strip(), phone=number, sign_in_phone=keys.phone_key(number), language=language,
        joined_at=at,
    )  # fmt: skip
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise Refused(
            _("この電話番号のアカウントは、もうあります。ログインのページから入ってください。")
        ) from None
    row.used_at = at
    row.save(update_fields=["used_at"])
    persons.of_account(user=user, at=at)
    audit.record("people.signed_up", user, by=user, at=at)
    return user


@transaction.atomic
def revoke_letter_code(*, person: Person, by: User, at: datetime) -> None:
    """A letter went astray: its code no longer works."""
    person = lock(person)
    waiting = LetterCode.objects.filter(person=person, used_at=None, revoked_at=None)
    if waiting.update(revoked_at=at):
        audit.record("people.letter_code_revoked", person, by=by, at=at)
