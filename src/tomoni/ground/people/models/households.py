"""Who lives with whom, and who is what to whom."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models.persons import Person
from tomoni.ground.people.models.terms import TermQuerySet


class Household(models.Model):
    """People who share a living; judged by the person's own words, not by the register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("世帯の呼び名"), max_length=100, blank=True)
    note = models.CharField(_("メモ"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("作成日時"))

    class Meta:
        verbose_name = _("世帯")
        verbose_name_plural = _("世帯")

    def __str__(self) -> str:
        return self.name or str(self.pk)


class HouseholdMember(models.Model):
    """Somebody lives in a household for a time."""

    class Part(models.TextChoices):
        HEAD = "head", _("世帯主")
        SPOUSE = "spouse", _("配偶者")
        CHILD = "child", _("子")
        PARENT = "parent", _("父母")
        GRANDCHILD = "grandchild", _("孫")
        SIBLING = "sibling", _("きょうだい")
        OTHER = "other", _("その他")

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    part = models.CharField(
        _("世帯での続き柄"), max_length=12, choices=Part.choices, default=Part.OTHER
    )
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("世帯の人")
        verbose_name_plural = _("世帯の人")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on=None), name="one_open_household"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(until_on=None, part="head"),
                name="one_head_of_household",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="household_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.household}"


class Relation(models.Model):
    """`other` is the `kind` of `person`: her daughter, her key holder, her doctor."""

    class Kind(models.TextChoices):
        SPOUSE = "spouse", _("配偶者")
        PARTNER = "partner", _("パートナー")
        PARENT = "parent", _("父母")
        CHILD = "child", _("子")
        SIBLING = "sibling", _("きょうだい")
        GRANDPARENT = "grandparent", _("祖父母")
        GRANDCHILD = "grandchild", _("孫")
        RELATIVE = "relative", _("その他の親族")
        FRIEND = "friend", _("友人")
        NEIGHBOUR = "neighbour", _("近所の人")
        EMERGENCY = "emergency", _("緊急の連絡先")
        KEY_HOLDER = "key_holder", _("鍵を預かる人")
        DOCTOR = "doctor", _("かかりつけ医")
        CARE_MANAGER = "care_manager", _("ケアマネジャー")
        LANDLORD = "landlord", _("大家さん")

    person = models.ForeignKey(Person, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Person, models.PROTECT, related_name="related_to")
    kind = models.CharField(_("間柄"), max_length=12, choices=Kind.choices)
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)
    note = models.CharField(_("メモ"), max_length=200, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("間柄")
        verbose_name_plural = _("間柄")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "other", "kind"],
                condition=Q(until_on=None),
                name="one_open_relation_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("other")), name="nobody_is_related_to_themselves"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="relation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.other}"
