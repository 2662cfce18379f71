"""The rhythm of re-checking: every entry that is due is asked of those who run it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons.actions import answer as answer_question
from tomoni.ground.batons.actions import close, open_baton, through_links
from tomoni.ground.batons.models import Baton, Link, Question
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient
from tomoni.town.places.actions import asking, keeping, listings, suggestions
from tomoni.town.places.models import Listing, ListingReview, Suggestion
from tomoni.town.places.queries.holder import holder_of
from tomoni.town.places.rules import reaching

KIND = "places.review"


def open_due(*, at: datetime) -> int:
    """A round for every visible entry whose day has come; a second run finds nothing to do."""
    today = timezone.localdate(at)
    due = Listing.objects.public().filter(review_due_on__lt=today)
    due = due.exclude(reviews__is_under_way=True).order_by("review_due_on", "pk")
    begun = 0
    for listing in due.iterator(chunk_size=200):
        try:
            begun += begin(listing=listing, at=at) is not None
        except IntegrityError:
            continue  # Another run opened it at this moment; the database keeps one.
    return begun


@transaction.atomic
def begin(*, listing: Listing, at: datetime, by: Any = None) -> ListingReview | None:
    """One round: the baton is the directory team's, and its holder is asked by mail if we can."""
    row = lock(listing)
    today = timezone.localdate(at)
    is_due = row.review_due_on is not None and row.review_due_on < today
    is_open = ListingReview.objects.filter(listing=row, is_under_way=True).exists()
    if row.status not in Listing.Status.visible() or is_open or not is_due:
        return None
    baton = open_baton(
        kind=KIND, title=row.name, team=keeping.keeper(at=at),
        next_step=gettext_noop("運営に確かめる（リンクか電話）"), by=by, at=at,
    )  # fmt: skip
    review = ListingReview.objects.create(
        baton=baton, listing=row, was_due_on=row.review_due_on, created_at=at
    )
    audit.record("places.review_opened", review, by=by, at=at)
    holder = holder_of(row, on=today)
    if reaching.ACCOUNT in holder.ways:
        asking.ask_holder(
            baton=baton, listing=row, text=asked_words(row), by=None, at=at, way=reaching.ACCOUNT
        )
    elif reaching.MAIL in holder.ways:
        _question, key = asking.ask_holder(
            baton=baton, listing=row, text=asked_words(row), by=None, at=at
        )
        tell(
            kind="places.please_confirm",
            to=Recipient(name=holder.name, email=holder.email),
            key=f"review:{review.pk}",
            values={
                "listing": row.name,
                "url": settings.SITE_URL + reverse("batons:link", kwargs={"key": key}),
            },
            by=by,
            at=at,
        )
    return review


def asked_words(listing: Listing) -> str:
    return _("「%(name)s」の掲載の内容は、いまも合っていますか。") % {"name": listing.name}


@transaction.atomic
def still_right(
    *, review: ListingReview, by: Any, at: datetime, source: str, by_name: str = ""
) -> ListingReview:
    """Everything is as it says: the entry was checked today and the round is over."""
    listings.confirm(listing=review.listing, by=by, at=at, source=source)
    return _end(review, _("内容が合っていることを確かめました。"), by=by, at=at, by_name=by_name)


@transaction.atomic
def confirm_by_link(
    *, link: Link, review: ListingReview, name: str, at: datetime, text: str = ""
) -> ListingReview:
    """The holder presses "all still right" on a telephone, without an account."""
    through_links.answer(link=link, name=name, text=_("すべて、いまのままで合っています。"), at=at)
    source = _("運営者の確認（%(name)s）") % {"name": name.strip()[:100]}
    return still_right(review=review, by=None, by_name=name.strip()[:100], at=at, source=source)


@transaction.atomic
def correct_by_link(
    *, link: Link, review: ListingReview, name: str, text: str, at: datetime, closed: bool = False
) -> Suggestion:
    """The holder says what is different; staff look at it before it is shown.

    Whoever has the link has shown no more than that a mail reached them, so nothing goes live
    by itself. The round is over; what was said is a matter of its own with its own day.
    """
    through_links.answer(link=link, name=name, text=text, at=at)
    told = suggestions.send(
        kind=Suggestion.Kind.CLOSED if closed else Suggestion.Kind.WRONG,
        listing=review.listing,
        text=_("運営者（%(name)s）から: %(text)s") % {"name": name.strip()[:100], "text": text},
        by=None,
        at=at,
    )
    _end(
        review,
        _("運営者から違うところを聞きました（%(number)s）。") % {"number": told.number},
        by=None, at=at, by_name=name.strip()[:100],
    )  # fmt: skip
    return told


@transaction.atomic
def confirm_on_screen(*, review: ListingReview, by: Any, at: datetime) -> ListingReview:
    """An editor of the body, or a clerk after a call, confirms with their account."""
    question: Question | None = review.baton.questions.open().first()
    if question:
        answer_question(question=question, text=_("画面で確かめました。"), by=None, at=at)
    return still_right(review=review, by=by, at=at, source=_("画面での確認"), by_name=by.name)


@transaction.atomic
def confirm_own(*, listing: Listing, by: Any, at: datetime) -> Listing:
    """One press on the page of one's own entries: everything is still right.

    A round of re-checking that is under way ends with it, and so does its question.
    """
    review = ListingReview.objects.filter(listing=listing, is_under_way=True).first()
    source = _("運営者の確認（%(name)s）") % {"name": by.name[:100]}
    if review is None:
        return listings.confirm(listing=listing, by=by, at=at, source=source)
    for question in review.baton.questions.open():
        answer_question(
            question=question, text=_("すべて、いまのままで合っています。"), by=None,
            by_name=by.name[:100], at=at,
        )  # fmt: skip
    return still_right(review=review, by=by, at=at, source=source, by_name=by.name[:100]).listing


def _end(
    review: ListingReview, words: str, *, by: Any, at: datetime, by_name: str
) -> ListingReview:
    baton = lock(review.baton)
    if not baton.is_open:
        raise Refused(_("この確かめは、もう終わっています。"))
    # The page has asked whether this person may; the program closes the baton in their name.
    review.baton = close(
        baton=baton, outcome=Baton.Outcome.DONE, words=words, by=None, by_name=by_name, at=at
    )
    review.is_under_way = False
    review.save(update_fields=["is_under_way"])
    audit.record("places.review_ended", review, by=by, at=at)
    return review
