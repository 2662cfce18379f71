"""A certificate of years with points: its facts are signed, and anybody can check them for ever."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit, signed
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.doing.points.models import Account
from tomoni.doing.points.queries import earned, service


@dataclass(frozen=True)
class Certificate:
    """The facts as signed, and what the code on the paper carries."""

    facts: dict[str, Any]
    key: str
    code: str


@transaction.atomic
def certify(*, account: Account, by: Any, at: datetime) -> Certificate:
    """Sign in how many fiscal years the holder was active. Nothing is kept but that it was done:
    the books say the same whenever it is asked again, and the number with them.

    Raises:
        Refused: when the scheme gives none, or years are still missing.
    """
    on = timezone.localdate(at)
    ruling = earned.ruling_on(account.scheme, on)
    needed = ruling.read.certificate_years if ruling else 0
    if ruling is None or not needed or account.person is None:
        raise Refused(_("この制度には、活動の年数の証明書はありません。窓口に聞いてください。"))
    found = service.service_of(account, ruling.read)
    if missing := found.missing(needed):
        raise Refused(
            _("証明書は、%(needed)s年度活動すると出ます。あと%(missing)s年度です。")
            % {"needed": needed, "missing": missing}
        )
    facts = {
        "city": city().name, "number": f"{account.card}-{len(found.years)}",
        "name": account.person.name, "scheme": account.scheme.name, "years": len(found.years),
        "first": found.years[0], "last": found.years[-1], "made": on.isoformat(),
    }  # fmt: skip
    said, key, signature = signed.sign(facts)
    audit.record("points.certified", account, by=by, at=at)
    return Certificate(facts, key, signed.carried(said, key, signature))
