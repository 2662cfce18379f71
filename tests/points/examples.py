"""Addresses of this room that lead to something, for the table of who may open what."""

from datetime import date
from uuid import uuid4

from tests.factories import NOW, TeamFactory
from tests.people import person
from tests.points.towns import give, holder, scheme_with
from tomoni.doing.points.actions import claims, giving, paying
from tomoni.doing.points.rules.terms import Activity, Terms

BANK = {"bank": "0116", "branch": "123", "kind": "1", "number": "12345", "holder": "ミホン"}
TERMS = Terms(
    activities=(Activity("snow", "福祉除雪", "hour"), Activity("stamp", "スタンプ", "stamp")),
    daily_most=2, ways=("bank", "cash"), may_be_given=True, certificate_years=1,
)  # fmt: skip


def examples(user):
    """One scheme with a claim in a file; the account is of nobody who signs in."""
    first, second = (
        person(f"{name}@points.example.jp", name, name, "clerk") for name in ("kudo", "ito")
    )
    scheme = scheme_with(TERMS, slug="mihon-points", team=TeamFactory(members=[user]))
    account = holder(scheme, 20, name="見本 キク")
    row = give(account, 1)
    claim = claims.claim(
        id=uuid4(), account=account, points=5, way="bank", bank=BANK, by=user, at=NOW
    )
    claims.check(claim=claim, by=user, at=NOW)
    claims.approve(claim=claim, by=first, at=NOW)
    claims.approve(claim=claim, by=second, at=NOW)
    paying.set_payer(scheme=scheme, payer={**BANK, "client": "1"}, by=user, at=NOW)
    file = paying.make_file(id=uuid4(), scheme=scheme, pay_on=date(2026, 12, 1), by=user, at=NOW)
    cash = claims.claim(id=uuid4(), account=account, points=5, way="cash", by=user, at=NOW)
    claims.check(claim=cash, by=user, at=NOW)
    claims.approve(claim=cash, by=first, at=NOW)
    claims.approve(claim=cash, by=second, at=NOW)
    other = holder(scheme, name="見本 ウメ")
    gift = giving.give(id=uuid4(), account=account, card=other.card, points=1, by=None, at=NOW)
    of = {"pk": account.pk}
    return {
        **{f"points:{name}": of for name in (
            "account", "award", "adjust", "claim_for", "card", "account_pdf", "statement",
            "statement_csv", "statement_pdf", "my_claim", "give", "give_for",
            "certify", "certify_for",
        )},
        **{f"points:{name}": {"pk": claim.pk} for name in ("claim", "payee", "correct", "refuse", "withdraw")},
        **{f"points:{name}": {"pk": gift.key} for name in ("gift", "gift_paper")},
        "points:receipt": {"pk": cash.pk},
        "points:do": {"pk": claim.pk, "deed": "check"},
        "points:reverse": {"pk": row.pk},
        "points:came_back": {"pk": file.payments.get().pk},
        **{f"points:{name}": {"pk": file.pk} for name in ("bank_file", "bank_bytes")},
        **{f"points:{name}": {"slug": scheme.slug} for name in ("cards", "counter", "open", "rules", "bank", "payer", "years", "opening", "opening_sample")},
    }  # fmt: skip
