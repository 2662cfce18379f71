"""What the pages and the timetable need to know of the outbox."""

from datetime import datetime

from tomoni.ground.notices.models import Delivery, Way


def channels_with_work(at: datetime) -> list[str]:
    """Channels with something due whose other side is not known to be shut."""
    due = Delivery.objects.filter(status="ready", not_before__lte=at, for_digest=False)
    shut = set(Way.objects.filter(again_at__gt=at).values_list("channel", flat=True))
    found = due.exclude(channel="letter").order_by().values_list("channel", flat=True).distinct()
    return sorted(set(found) - shut)
