"""What the doctor asks about accounts: second factors, administrators, sample accounts."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core.doctor import Finding, check, fail, ok, warn
from tomoni.ground.people.models import RoleHeld, TermQuerySet, User
from tomoni.ground.people.rules import holding

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@check("people.second_factor")
def second_factor() -> Finding:
    if not settings.STAFF_SECOND_FACTOR:
        return (fail if settings.PRODUCTION else warn)(
            "people.second_factor",
            _("職員が、二つめの確認なしで仕事のページを開けます。"),
            _("人に使わせる前に TOMONI_STAFF_SECOND_FACTOR=1 にしてください。"),
        )
    staff = User.objects.filter(is_active=True, roles_held__in=_held_today()).distinct()
    without = staff.exclude(authenticator__type__in=FACTORS).count()
    if without:
        return warn(
            "people.second_factor",
            _("二つめの確認をまだ登録していない職員が%(count)s人います。仕事のページは開けません。")
            % {"count": without},
            _("その人に、一度ログインして登録するよう伝えてください。"),
        )
    return ok("people.second_factor", _("職員は、二つめの確認をしないと仕事のページを開けません。"))


@check("people.admins")
def admins() -> Iterator[Finding]:
    count = (
        User.objects.filter(is_active=True, roles_held__in=_held_today().filter(role=holding.ADMIN))
        .distinct()
        .count()
    )
    if not count:
        yield (fail if settings.PRODUCTION else warn)(
            "people.admins",
            _("システム管理者が一人もいません。"),
            _("`tomoni admin 名前 メールアドレス` で、はじめの一人を作ってください。"),
        )
    elif count == 1:
        yield warn(
            "people.admins",
            _("システム管理者が一人だけです。その人が入れなくなると、だれも直せません。"),
            _("もう一人に「システム管理者」の役割を付けてください。"),
        )
    else:
        yield ok("people.admins", _("システム管理者は%(count)s人います。") % {"count": count})


@check("people.samples")
def samples() -> Finding:
    count = User.objects.filter(is_sample=True, is_active=True).count()
    if count and settings.PRODUCTION:
        return fail(
            "people.samples",
            _("だれでも知っているパスワードの、見本のアカウントが%(count)s個あります。")
            % {"count": count},
            _("「アカウント」のページで止めるか、見本のないデータベースから始めてください。"),
        )
    if count:
        return warn(
            "people.samples",
            _("見本のアカウントが%(count)s個あります。パスワードはだれでも知っています。")
            % {"count": count},
            _("本番では、見本のないデータベースから始めてください。"),
        )
    return ok("people.samples", _("見本のアカウントはありません。"))


@check("people.passwords")
def passwords() -> Finding:
    if "Argon2" not in settings.PASSWORD_HASHERS[0]:
        return fail(
            "people.passwords",
            _("パスワードのしまい方が弱いです。"),
            _("config/accounts.py の PASSWORD_HASHERS を、もとに戻してください。"),
        )
    return ok("people.passwords", _("パスワードは Argon2 でしまっています。"))


def _held_today() -> TermQuerySet:
    return RoleHeld.objects.in_force(localdate())
