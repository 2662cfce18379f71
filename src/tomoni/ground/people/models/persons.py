"""Persons: everybody we know by name, whether they have an account or not."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.districts.models import Town
from tomoni.ground.people.models.accounts import User
from tomoni.ground.people.models.organisations import Organisation
from tomoni.ground.people.models.teams import Team


class Person(models.Model):
    """Somebody the town helps, hears or writes to. An account is one way to reach them, not a need.

    Names keep their exact characters; the `_key` columns hold what is compared (core/text.py),
    so that both databases find the same people. Only actions fill them (rules/keys.py).
    """

    class Source(models.TextChoices):
        SELF = "self", _("本人から")
        FAMILY = "family", _("家族から")
        AGENCY = "agency", _("ほかの機関から")
        LIST = "list", _("名簿の取り込み")
        PUBLIC = "public", _("公開の情報")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("アカウント"),
    )
    name = models.CharField(_("お名前"), max_length=100)
    name_kana = models.CharField(_("お名前（かな）"), max_length=100, blank=True)
    birth_on = models.DateField(_("生年月日"), null=True, blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    postcode = models.CharField(_("郵便番号"), max_length=7, blank=True)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    town = models.ForeignKey(
        Town,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="persons",
        verbose_name=_("町"),
    )
    language = models.CharField(_("使うことば"), max_length=10, default="ja")
    source = models.CharField(
        _("どこから聞いたか"), max_length=10, choices=Source.choices, default=Source.SELF
    )
    controller = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("情報を持つ団体"),
        help_text=_("個人情報保護法でいう保有者。空欄はこの市"),
    )
    own_id = models.CharField(
        _("取り込み元の番号"), max_length=64, blank=True, help_text=_("名簿の中の番号")
    )
    note = models.CharField(_("連絡のときの注意"), max_length=200, blank=True)
    died_on = models.DateField(_("亡くなった日"), null=True, blank=True)
    left_on = models.DateField(_("市外へ移った日"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("まとめた先"),
    )
    restricted_to = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("このチームだけが見る"),
        help_text=_("職員本人や家族、住所を知られてはいけない人など。空欄なら担当の全員"),
    )
    name_key = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    kana_key = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    phone_key = models.CharField(max_length=20, blank=True, editable=False, db_index=True)
    address_key = models.CharField(max_length=400, blank=True, editable=False, db_index=True)
    is_sample = models.BooleanField(_("見本"), default=False)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    class Meta:
        verbose_name = _("人")
        verbose_name_plural = _("人")
        ordering = ["kana_key", "name", "id"]
        indexes = [models.Index(fields=["birth_on"], name="person_birth_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="person_merged_into_another",
            ),
            models.UniqueConstraint(
                fields=["own_id"], condition=~Q(own_id=""), name="one_person_for_a_list_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name
