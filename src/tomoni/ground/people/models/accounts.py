"""Accounts, and the roles they hold for a time."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.core.access import can
from tomoni.ground.people.models.terms import TermQuerySet


class UserManager(BaseUserManager["User"]):
    """Makes accounts; only actions and the command line call it."""

    def create_user(self, email: str | None, password: str | None = None, **more: Any) -> "User":
        user = self.model(email=self.normalize_email(email) if email else None, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **more)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. A person without internet has none; staff act for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("メールアドレス"), unique=True, null=True, blank=True)
    name = models.CharField(_("お名前"), max_length=100, blank=True)
    name_kana = models.CharField(_("お名前（かな）"), max_length=100, blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    sign_in_phone = models.CharField(
        _("ログインに使う電話番号"), max_length=20, unique=True, null=True, blank=True
    )
    language = models.CharField(_("使うことば"), max_length=10, default="ja")
    is_staff = models.BooleanField(_("管理画面を使う"), default=False)
    is_active = models.BooleanField(_("使えるアカウント"), default=True)
    is_sample = models.BooleanField(_("見本"), default=False)
    joined_at = models.DateTimeField(_("登録日時"), default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("アカウント")
        verbose_name_plural = _("アカウント")

    def __str__(self) -> str:
        return self.name or self.email or str(self.pk)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's admin pages ask this; our own pages ask for abilities."""
        return can(self, "people.code_tables")

    def has_module_perms(self, app_label: str) -> bool:
        return can(self, "people.code_tables")

    def role_codes(self, on: date | None = None) -> list[str]:
        """The role words this user holds on a day; every account is a resident."""
        day = on or timezone.localdate()
        held = self.roles_held.in_force(day).values_list("role", flat=True)  # type: ignore[attr-defined]
        return ["resident", *held]


class RoleHeld(models.Model):
    """A role from config/roles.py that somebody holds for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles_held")
    role = models.CharField(_("役割"), max_length=40)
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("持っている役割")
        verbose_name_plural = _("持っている役割")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(until_on=None), name="one_open_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
