"""Events of a small town around today, planned as an organiser would."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from tomoni.doing.events.actions import planning

TOKYO = ZoneInfo("Asia/Tokyo")


def tomorrow(hour=10):
    day = timezone.localtime() + timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def plan(slug, title, *, publish=True, starts_at=None, **more):
    """A series from tomorrow at ten on; public unless told otherwise."""
    at = timezone.now()
    if "venue" not in more:
        more.setdefault("place_text", "見本会館")
    usual = {"summary": "見本です。", "phone": "0134-00-0001", "organiser_text": "見本の会"}
    more = usual | more
    series = planning.plan(
        slug=slug, title=title, starts_at=starts_at or tomorrow(), by=None, at=at, **more
    )
    return planning.publish(series=series, by=None, at=at) if publish else series


def the_week():
    """A salon for older people, gymnastics for small children, and a feast for everybody."""
    plan("mihon-salon", "見本サロン", kind="salon", age_min=65, fee_kind="free")
    plan("mihon-oyako", "見本の親子体操", kind="walk", age_max=6)
    plan("mihon-yuki", "見本の雪あかり", kind="festival")
    plan("mihon-kai", "見本の会議", kind="meeting", age_min=18)
