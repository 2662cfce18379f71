"""How the sign-in library meets this house: our actions write, our sentences speak."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from tomoni.core.city import city
from tomoni.ground.people import oidc, providers
from tomoni.ground.people.actions import accounts
from tomoni.ground.people.models import User
from tomoni.ground.people.second_factor import FAREWELL, OUTSIDE_SESSION


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("このアカウントは、いま使えません。窓口にお電話ください。"),
        "duplicate_email": _("いま登録しているメールアドレスと同じです。"),
        "email_password_mismatch": _(
            "メールアドレスかパスワードが違います。もう一度入れるか、"
            "「パスワードを忘れた」を押してください。"
        ),
        "enter_current_password": _("いまのパスワードが違います。もう一度入れてください。"),
        "incorrect_code": _("番号が違います。もう一度確かめて入れてください。"),
        "incorrect_password": _("パスワードが違います。もう一度入れてください。"),
        "invalid_password_reset": _("このリンクはもう使えません。新しいリンクを送ってください。"),
        "too_many_login_attempts": _(
            "間違いが続いたので、少し休みます。5分たってから、もう一度お試しください。"
        ),
        "rate_limited": _("操作が続いています。1分ほど待ってから、もう一度お試しください。"),
    }

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **known: Any
    ) -> HttpResponse | None:
        """Nobody signs in to a real town with a password that everybody knows."""
        if settings.PRODUCTION and getattr(user, "is_sample", False):
            return redirect("account_inactive")
        return super().pre_login(request, user, **known)  # type: ignore[no-any-return]

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """A telephone number signs in too; the library would look for an address."""
        if getattr(user, "email", None):
            return super().reauthenticate(user, password)  # type: ignore[no-any-return]
        found = self.authenticate(context.request, phone=user.sign_in_phone, password=password)  # type: ignore[attr-defined]
        return found is not None and found.pk == user.pk

    def get_login_stages(self) -> list[str]:
        own = "tomoni.ground.people.second_factor.SecondFactorStage"
        theirs = "allauth.mfa.stages.AuthenticateStage"
        return [own if stage == theirs else stage for stage in super().get_login_stages()]

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Whoever came through a provider is told that its session is still open."""
        if OUTSIDE_SESSION in request.session:
            return reverse("people:signed_out")
        return super().get_logout_redirect_url(request)  # type: ignore[no-any-return]

    def logout(self, request: HttpRequest) -> None:
        code, id_token = request.session.get(OUTSIDE_SESSION) or ("", "")
        provider = providers.known().get(code)
        url = oidc.farewell(provider, id_token) if provider else ""
        super().logout(request)
        if provider:
            request.session[FAREWELL] = [code, url]

    def new_user(self, request: HttpRequest) -> User:
        return User()

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True
    ) -> AbstractBaseUser:
        """Somebody signed up: one action, one audit row."""
        assert isinstance(user, User)
        data = form.cleaned_data
        user.name = data.get("name", "").strip()
        user.language = request.display.language  # type: ignore[attr-defined]
        return accounts.sign_up(
            user=user, email=data["email"], password=data.get("password1"), at=now()
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Always under our own address: a forged Host header must not reach a mail."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> Any:
        """Mails know the city, our own address and the phone to call."""
        more = {
            "city": city(),
            "site_url": settings.SITE_URL,
            "desk": city().phone_for("shakyo"),
        }
        return super().render_mail(template_prefix, email, {**context, **more}, headers)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("番号が違います。いま出ている番号を、もう一度入れてください。"),
        "unverified_email": _("先にメールアドレスの確認を済ませてください。"),
    }

    def get_totp_issuer(self) -> str:
        return city().site_title

    def _get_site_name(self) -> str:
        return city().site_title

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return str(_("パスキー"))
