"""Taking the telephone for somebody, so that nobody else rings them meanwhile (`models.ringing`)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.people.models import Ring
from tomoni.web.dates import clock

Row = TypeVar("Row", bound=Ring)


def begin(
    known: Row | None, *, by: Any, at: datetime, already: str, let_go: Callable[[Row], Any],
    make: Callable[[], Row],
) -> tuple[Row, bool]:  # fmt: skip
    """The call that is ours now, and whether it is new; in the caller's transaction.

    Args:
        known: The call that holds the person now.
        already: What is said when they have answered; takes `who` and `clock`.
        let_go: Writes that a call left lying was none.
        make: Writes the new call.

    Raises:
        Refused: while somebody else rings them, or once they answered.
    """
    if known and not known.answer and known.by_id == by.pk:
        return known, False
    if known and known.is_left_lying(at):
        let_go(known)
    elif known:
        ringing = _("%(who)sさんが%(clock)sから電話しています。次の人にかけてください。")
        time = clock(localtime(known.begun_at).time(), get_language() or "ja")
        said = {"who": known.by or _("ほかの人"), "clock": time}
        raise Refused((already if known.answer else ringing) % said)
    try:
        with transaction.atomic():
            return make(), True
    except IntegrityError:
        raise Refused(
            _("ほかの人が、いま電話をかけはじめました。次の人にかけてください。")
        ) from None


def write(answer: Callable[[], Row]) -> Row:
    """Write an answer.

    Raises:
        Refused: when somebody else has taken the telephone for this person since.
    """
    try:
        with transaction.atomic():
            return answer()
    except IntegrityError:
        raise Refused(
            _("このあと、ほかの人が同じ人に電話しました。一覧で、新しいほうを見てください。")
        ) from None
