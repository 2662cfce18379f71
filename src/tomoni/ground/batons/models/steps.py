"""What happened to a baton, step by step; rows are never changed or deleted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tomoni.core.chain import Chained, place
from tomoni.ground.batons.models.batons import Baton
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.people.models import Team


class Step(Chained):
    """One thing that was done, by whom and how; triggers refuse change and deletion.

    `nth` counts the steps of one baton without a gap; `number` is the row's place in the chain.
    `by_name` and `note` are sealed under the baton's own key (core/shredding.py): when a closed
    matter's term is over the key goes, and the steps themselves stay.
    """

    class Act(models.TextChoices):
        OPENED = "opened", _("受け付けた")
        OFFERED = "offered", _("引き継ぎを申し出た")
        ACCEPTED = "accepted", _("引き受けた")
        RETURNED = "returned", _("戻した")
        WITHDRAWN = "withdrawn", _("引き継ぎを取り下げた")
        ASSIGNED = "assigned", _("担当を決めた")
        ASKED = "asked", _("問い合わせた")
        ANSWERED = "answered", _("問い合わせに返事があった")
        UNASKED = "unasked", _("問い合わせを取り下げた")
        NOTED = "noted", _("記録した")
        PLANNED = "planned", _("次にすることを決めた")
        EXTENDED = "extended", _("終わりの期限を延ばした")
        SPLIT = "split", _("分けた")
        JOINED = "joined", _("まとめた")
        TAKEN = "taken", _("総合窓口が引き取った")
        REMINDED = "reminded", _("担当に期日を知らせた")
        CLIMBED_LEAD = "climbed_lead", _("リーダーに知らせた")
        CLIMBED_DESK = "climbed_desk", _("総合窓口に知らせた")
        LINKED = "linked", _("返事用のリンクを作った")
        UNLINKED = "unlinked", _("リンクを止めた")
        ATTACHED = "attached", _("ファイルを加えた")
        SHOWN = "shown", _("ファイルを外部の相手に見せた")
        HIDDEN = "hidden", _("ファイルを見せるのをやめた")
        SAID = "said", _("文を送った")
        CLOSED = "closed", _("終えた")
        REOPENED = "reopened", _("もう一度始めた")

    baton = models.ForeignKey(Baton, models.PROTECT, related_name="steps")
    nth = models.PositiveIntegerField(_("何番目"))
    at = models.DateTimeField(_("日時"), db_index=True)
    act = models.CharField(_("したこと"), max_length=20, choices=Act.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.TextField(
        _("した人の名"), blank=True, help_text=_("アカウントのない人。封じてある")
    )
    way = models.CharField(_("手段"), max_length=10, choices=Way.choices, default=Way.SCREEN)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("期日"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=20, blank=True)
    note = models.TextField(_("メモ"), blank=True, help_text=_("封じてある"))

    class Meta:
        verbose_name = _("バトンの記録")
        verbose_name_plural = _("バトンの記録")
        ordering = ["baton", "nth"]
        constraints = [
            models.UniqueConstraint(fields=["baton", "nth"], name="steps_are_numbered"),
            place("batons_step"),
        ]

    def __str__(self) -> str:
        return f"{self.baton_id} {self.nth} {self.act}"
