"""What people said in the last quarter that is over, so that its figures are not empty."""

from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from tomoni.demo.ground import Ground
from tomoni.town.places.actions import feedback
from tomoni.town.places.models import Feedback, Listing
from tomoni.town.places.rules import quarters

# Kind, how many, the words, and what the sender read afterwards.
SAID = (
    ("praise", 12, "（見本）いつも温かく迎えてもらっています。", "運営の人に伝えました。"),
    ("wish", 9, "（見本）椅子を少し増やしてほしいです。", "来月から増やすとのことです。"),
    ("complaint", 6, "（見本）入口の段に手すりがなく、こわい思いをしました。", "手すりを付けることになりました。"),
)  # fmt: skip


def build(town: Ground) -> int:
    """Through the room's own actions, each answered a week later; a second time adds nothing."""
    today = timezone.localdate(town.at)
    this = quarters.quarter_of(today)
    begins = quarters.quarter_of(this.begins - timedelta(days=1)).begins
    # Three entries far from each other: of many, each with one word, nothing could be shown.
    entries = list(Listing.objects.public().filter(is_sample=True).order_by("slug")[:150:50])
    made, nth = 0, 0
    for kind, many, words, answer in SAID:
        for _again in range(many if entries else 0):
            nth += 1
            token = uuid5(NAMESPACE_URL, f"sample:voice:{nth}")
            if Feedback.objects.filter(token=token).exists():
                continue
            day = begins + timedelta(days=3 * nth)
            at = datetime.combine(day, time(10), tzinfo=timezone.get_default_timezone())
            with transaction.atomic():
                told = feedback.send(
                    listing=entries[nth % len(entries)], kind=kind, text=words, token=token,
                    by=None, at=at,
                )  # fmt: skip
                feedback.finish(feedback=told, answer=answer, by=None, at=at + timedelta(days=7))
            made += 1
    return made
