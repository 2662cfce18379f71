"""The plan as rows: versions, goals, measures, efforts, what each actor can do, and examples.

They are tables and not only files because the yearly review, the indicators and each actor's
own assessment will point at a measure or an action; see docs/adr/0004-plan-as-rows.md. The words
themselves are kept in `data/` and put into the tables by `actions.load`.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Actor(models.TextChoices):
    """The five who carry the plan, in the plan's own order."""

    CITIZENS = "citizens", pgettext_lazy("actor", "市民")
    COMMUNITY = "community", pgettext_lazy("actor", "地域")
    BUSINESS = "business", pgettext_lazy("actor", "事業者・団体")
    CITY = "city", pgettext_lazy("actor", "市")
    COUNCIL = "council", pgettext_lazy("actor", "社会福祉協議会")


class PlanVersion(models.Model):
    """One edition of the plan. The next edition numbers its measures anew."""

    code = models.SlugField(_("コード"), max_length=10, primary_key=True)  # 2021
    name = models.CharField(_("名前"), max_length=200)
    intro = models.TextField(_("はじめに"), blank=True)
    source = models.CharField(_("出典"), max_length=300)
    from_fiscal_year = models.PositiveSmallIntegerField(_("初めの年度"))
    to_fiscal_year = models.PositiveSmallIntegerField(_("終わりの年度"))

    class Meta:
        verbose_name = _("計画の版")
        verbose_name_plural = _("計画の版")
        ordering = ["from_fiscal_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_fiscal_year__gte=F("from_fiscal_year")),
                name="plan_years_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Goal(models.Model):
    """One of the plan's three goals."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="goals")
    code = models.SlugField(_("コード"), max_length=20)
    name = models.CharField(_("名前"), max_length=100)
    intro = models.TextField(_("はじめに"), blank=True)
    icon = models.CharField(_("絵記号"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("並び順"))

    class Meta:
        verbose_name = _("目標")
        verbose_name_plural = _("目標")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_goal_per_code")
        ]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """A measure (施策): what is wrong, and what is to be done about it."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="measures")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="measures")
    number = models.PositiveSmallIntegerField(_("番号"))
    title = models.CharField(_("計画での名前"), max_length=200)
    plain = models.CharField(_("ふだんのことばで"), max_length=100)
    problem = models.TextField(_("いま困っていること"))
    icon = models.CharField(_("絵記号"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("施策")
        verbose_name_plural = _("施策")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_measure_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Effort(models.Model):
    """A line of what the plan undertakes within a measure (具体的な取組)."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="efforts")
    order = models.PositiveSmallIntegerField(_("並び順"))
    text = models.CharField(_("取組"), max_length=200)

    class Meta:
        verbose_name = _("取組")
        verbose_name_plural = _("取組")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "order"], name="one_effort_per_line")
        ]

    def __str__(self) -> str:
        return self.text


class Action(models.Model):
    """What one actor can do. `room` is the room of this program that carries it; while that
    room has no page, `desk` says whom to telephone."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="actions")
    actor = models.CharField(_("だれが"), max_length=20, choices=Actor.choices)
    order = models.PositiveSmallIntegerField(_("並び順"))
    text = models.CharField(_("できること"), max_length=300)
    room = models.SlugField(_("受け持つ部屋"), max_length=40)
    desk = models.SlugField(_("電話の窓口"), max_length=40)
    is_small = models.BooleanField(_("今日からできる"), default=False)
    months = models.JSONField(_("季節（月）"), default=list, blank=True)

    class Meta:
        verbose_name = _("できること")
        verbose_name_plural = _("できること")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "actor", "order"], name="one_action_per_line"
            ),
            models.CheckConstraint(
                condition=Q(actor__in=Actor.values), name="action_has_a_known_actor"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Example(models.Model):
    """Something that exists or existed, told briefly beside a measure; `listing` is the
    address name of its entry in the directory, where there is one."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="examples")
    slug = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField(_("並び順"))
    title = models.CharField(_("名前"), max_length=200)
    text = models.TextField(_("紹介"))
    status = models.CharField(_("いまのようす"), max_length=300, blank=True)
    listing = models.SlugField(_("掲載"), max_length=80, blank=True)
    room = models.SlugField(_("受け持つ部屋"), max_length=40, blank=True)
    desk = models.SlugField(_("電話の窓口"), max_length=40)

    class Meta:
        verbose_name = _("事例")
        verbose_name_plural = _("事例")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "slug"], name="one_example_per_slug")
        ]

    def __str__(self) -> str:
        return self.title


class Wording(models.Model):
    """The same words in another language; Japanese stays on the row itself."""

    language = models.CharField(_("ことば"), max_length=10)  # ja-easy, en, …

    class Meta:
        abstract = True


class PlanVersionText(Wording):
    """The words of a version in one other language."""

    of = models.ForeignKey(PlanVersion, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=300)
    intro = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("計画の版のことば")
        verbose_name_plural = _("計画の版のことば")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="one_version_text")]

    def __str__(self) -> str:
        return f"{self.of} ({self.language})"


class GoalText(Wording):
    """The words of a goal in one other language."""

    of = models.ForeignKey(Goal, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=200)
    intro = models.TextField(blank=True)

    class Meta:
        verbose_name = _("目標のことば")
        verbose_name_plural = _("目標のことば")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="one_goal_text")]

    def __str__(self) -> str:
        return f"{self.of} ({self.language})"


class MeasureText(Wording):
    """The words of a measure in one other language."""

    of = models.ForeignKey(Measure, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=300)
    plain = models.CharField(max_length=200)
    problem = models.TextField()

    class Meta:
        verbose_name = _("施策のことば")
        verbose_name_plural = _("施策のことば")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="one_measure_text")]

    def __str__(self) -> str:
        return f"{self.of} ({self.language})"


class EffortText(Wording):
    """The words of an effort in one other language."""

    of = models.ForeignKey(Effort, models.CASCADE, related_name="texts")
    text = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("取組のことば")
        verbose_name_plural = _("取組のことば")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="one_effort_text")]

    def __str__(self) -> str:
        return f"{self.of} ({self.language})"


class ActionText(Wording):
    """The words of what can be done in one other language."""

    of = models.ForeignKey(Action, models.CASCADE, related_name="texts")
    text = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("できることのことば")
        verbose_name_plural = _("できることのことば")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="one_action_text")]

    def __str__(self) -> str:
        return f"{self.of} ({self.language})"


class ExampleText(Wording):
    """The words of an example in one other language."""

    of = models.ForeignKey(Example, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=300)
    text = models.TextField()
    status = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("事例のことば")
        verbose_name_plural = _("事例のことば")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="one_example_text")]

    def __str__(self) -> str:
        return f"{self.of} ({self.language})"
