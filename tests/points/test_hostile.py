"""Every door of points is sent nonsense, twice, by everybody: no fault of ours, nothing moved."""

import uuid

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.people import person
from tests.points import examples
from tomoni.doing.points.models import Account, Claim, Payment, Ruling, Scheme, Transfer

pytestmark = pytest.mark.django_db
FOREIGN = str(uuid.UUID(int=7))
NASTY = (
    "", "\x00", "a\x00b", "😀" * 300, "９" * 25, "-1", "0", "1e9", "99999999999999999999999999",
    FOREIGN, "<script>alert(1)</script>", "' OR 1=1 --", "２０２６-１３-９９", "\u202e\ud7ff", "５x９９９９",
    "on", "٣", "²",
)  # fmt: skip
# A door: its name, and the fields that a page of it sends beside those of a form.
POSTED = {
    "my_claim": (), "withdraw": (), "award": (), "adjust": (), "claim_for": (), "reverse": (),
    "correct": (), "refuse": (), "do": (), "came_back": (), "bank_file": (), "cards": (),
    "counter": ("who",), "open": ("person",), "rules": ("try", "decide"), "bank": (), "payer": (),
    "new_scheme": ("try", "decide"), "give": ("sure", "mend"), "give_for": ("sure", "mend"),
    "certify": (), "certify_for": (), "opening": ("file",),
}  # fmt: skip
READ = (
    "about", "mine", "desk", "claims", "account", "account_pdf", "card", "claim", "payee", "receipt",
    "bank_file", "bank_bytes", "cards", "counter", "open", "rules", "bank", "payer", "new_scheme",
    "statement", "statement_csv", "statement_pdf", "my_claim",
    "give", "give_for", "gift", "gift_paper", "years", "opening", "opening_sample",
)  # fmt: skip


@pytest.fixture
def doors(ono):
    """Where each door of one scheme stands."""
    found = examples.examples(ono)
    return lambda name: reverse(f"points:{name}", kwargs=found.get(f"points:{name}", {}))


def state():
    return (
        Transfer.objects.count(), Claim.objects.count(), Ruling.objects.count(),
        Scheme.objects.count(), sorted(Account.objects.values_list("balance", "held")),
        sorted(Claim.objects.values_list("status", flat=True)),
        sorted(Payment.objects.values_list("outcome", "reason")),
    )  # fmt: skip


def fields_of(page):
    """The names that a page would send."""
    found = {"token"}
    for part in ("form", "rows"):
        held = (page.context or {}).get(part) if page.status_code == 200 else None
        for form in (
            [] if held is None else [held] if part == "form" else [held.management_form, *held]
        ):
            found |= {field.html_name for field in form}
    return found


@pytest.mark.parametrize("name", POSTED)
def test_nonsense_is_answered_and_moves_nothing(client, doors, ono, name):
    client.force_login(ono)
    url = doors(name)
    names = fields_of(client.get(url)) | {*POSTED[name]}
    if name == "bank_file":
        names |= {
            f"{part}-{one.pk}" for one in Payment.objects.all() for part in ("back", "reason")
        }
    before = state()
    for n, value in enumerate(NASTY):
        token = value if n == 2 else str(uuid.uuid4())
        page = client.post(url, dict.fromkeys(names, value) | {"token": token})
        assert page.status_code < 500, (value, page.status_code)
    # These two take any word as a reason; what they then do is what was asked.
    assert state() == before or name in ("adjust", "reverse")


@pytest.mark.parametrize("value", NASTY)
def test_nonsense_in_an_address_is_answered(client, doors, value, ono):
    client.force_login(ono)
    for name in READ:
        page = client.get(doors(name), dict.fromkeys(
            ("q", "year", "page", "activity", "month", "like", "all"), value
        ))  # fmt: skip
        assert page.status_code < 500, (name, value)


def test_a_resident_and_a_stranger_reach_nobody_elses_points(client, doors, ken):
    before = state()
    account = Account.objects.get(person__name="見本 キク")
    for who in (None, ken):
        if who:
            client.force_login(who)
        for name in {*READ, *POSTED} - {"about", "mine"}:
            for page in (client.get(doors(name)), client.post(doors(name), {"token": FOREIGN})):
                assert page.status_code in (302, 403, 404, 405), (name, page.status_code)
                assert account.card not in page.content.decode(errors="replace"), name
        assert account.card not in client.get("/me/points/", follow=True).content.decode()
    assert state() == before


def test_keys_of_other_things_are_not_found(client, ono):
    client.force_login(ono)
    for name in ("claim", "payee", "correct", "refuse", "receipt", "reverse", "bank_file",
                 "bank_bytes", "came_back", "withdraw"):  # fmt: skip
        url = reverse(f"points:{name}", args=[FOREIGN])
        assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}, name
    for deed in ("check", "approve", "hand-over", "nothing"):
        assert client.post(reverse("points:do", args=[FOREIGN, deed])).status_code == 404
    for name in ("account", "award", "adjust", "claim_for", "card", "account_pdf"):
        assert client.get(reverse(f"points:{name}", args=[2**62])).status_code == 404
    big = reverse("points:account", args=[10**30])
    assert client.get(big).status_code == 404


def test_a_deed_in_the_wrong_state_says_so_and_changes_nothing(client, doors, ono):
    abe = person("abe@hostile.example.jp", "阿部", "あべ", "clerk")
    client.force_login(abe)
    claim = Claim.objects.get(status="sent")
    before = state()
    for deed in ("check", "approve", "hand-over"):
        page = client.post(reverse("points:do", args=[claim.pk, deed]), follow=True)
        assert page.status_code == 200
        assert "状態がすでに変わっています" in page.content.decode()
    client.force_login(ono)
    page = client.post(doors("came_back"), {"reason": "解約"})
    assert "銀行の結果がまだ" in page.content.decode()
    assert 'value="解約"' in page.content.decode(), "what was typed stays"
    assert state() == before


def test_a_payment_comes_back_days_later_and_the_baton_runs_again(client, doors, ono):
    """Paid by the bank's answer, sent back afterwards: the points are held again, the desk is told."""
    client.force_login(ono)
    payment = Payment.objects.get()
    payment.file.pay_on = localdate()
    payment.file.save(update_fields=["pay_on"])
    client.post(doors("bank_file"), {})
    claim = Claim.objects.get(pk=payment.claim_id)
    account = claim.account
    assert claim.status == "paid"
    assert claim.baton.closed_at
    held = Account.objects.get(pk=account.pk).held
    link = doors("came_back")
    assert link in client.get(doors("bank_file")).content.decode()
    assert link in client.get(doors("claim")).content.decode()
    assert client.post(link, {"reason": ""}).status_code == 200
    assert client.post(link, {"reason": "口座が解約されている"}).status_code == 302
    claim.refresh_from_db()
    claim.baton.refresh_from_db()
    assert (claim.status, claim.reason) == ("returned", "口座が解約されている")
    assert claim.baton.closed_at is None
    assert Account.objects.get(pk=account.pk).held == held + claim.points
    again = client.post(link, {"reason": "もう一度"})
    assert "もう戻ったこと" in again.content.decode()
    assert link not in client.get(doors("bank_file")).content.decode()
