"""Points on paper: the statement, the stamp card, what was handed over, what was given, years."""

from datetime import date, datetime
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from tomoni.core import signed
from tomoni.core.city import city
from tomoni.doing.points.actions.certifying import Certificate
from tomoni.doing.points.models import Account, Claim
from tomoni.doing.points.queries.giving import Gift
from tomoni.doing.points.queries.statements import Statement
from tomoni.doing.points.rules.terms import Terms
from tomoni.web.dates import era_date, short_date
from tomoni.web.paper import set_pdf

FOLDER = Path(__file__).resolve().parent / "typst"
BOXES = 30


def statement(found: Statement, *, at: datetime) -> bytes:
    """A fiscal year of an account, A4, with the hash of its last entry: whoever holds the paper
    can later ask whether the books still say the same."""
    last = found.lines[-1].row if found.lines else None
    return set_pdf(
        FOLDER / "statement.typ",
        {
            "title": "ポイントの明細", "city": city().name, "scheme": found.account.scheme.name,
            "holder": str(found.account), "card": found.account.card or "",
            "first": era_date(found.first, "ja"), "last": era_date(found.last, "ja"),
            "from": short_date(found.first, "ja"),
            "made": f"{era_date(localtime(at).date(), 'ja')} {localtime(at):%H:%M}", "before": found.before,
            "after": found.after, "held": found.held,
            "lines": [
                [short_date(localtime(one.row.at).date(), "ja"), f"{one.what}（{one.note}）" if one.note else one.what, f"{one.change:+d}" if one.change else "", str(one.balance)]
                for one in found.lines
            ],
            "hash": bytes(last.hash).hex() if last else "",
        },
    )  # fmt: skip


def card(account: Account, terms: Terms) -> bytes:
    """The stamp card of one person: number, activities, boxes for a day and a stamp each."""
    return set_pdf(
        FOLDER / "card.typ",
        {
            "title": "スタンプカード", "city": city().name, "scheme": account.scheme.name,
            "holder": str(account), "card": account.card or "", "boxes": BOXES,
            "activities": [one.name for one in terms.activities],
            "phone": account.scheme.team.phone or city().phones[0].phone,
            "site": settings.SITE_URL,
        },
    )  # fmt: skip


def receipt(claim: Claim, *, at: datetime) -> bytes:
    """Two halves: one is signed and stays, the other goes with the person."""
    return set_pdf(
        FOLDER / "receipt.typ",
        {
            "title": "受領書", "city": city().name, "scheme": claim.account.scheme.name,
            "holder": str(claim.account), "number": claim.number, "points": claim.points,
            "yen": f"{claim.yen:,}", "way": str(claim.get_way_display()),
            "made": era_date(localtime(at).date(), "ja"),
        },
    )  # fmt: skip


def gift(given: Gift) -> bytes:
    """Two halves, one of them to sign, and a sheet for the receiver."""
    return set_pdf(
        FOLDER / "gift.typ",
        {
            "title": "ポイントをゆずった控え", "city": city().name, "scheme": given.giver.scheme.name,
            "giver": str(given.giver), "giver_card": given.giver.card or "",
            "receiver": str(given.receiver), "receiver_card": given.receiver.card or "",
            "points": given.points, "phone": given.giver.scheme.team.phone or city().phones[0].phone,
            "made": f"{era_date(localtime(given.at).date(), 'ja')} {localtime(given.at):%H:%M}",
        },
    )  # fmt: skip


def years(one: Certificate) -> bytes:
    """The certificate, with the signed facts in its code and the key that checks them below."""
    facts = one.facts
    site = f"{settings.SITE_URL}{reverse('volunteering:verify')}"
    drawn = str(segno.make(f"{site}?c={one.code}", error="l").svg_inline(border=0, scale=4))
    return set_pdf(
        FOLDER / "years.typ",
        {
            "title": "活動年数の証明書", "city": facts["city"], "number": facts["number"],
            "name": facts["name"], "scheme": facts["scheme"], "years": facts["years"],
            "first": _fiscal(facts["first"]), "last": _fiscal(facts["last"]),
            "made": era_date(date.fromisoformat(facts["made"]), "ja"),
            "qr": drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
            "site": site, "key": one.key, "public": signed.public_keys().get(one.key, ""),
        },
    )  # fmt: skip


def _fiscal(year: int) -> str:
    """令和8年度 for 2026; by a day of May, since the year whose April still was 平成31年 is called 令和元年度."""
    return era_date(date(year, 5, 1), "ja").split("年")[0] + "年度"
