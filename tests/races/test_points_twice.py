"""Fifty sendings of what may happen once: a new scheme opened, a payment that came back."""

from uuid import uuid4

CONTENDERS = 50
FEW = 8
TRIES = 6
NEW_SCHEME = """
import json
from datetime import timedelta
from django.utils.timezone import localdate
from tests.factories import OrganisationFactory, TeamFactory
from tests.points.examples import TERMS
from tests.points.test_pages import as_shown
from tomoni.doing.points.forms.ruling import ActivityRows, SchemeForm, rows_of
rows = ActivityRows(initial=rows_of(TERMS), prefix="a")
shown = as_shown(dict(form=SchemeForm(held=TERMS, rows=rows), rows=rows))
team = TeamFactory(slug={word!r}, organisation=OrganisationFactory(slug={word!r}))
told = dict(name={word!r}, slug={word!r}, team=team.pk, source="見本会議", decide="1",
            begins_on=localdate() + timedelta(days=1))
print(json.dumps(shown | told, default=str))
"""
SCHEMES = """
import json
from tomoni.doing.points.models import Account, Ruling, Scheme
made = Scheme.objects.filter(name={word!r})
print(json.dumps([made.count(), Ruling.objects.filter(scheme__in=made).count(),
                  Account.objects.filter(scheme__in=made).count()]))
"""
PAID = """
import json
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from tests.people import person
from tests.points.examples import BANK, TERMS
from tests.points.towns import holder, scheme_with
from tomoni.doing.points.actions import claims, paying
at = timezone.now() - timedelta(days=5)
staff = [person(f"{{uuid4().hex[:8]}}@example.jp", "見本", "見本", "clerk") for _n in range(3)]
scheme = scheme_with(TERMS, at=at)
account = holder(scheme, 20, at=at)
claim = claims.claim(id=uuid4(), account=account, points=5, way="bank", bank=BANK, by=None, at=at)
claims.check(claim=claim, by=staff[0], at=at)
for one in staff[1:]:
    claims.approve(claim=claim, by=one, at=at)
paying.set_payer(scheme=scheme, payer={{**BANK, "client": "1"}}, by=staff[0], at=at)
scheme.refresh_from_db()
pay_on = timezone.localdate(at) + timedelta(days=1)
file = paying.make_file(id=uuid4(), scheme=scheme, pay_on=pay_on, by=staff[0], at=at)
paying.settle(file=file, returned={{}}, by=staff[0], at=at + timedelta(days=2))
print(json.dumps(dict(payment=str(file.payments.get().pk), claim=str(claim.pk), account=account.pk)))
"""
BACK = """
import json
from tomoni.doing.points.models import Account, Claim, Transfer
from tomoni.doing.points.queries import balances
account, claim = Account.objects.get(pk={account}), Claim.objects.get(pk={claim!r})
print(json.dumps(dict(
    balance=account.balance, held=account.held, status=claim.status, runs=claim.baton.is_open,
    into=Transfer.objects.filter(credit=account).count(),
    # Only its own scheme: races with the guards off leave what is wrong in theirs.
    right=all(one.account.scheme_id != account.scheme_id for one in balances.wrong_balances()),
)))
"""


def everybody(running, path, answers, many):
    """The same sending so many times at once, by two who may do it."""
    people = (running.hori, running.ogawa)
    return running.at_once(*[lambda n=n: people[n % 2].post(path, answers) for n in range(many)])


def press_open(running, many, *, by_both=False):
    """One press of the page of a new scheme, sent so often; what was made of it."""
    word = f"mihon-{uuid4().hex[:8]}"
    shown = running.ask(NEW_SCHEME.format(word=word))
    path = "/staff/points/schemes/new/"
    if by_both:
        answered = everybody(running, path, shown, many)
    else:
        answered = running.at_once(*[lambda: running.hori.post(path, shown)] * many)
    return answered, running.ask(SCHEMES.format(word=word))


def press_back(running, many):
    made = running.ask(PAID.format())
    answers = {"reason": "口座番号がちがう"}
    answered = everybody(
        running, f"/staff/points/payments/{made['payment']}/came-back/", answers, many
    )
    return answered, running.ask(BACK.format(**made))


def test_without_the_guard_one_press_opens_several_schemes(town):
    assert press_open(town(without="points"), FEW)[1][0] > 1


def test_with_the_guard_fifty_sendings_of_one_press_open_one_and_each_is_told_so(town):
    answered, made = press_open(town(), CONTENDERS)
    assert {status for status, _page in answered} == {302}, answered
    assert made == [1, 1, 2]


def test_of_two_officials_with_one_word_the_second_is_told_that_it_is_taken(town):
    answered, made = press_open(town(), CONTENDERS, by_both=True)
    assert {status for status, _page in answered} == {200, 302}, answered
    assert all("もうあります" in page for status, page in answered if status == 200)
    assert made == [1, 1, 2]


def test_without_the_guard_a_payment_gives_its_points_back_several_times(town):
    running = town(without="points")
    for _attempt in range(TRIES):  # On a busy machine two requests do not always meet.
        if press_back(running, FEW)[1]["balance"] > 20:
            return
    raise AssertionError(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_guard_fifty_tellings_that_it_came_back_give_the_points_back_once(town):
    answered, found = press_back(town(), CONTENDERS)
    assert [status for status, _page in answered].count(302) == 1, answered
    assert all("もう" in page for status, page in answered if status == 200)
    assert found == {
        "balance": 20, "held": 5, "status": "returned", "runs": True, "into": 2, "right": True,
    }  # fmt: skip
