"""Ways in through an identity provider: found, begun, linked and taken away.

Nobody comes to an existing account by what a provider says, except by its own earlier link, or
by the claim that city.toml names for this provider.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import OutsideIdentity, User
from tomoni.ground.people.oidc import Said
from tomoni.ground.people.providers import STAFF
from tomoni.ground.people.queries import desk_phone, sign_in_methods


@transaction.atomic
def enter(*, said: Said, language: str, at: datetime) -> User:
    """The account of somebody whom a provider has proven.

    Raises:
        Refused: when no account belongs to them and none may be begun.
    """
    known = OutsideIdentity.objects.filter(issuer=said.provider.issuer, subject=said.subject)
    if row := known.select_related("user").first():
        row.used_at = at
        row.save(update_fields=["used_at"])
        return row.user
    if user := _matched(said):
        return link(user=user, said=said, by=user, at=at).user
    if not said.provider.begins:
        raise Refused(_unknown(said))
    return _begun(said, language, at)


@transaction.atomic
def link(*, user: User, said: Said, by: User, at: datetime) -> OutsideIdentity:
    """Let this subject sign in this account from now on.

    Raises:
        Refused: when the subject signs in another account, or the account has another subject.
    """
    user = lock(user)
    issuer = said.provider.issuer
    mine = OutsideIdentity.objects.filter(user=user, issuer=issuer).first()
    if mine and mine.subject == said.subject:
        return mine
    if mine:
        raise Refused(_("ここの本人確認は、もう一つつないであります。先にそれを外してください。"))
    try:
        with transaction.atomic():
            row = OutsideIdentity.objects.create(
                user=user, issuer=issuer, subject=said.subject, linked_at=at, used_at=at
            )
    except IntegrityError:
        raise Refused(
            _(
                "この本人確認は、ほかのアカウントで使われています。"
                "前にアカウントを作っていないか確かめ、分からないときは総合窓口（%(phone)s）にお電話ください。"
            )
            % {"phone": desk_phone()}
        ) from None
    audit.record("people.identity_linked", user, by=by, at=at, note=said.provider.code)
    return row


@transaction.atomic
def unlink(*, row: OutsideIdentity, by: User, at: datetime) -> None:
    """Take this way in away.

    Raises:
        Refused: when it is the only one.
    """
    user = lock(row.user)
    ways = sign_in_methods(user)
    others = OutsideIdentity.objects.filter(user=user).exclude(pk=row.pk)
    if not (ways.has_password or ways.passkeys or others.exists()):
        raise Refused(_("これを外すと、入れなくなります。先にパスワードかパスキーを登録してください。"))  # fmt: skip
    row.delete()
    audit.record("people.identity_unlinked", user, by=by, at=at)


def _matched(said: Said) -> User | None:
    """The account that the configured claim names, when its address is certainly its owner's."""
    if not said.matched:
        return None
    address = (
        EmailAddress.objects.filter(email=said.matched, verified=True)
        .select_related("user")
        .first()
    )
    if address is None or OutsideIdentity.objects.filter(
        user=address.user, issuer=said.provider.issuer
    ):
        return None
    return address.user  # type: ignore[no-any-return]


def _begun(said: Said, language: str, at: datetime) -> User:
    email = said.email
    if email and User.objects.filter(email=email).exists():
        raise Refused(
            _(
                "このメールアドレスのアカウントが、もうあります。"
                "これまでの方法でログインしてから、「わたしのページ」でつないでください。"
            )
        )
    user = User(email=email or None, name=said.name, language=language, joined_at=at)
    user.set_unusable_password()
    user.save()
    if email:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    persons.of_account(user=user, at=at)
    audit.record("people.signed_up", user, by=user, at=at)
    return link(user=user, said=said, by=user, at=at).user


def _unknown(said: Said) -> str:
    if said.provider.audience == STAFF:
        return _(
            "本人確認はできましたが、ともにのアカウントとまだつながっていません。"
            "招待のメールから入って「わたしのページ」でつなぐか、管理者に招待を頼んでください。"
        )
    return _(
        "本人確認はできましたが、ともにのアカウントとまだつながっていません。"
        "これまでの方法でログインしてから、「わたしのページ」でつないでください。"
    )
