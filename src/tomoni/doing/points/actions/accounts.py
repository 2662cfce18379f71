"""Opening and closing accounts, and closing a scheme's books up to a moment."""

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.points.models import Account, Closing, Scheme
from tomoni.doing.points.queries import balances
from tomoni.doing.points.rules import cards
from tomoni.ground.people.models import Organisation, Person

TRIES = 20
BUSY = 200  # So many transfers since the last closing make a snapshot worth its row.


def account_of(holder: Person | Organisation, scheme: Scheme, *, by: Any, at: datetime) -> Account:
    """The open account of a person or organisation, opened now when there is none."""
    field = "person" if isinstance(holder, Person) else "organisation"
    if field == "person" and holder.merged_into_id:  # type: ignore[union-attr]
        holder = holder.merged_into  # type: ignore[union-attr,assignment]
    known = {"scheme": scheme, field: holder, "closed_at": None}
    found = Account.objects.filter(**known).first()
    return found or _open(known, field, by, at)


@transaction.atomic
def _open(known: dict[str, Any], kind: str, by: Any, at: datetime) -> Account:
    for _try in range(TRIES):
        # By chance and not counted on: whoever counts holds a lock that others wait for with
        # accounts in their hands.
        card = cards.card_of(secrets.randbelow(cards.MOST) + 1)
        try:
            with transaction.atomic():
                made = Account.objects.create(**known, kind=kind, card=card, opened_at=at)
        except IntegrityError:  # The card is taken, or somebody opened it in this moment.
            if found := Account.objects.filter(**known).first():
                return found
            continue
        audit.record("points.account_opened", made, by=by, at=at)
        return made
    raise Refused(_("カードの番号を決められませんでした。もう一度押してください。"))


@transaction.atomic
def open_ends(scheme: Scheme, *, at: datetime) -> None:
    """Where the points of a scheme come from and where paid-out ones go."""
    for kind in Account.OPEN_ENDED:
        Account.objects.create(scheme=scheme, kind=kind, may_go_below=True, opened_at=at)
    audit.record("points.ends_opened", scheme, by=None, at=at)


@transaction.atomic
def close_account(*, account: Account, by: Any, at: datetime) -> Account:
    """Nothing goes in or out any more; the statement stays.

    Raises:
        Refused: while there are points in it.
    """
    account = lock(account)
    if account.may_go_below:
        raise Refused(_("制度の口座は閉じられません。制度の終わりの日を決めてください。"))
    if account.balance or account.held:
        raise Refused(
            _("まだ%(points)sポイントあります。交換するか、直してから閉じてください。")
            % {"points": account.balance}
        )
    account.closed_at = at
    account.save(update_fields=["closed_at"])
    audit.record("points.account_closed", account, by=by, at=at)
    return account


@transaction.atomic
def close_books(*, scheme: Scheme, until: datetime, by: Any, at: datetime) -> bool:
    """No transfer of this time is written any more; whether that is new.

    The database takes the books alone (`guards`): whoever is writing ends first, and whoever comes
    after is refused when late. The row is held so that a writer may still point to it, which it
    does at its very end; it would wait for us while we wait for it. Sums are taken afterwards (`snapshot`), so that nobody waits for them.
    """
    if until >= at:
        raise Refused(_("まだ来ていない時刻までは締められません。"))
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    if scheme.closed_until and until <= scheme.closed_until:
        return False
    before, scheme.closed_until = scheme.closed_until, until
    scheme.save(update_fields=["closed_until"])
    audit.record(
        "points.books_closed", scheme, by=by, at=at, changes={"closed_until": (before, until)}
    )
    return True


@transaction.atomic
def snapshot(*, scheme: Scheme, at: datetime) -> int:
    """Write down the closed balances of busy accounts; gives how many. Twice is once."""
    scheme.refresh_from_db()
    until = scheme.closed_until
    if until is None:
        return 0
    made = 0
    for account in balances.busy(scheme, until, BUSY):
        balance, held = balances.stood(account, until)
        _row, is_new = Closing.objects.get_or_create(
            account=account, until=until, defaults={"balance": balance, "held": held}
        )
        made += is_new
    if made:
        audit.record("points.balances_kept", scheme, by=None, at=at, note=str(made))
    return made
