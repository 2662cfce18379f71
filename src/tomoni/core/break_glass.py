"""Emergency access to one thing outside one's scope: with a reason, for a short time, loud.

It opens one thing for one person until a time; everything about it is appended to a chained
record. Rooms above join in: `on_break` tells leads and opens the matter of looking at it afterwards.
A room's own scope asks `open_things` and adds them; what is read there goes into the reading
log with the basis ``break_glass``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.models import GlassRow

LONGEST = timedelta(hours=4)
SHORTEST_REASON = 10

Act = GlassRow.Act


@dataclass(frozen=True)
class Release:
    """One emergency access, as its rows tell it."""

    id: UUID
    by: Any
    thing: str
    thing_id: str
    reason: str
    begun_at: datetime
    until: datetime
    ended_at: datetime | None = None
    reviewed_at: datetime | None = None
    reviewed_by: Any = None
    review: str = ""

    def is_open(self, at: datetime) -> bool:
        return self.ended_at is None and self.begun_at <= at < self.until


Hook = Callable[[Release], None]
_hooks: list[Hook] = []


def on_break(hook: Hook) -> Hook:
    """Call `hook(release)` in the transaction of every new release; one that fails refuses it.

    Nobody breaks the glass unheard: what cannot be told and looked at later is not opened.
    """
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


@transaction.atomic
def begin(*, thing: models.Model, by: Any, at: datetime, reason: str, hours: float = 1) -> Release:
    """Open `thing` for `by` until the time is up."""
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise Refused(
            _("わけを、あとで読む人に分かるように、もう少し詳しく書いてください。"), field="reason"
        )
    if not 0 < hours * 3600 <= LONGEST.total_seconds():
        raise Refused(_("一度に開けるのは4時間までです。"), field="hours")
    release = Release(
        uuid4(), by, thing._meta.label, str(thing.pk), reason[:400], at, at + timedelta(hours=hours)
    )
    _write(release, Act.BEGUN, by=by, at=at, text=release.reason, until=release.until)
    audit.record("core.glass_broken", thing, by=by, at=at)
    for hook in _hooks:
        hook(release)
    return release


@transaction.atomic
def end(release: Release, *, by: Any, at: datetime) -> None:
    """Close it before its time."""
    if not release.is_open(at):
        raise Refused(_("この緊急の閲覧は、もう終わっています。"))
    _write(release, Act.ENDED, by=by, at=at, text=release.reason)
    _audit("core.glass_ended", release, by=by, at=at)


@transaction.atomic
def review(release: Release, *, by: Any, at: datetime, text: str) -> None:
    """Somebody else looks at it afterwards and says what they found."""
    if by == release.by:
        raise Refused(_("自分の緊急の閲覧は、ほかの人が点検します。"))
    if release.is_open(at):
        raise Refused(_("まだ開いています。終わってから点検してください。"))
    if len(text.strip()) < SHORTEST_REASON:
        raise Refused(_("分かったことを、もう少し詳しく書いてください。"), field="text")
    _write(release, Act.REVIEWED, by=by, at=at, text=text.strip()[:400])
    _audit("core.glass_reviewed", release, by=by, at=at)


def releases(*, by: Any = None, ids: list[UUID] | None = None) -> list[Release]:
    """All releases, newest first."""
    rows = GlassRow.objects.select_related("by").order_by("id")
    if by is not None:
        rows = rows.filter(
            release__in=GlassRow.objects.filter(by=by, act="begun").values("release")
        )
    if ids is not None:
        rows = rows.filter(release__in=ids)
    known: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        if row.act == Act.BEGUN:
            known[row.release] = {
                "id": row.release, "by": row.by, "thing": row.thing, "thing_id": row.thing_id,
                "reason": row.reason, "begun_at": row.at, "until": row.until,
            }  # fmt: skip
        elif row.release in known and row.act == Act.ENDED:
            known[row.release]["ended_at"] = row.at
        elif row.release in known:
            known[row.release] |= {
                "reviewed_at": row.at, "reviewed_by": row.by, "review": row.reason
            }  # fmt: skip
    return [Release(**values) for values in reversed(known.values())]


def open_things(user: Any, label: str, at: datetime) -> list[str]:
    """The keys of the things of one kind that are open to `user` now; one short query."""
    if getattr(user, "pk", None) is None:
        return []
    ended = GlassRow.objects.filter(release=models.OuterRef("release"), act=Act.ENDED)
    begun = GlassRow.objects.filter(by=user, act=Act.BEGUN, thing=label, at__lte=at, until__gt=at)
    return list(begun.exclude(models.Exists(ended)).values_list("thing_id", flat=True))


def _write(
    release: Release, act: str, *, by: Any, at: datetime, text: str, until: datetime | None = None
) -> None:
    try:
        with transaction.atomic():
            GlassRow.objects.create(
                release=release.id, act=act, at=at, by=by, thing=release.thing,
                thing_id=release.thing_id, reason=text, until=until,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("ほかの人が先にしました。画面を開き直してください。")) from None


def _audit(act: str, release: Release, *, by: Any, at: datetime) -> None:
    from django.apps import apps

    thing = apps.get_model(release.thing)(pk=release.thing_id)
    audit.record(act, thing, by=by, at=at)
