"""What people outside tell us: this is wrong, this is missing."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.core import shredding
from tomoni.ground.batons.models import Baton, Matter
from tomoni.town.places.models.listings import Listing


class MatterQuerySet(models.QuerySet[Any]):
    """Matters of the directory; whether one is open is what its baton says."""

    def open(self) -> "MatterQuerySet":
        return self.filter(baton__status=Baton.Status.OPEN)


class SuggestionQuerySet(MatterQuerySet):
    def of_status(self, status: str) -> "SuggestionQuerySet":
        """Those whose status, derived from the baton, is this one."""
        if status == Suggestion.Status.OPEN:
            return self.filter(baton__status=Baton.Status.OPEN)
        closed = self.filter(baton__status=Baton.Status.CLOSED)
        if status == Suggestion.Status.ACCEPTED:
            return closed.filter(baton__outcome=Baton.Outcome.DONE)
        return closed.exclude(baton__outcome=Baton.Outcome.DONE)


class Told(Matter):
    """What every matter that somebody outside brings has: its number, day and answer are the
    baton's, and nothing here can say something else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.UUIDField(
        _("送信の控え"),
        null=True,
        unique=True,
        editable=False,
        help_text=_("受付票の住所になる。同じ送信が二度届いても一件にする"),
    )
    text = models.TextField(_("内容"))
    contact = models.CharField(_("返事の連絡先"), max_length=200, blank=True)
    from_hash = models.CharField(
        _("送り元"),
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("その日だけ通じる印。多すぎる送信を止めるためで、住所は残さない"),
    )
    created_at = models.DateTimeField(_("届いた日時"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return self.baton.number

    @property
    def is_open(self) -> bool:
        return self.baton.is_open

    @property
    def due_on(self) -> date | None:
        return self.baton.due_on

    @property
    def answer(self) -> str:
        return self.baton.outcome_words

    @property
    def decided_at(self) -> datetime | None:
        return self.baton.closed_at

    @property
    def decided_by(self) -> Any:
        """Who closed it, from the last step of the baton."""
        last = self.baton.steps.filter(act="closed").order_by("-number").first()  # type: ignore[attr-defined]
        return last and (last.by or shredding.opened(last.by_name))


class Answerable(Told):
    """A word whose sender chooses how to hear what became of it."""

    class ReplyBy(models.TextChoices):
        """How the sender wants to hear what became of it."""

        NONE = "none", _("お返事はいらない")
        MAIL = "mail", _("メールでほしい")
        PHONE = "phone", _("電話でほしい")
        LETTER = "letter", _("手紙でほしい")

    reply_by = models.CharField(
        _("お返事のしかた"),
        max_length=10,
        choices=ReplyBy.choices,
        blank=True,
        help_text=_("空は、選ばなかった人。連絡先があれば、それで知らせる"),
    )

    class Meta:
        abstract = True


class Suggestion(Answerable):
    """A word from somebody without an account about an entry, or about one that is missing."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("違っているところがある")
        CLOSED = "closed", _("もうやっていない・休んでいる")
        MISSING = "missing", _("載っていない場所がある")

    class About(models.TextChoices):
        """What somebody can touch instead of typing; several stand in `about` with commas."""

        PHONE = "phone", _("電話番号")
        TIMES = "times", _("曜日や時間")
        WHERE = "where", _("住所や場所")
        FEE = "fee", _("料金")
        CLOSED = "closed", _("もうやっていない・休んでいる")
        OTHER = "other", _("そのほか")

    class Status(models.TextChoices):
        OPEN = "open", _("未対応")
        ACCEPTED = "accepted", _("反映した")
        DECLINED = "declined", _("反映しない")

    listing = models.ForeignKey(
        Listing, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices)
    about = models.CharField(_("どの項目"), max_length=40, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("情報のご指摘")
        verbose_name_plural = _("情報のご指摘")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="missing") | Q(listing__isnull=False),
                name="suggestion_names_its_listing",
            )
        ]

    @property
    def status(self) -> str:
        """Open as long as the baton is; then the baton's outcome says which."""
        if self.baton.is_open:
            return self.Status.OPEN
        done = self.baton.outcome == Baton.Outcome.DONE
        return self.Status.ACCEPTED if done else self.Status.DECLINED

    @property
    def about_words(self) -> list[str]:
        """What was touched on the form, in the reader's language."""
        known = {code: str(label) for code, label in self.About.choices}
        return [known[code] for code in self.about.split(",") if code in known]

    def get_status_display(self) -> str:
        return str(self.Status(self.status).label)
