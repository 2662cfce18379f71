"""People with accounts, organisations, and the roles people hold in them."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.core.access import can


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


class Organisation(models.Model):
    """A body that runs or answers for something: a city section, a council, an NPO, a shop."""

    class Kind(models.TextChoices):
        CITY = "city", _("市・公的機関")
        COUNCIL = "council", _("社会福祉協議会")
        WELFARE = "welfare", _("社会福祉法人")
        MEDICAL = "medical", _("医療法人・医療機関")
        NPO = "npo", _("NPO・市民団体")
        NEIGHBOURHOOD = "neighbourhood", _("町内会")
        BUSINESS = "business", _("会社・お店")
        SCHOOL = "school", _("学校")
        OTHER = "other", _("その他")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("名称"), max_length=200)
    name_kana = models.CharField(_("名称（カナ）"), max_length=200, blank=True)
    name_en = models.CharField(_("名称（英語）"), max_length=200, blank=True)
    kind = models.CharField(_("種類"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    corporate_number = models.CharField(_("法人番号"), max_length=13, blank=True)
    description = models.TextField(_("説明"), blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    url = models.URLField(_("ホームページ"), blank=True, max_length=500)
    is_sample = models.BooleanField(_("見本"), default=False)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"), db_index=True)

    class Meta:
        verbose_name = _("団体・事業者")
        verbose_name_plural = _("団体・事業者")
        ordering = ["name_kana", "name", "id"]

    def __str__(self) -> str:
        return self.name


class TermQuerySet(models.QuerySet[Any]):
    """Rows with a first and an optional last day."""

    def in_force(self, on: date) -> "TermQuerySet":
        """Valid on that day, both ends included."""
        return self.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))


class Membership(models.Model):
    """A person belongs to an organisation; an editor may keep its listings up to date."""

    class Part(models.TextChoices):
        EDITOR = "editor", _("掲載の編集")
        MEMBER = "member", _("所属")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    part = models.CharField(_("役割"), max_length=20, choices=Part.choices)
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("所属")
        verbose_name_plural = _("所属")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "part"],
                condition=Q(until_on=None),
                name="one_open_membership",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"


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
