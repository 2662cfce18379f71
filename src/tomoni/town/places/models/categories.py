"""The small taxonomy under which listings are found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """One word of the taxonomy; see docs/taxonomy.md for all of them and their mappings."""

    code = models.SlugField(_("コード"), max_length=60, primary_key=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("名前"), max_length=80)
    name_kana = models.CharField(_("読み"), max_length=160, blank=True)
    name_easy = models.CharField(_("やさしい日本語"), max_length=120, blank=True)
    name_en = models.CharField(_("英語"), max_length=120, blank=True)
    also = models.CharField(
        _("ほかの言い方"), max_length=300, blank=True, help_text=_("空白で区切る。検索で使う")
    )
    icon = models.CharField(_("絵記号"), max_length=40, blank=True)
    dataset = models.CharField(
        _("標準データセット"), max_length=60, blank=True, help_text="public_facility"
    )
    review_every_days = models.PositiveIntegerField(_("確認の間隔（日）"), default=365)
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)
    is_active = models.BooleanField(_("使う"), default=True)

    class Meta:
        verbose_name = _("分類")
        verbose_name_plural = _("分類")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name
