"""Points given to somebody else: by the scheme's rules, once, from the page and at the counter."""

from datetime import date, timedelta
from subprocess import run
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import OrganisationFactory, TeamFactory
from tests.points.towns import SNOW, give, holder, scheme_with
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.doing.points.actions import account_of, claims, giving, keying, lapsing
from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.queries import balances, lots
from tomoni.doing.points.rules import giving as rules
from tomoni.doing.points.rules import since
from tomoni.doing.points.rules.cards import card_of
from tomoni.doing.points.rules.giving import Giver
from tomoni.doing.points.rules.lapsing import Lot, Use, left
from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.samples import samples
from tomoni.ground.notices.models import Notice

TERMS = Terms(activities=(SNOW,), may_be_given=True, minors="consent", ways=("gift",))
OLD, YOUNG = date(1946, 1, 1), date(2010, 6, 1)


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


@pytest.fixture
def at():
    return now() - timedelta(minutes=5)


@pytest.fixture
def scheme(db, at, mori, ono):
    return scheme_with(TERMS, at=at, team=TeamFactory(members=[mori, ono], phone="0134-00-0000"))


@pytest.fixture
def mine(scheme, haru, at):
    found = holder(scheme, 12, at=at, user=haru, name="坂本 ハル", name_kana="さかもと はる")
    return found


@pytest.fixture
def theirs(scheme, ken, at):
    return holder(scheme, at=at, user=ken, name="見本 ケン", name_kana="みほん けん")


def pay(account, to, points, *, name=None, id=None, by=None, at=None, **more):
    return giving.give(
        id=id or uuid4(), account=account, card=to.card, points=points, name=name, by=by,
        at=at or now(), **more,
    )  # fmt: skip


def balance(account):
    return Account.objects.get(pk=account.pk).balance


# The rules themselves.

DAY = date(2026, 5, 1)


def refusal(terms, giver, points=5, to="person", *, on=DAY, begins_on=DAY, ends_on=None):
    return rules.why_not(
        terms, giver, points=points, to=to, on=on, begins_on=begins_on, ends_on=ends_on
    )


def with_(**more):
    return Terms(**{"activities": (SNOW,), "may_be_given": True, **more})


@pytest.mark.parametrize(
    ("terms", "giver", "asked", "words"),
    [
        (with_(), Giver(5), {}, None),
        (with_(may_be_given=False), Giver(5), {}, "ほかの人にゆずれません"),
        (with_(), Giver(5), {"on": DAY - timedelta(days=1)}, "まだ始まっていません"),
        (with_(), Giver(5), {"ends_on": DAY}, None),
        (with_(), Giver(5), {"ends_on": DAY - timedelta(days=1), "begins_on": date(2025, 4, 1)}, "終わった"),
        (with_(minors="not"), Giver(5, birth_on=YOUNG), {}, "18歳未満の方はゆずれません"),
        (with_(minors="consent"), Giver(5, birth_on=YOUNG), {}, "同意書を持って"),
        (with_(minors="consent"), Giver(5, birth_on=YOUNG, has_consent=True), {}, None),
        (with_(minors="free"), Giver(5, birth_on=YOUNG), {}, None),
        (with_(minors="not"), Giver(5, birth_on=OLD), {}, None),
        (with_(), Giver(0), {}, "ゆずれるポイントがありません"),
        (with_(), Giver(4), {}, "4ポイントまで"),
        (with_(), Giver(5), {"points": 0}, "1以上"),
        (with_(given_to=("person",)), Giver(5), {"to": "organisation"}, "団体にはゆずれません"),
        (with_(given_to=("organisation",)), Giver(5), {}, "団体にだけ"),
        (with_(given_to=("organisation",)), Giver(5), {"to": "organisation"}, None),
        (with_(yearly_give_most=10), Giver(50, given=5), {}, None),
        (with_(yearly_give_most=10), Giver(50, given=6), {}, "あと4ポイント"),
        (with_(yearly_give_most=10), Giver(50, given=10), {}, "次の年度"),
        (with_(yearly_give_most=0), Giver(50), {}, "0ポイントまで"),
    ],
)  # fmt: skip
def test_each_limit_is_said_and_what_to_do(terms, giver, asked, words):
    said = refusal(terms, giver, **asked)
    assert said is None if words is None else words in said


def test_of_the_nine_schemes_one_lets_points_be_given_and_hirosakis_does_not():
    assert {slug for slug, one in samples().items() if one.terms.may_be_given} == {"together"}
    together = samples()["together"].terms
    assert together.given_to == ("person", "organisation")
    assert "cash" not in together.ways and "bank" not in together.ways
    for slug, one in samples().items():
        said = refusal(one.terms, Giver(500, birth_on=OLD))
        assert (said is None) == (slug == "together"), slug


def test_whom_points_may_be_given_to_must_be_said():
    with pytest.raises(ValueError, match="だれに"):
        with_(given_to=())
    with pytest.raises(ValueError, match="だれに"):
        with_(given_to=("cat",))
    assert Terms.from_plain(with_(given_to=("person",)).to_plain()).given_to == ("person",)
    old = with_().to_plain()  # Rules decided before these limits existed are read as they were.
    del old["given_to"], old["yearly_give_most"]
    assert Terms.from_plain(old) == with_()


@pytest.mark.parametrize(
    ("lapse", "months", "expected"),
    [
        ("never", 0, [Lot(date(2024, 5, 1), 5), Lot(date(2025, 4, 1), 2)]),
        ("year", 2, [Lot(date(2024, 5, 1), 5), Lot(date(2025, 4, 1), 2)]),
        ("earned", 24, [Lot(date(2024, 5, 1), 2), Lot(date(2024, 6, 1), 3), Lot(date(2025, 4, 1), 2)]),
    ],
)  # fmt: skip
def test_the_oldest_go_first_and_keep_their_days(lapse, months, expected):
    held = [Lot(date(2025, 4, 1), 9), Lot(date(2024, 5, 1), 2), Lot(date(2024, 6, 1), 3)]
    assert since.parts(held, 7, with_(lapse=lapse, lapse_months=months)) == expected


def test_a_note_of_a_person_is_never_taken_for_a_day():
    assert since.read("2026-05-01の分") == (None, "2026-05-01の分")
    assert since.read("since:いつか") == (None, "since:いつか")
    assert since.read(since.noted(DAY, "移行")) == (DAY, "移行")


# The action.


def test_a_gift_moves_points_and_stands_on_both_sides(mine, theirs, haru):
    gift = pay(mine, theirs, 5, by=haru)
    assert (balance(mine), balance(theirs), gift.points) == (7, 5, 5)
    row = Transfer.objects.get(pk=gift.key)
    assert (row.purpose, row.kind, row.debit_id, row.credit_id) == (
        "given",
        "plain",
        mine.pk,
        theirs.pk,
    )
    assert AuditRow.objects.filter(act="points.given").count() == 1
    assert not balances.wrong_balances()


def test_one_key_gives_once_and_another_content_is_refused(mine, theirs, haru):
    key = uuid4()
    pay(mine, theirs, 12, id=key, by=haru)
    assert pay(mine, theirs, 12, id=key, by=haru).points == 12  # Though nothing is left to give.
    assert (balance(mine), balance(theirs)) == (0, 12)
    with pytest.raises(Refused, match="ちがう内容"):
        pay(mine, theirs, 3, id=key, by=haru)
    with pytest.raises(Refused, match="ちがう内容"):
        pay(theirs, mine, 12, id=key)


def test_what_is_held_for_a_claim_is_not_given(mine, theirs, haru):
    claims.claim(id=uuid4(), account=mine, points=10, way="gift", by=haru, at=now())
    with pytest.raises(Refused, match="2ポイントまで"):
        pay(mine, theirs, 3, by=haru)
    pay(mine, theirs, 2, by=haru)
    assert Account.objects.get(pk=mine.pk).free == 0


def test_the_cap_of_the_year_counts_what_stands_and_not_what_was_taken_back(at, haru):
    scheme = scheme_with(with_(yearly_give_most=10), at=at)
    one, two = holder(scheme, 30, at=at), holder(scheme, at=at)
    first = pay(one, two, 8)
    with pytest.raises(Refused, match="あと2ポイント"):
        pay(one, two, 3)
    keying.take_back(
        id=uuid4(), what=Transfer.objects.get(pk=first.key), note="まちがい", by=None, at=now()
    )
    pay(one, two, 10)
    assert (balance(one), balance(two)) == (20, 10)


def test_given_points_are_no_younger_than_they_were(db, at):
    """Else two could give each other points for ever, and none would lapse."""
    terms = with_(lapse="year", lapse_months=2)
    scheme = scheme_with(terms, at=at)
    one, two = holder(scheme, at=at), holder(scheme, at=at)
    give(one, 3, at=now() - timedelta(days=400))
    give(one, 4, at=at)
    pay(one, two, 5)
    old = localdate(now() - timedelta(days=400))
    assert by_day(two) == {old: 3, localdate(at): 2}
    pay(two, one, 5)
    assert by_day(one) == {old: 3, localdate(at): 4}
    assert by_day(two) == {}
    lapsing.lapse_all(scheme=scheme, at=now())
    assert balance(one) == 4


def by_day(account):
    found = {}
    for lot in lots.lots_of(account):
        found[lot.on] = found.get(lot.on, 0) + lot.points
    return found


def test_old_points_are_not_made_young_by_giving_them_to_somebody_who_used_theirs(db, at):
    scheme = scheme_with(with_(lapse="year", ways=("cash",)), at=at)
    one, two = holder(scheme, at=at), holder(scheme, 20, at=at)
    give(one, 10, at=now() - timedelta(days=400))
    keying.adjust(id=uuid4(), account=two, points=-20, note="使った", by=None, at=at)
    pay(one, two, 10)
    assert by_day(two) == {localdate(now() - timedelta(days=400)): 10}


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(1, 6), st.integers(0, 3)),
        max_size=12,
    )
)
def test_however_points_go_round_none_is_ever_younger(steps):
    """Three people, each beginning with 4 points of each of 3 years; gifts and uses in any order.

    Held beside it: boxes by year, out of which each act takes the oldest of that moment.
    """
    years = [date(2023, 5, 1), date(2024, 5, 1), date(2025, 5, 1)]
    own = {n: [Lot(day, 4) for day in years] for n in range(3)}
    came, used = {n: [] for n in range(3)}, {n: [] for n in range(3)}
    boxes = {n: dict.fromkeys(years, 4) for n in range(3)}
    terms = with_(lapse="year")
    for tick, (giver, taker, points, is_use) in enumerate(steps):
        when = now() + timedelta(minutes=tick)
        points = min(points, sum(boxes[giver].values()))
        if points == 0 or giver == taker:
            continue
        parts = since.parts(left(own[giver], came[giver], used[giver]), points, terms)
        for part in parts:
            boxes[giver][part.on] -= part.points
            used[giver].append(Use(when, part.points, None if is_use == 3 else part.on))
            if is_use != 3:
                boxes[taker][part.on] += part.points
                came[taker].append((when, part))
        for n in range(3):
            found = dict.fromkeys(years, 0)
            for lot in left(own[n], came[n], used[n]):
                found[lot.on] += lot.points
            assert found == boxes[n]


def test_an_organisation_receives_and_gives_at_the_counter(mine, at, haru, mori):
    school = account_of(
        OrganisationFactory(slug="mihon-school", name="見本小学校"), mine.scheme, by=None, at=at
    )
    pay(mine, school, 4, name="見本小学校", by=haru)
    pay(school, mine, 1, by=mori)
    assert (balance(mine), balance(school)) == (9, 3)


def test_a_clerk_never_gives_into_their_own_account(mine, scheme, mori, at):
    own = holder(scheme, at=at, user=mori)
    with pytest.raises(Refused, match="別の職員"):
        pay(mine, own, 1, by=mori)
    give(own, 2, at=at)
    pay(own, mine, 1, by=mori)  # Giving away one's own is everybody's right.


def test_no_rules_a_closed_account_an_ended_scheme_and_oneself(mine, theirs, at, haru):
    with pytest.raises(Refused, match="同じ口座"):
        pay(mine, mine, 1, by=haru)
    theirs.closed_at = at
    theirs.save()
    with pytest.raises(Refused, match="番号のカード"):
        pay(mine, theirs, 1, by=haru)
    other = holder(scheme_with(TERMS, at=at), at=at)
    with pytest.raises(Refused, match="番号のカード"):
        pay(mine, other, 1, by=haru)


# The resident's page.


def asked(client, account, to, name, points, **more):
    url = f"/me/points/{account.pk}/give/"
    token = client.get(url).context["form"]["token"].value()
    return url, {"token": token, "card": to.card, "name": name, "points": points, **more}


def test_a_resident_gives_after_seeing_it_once_more(client, mine, theirs, haru, ken):
    client.force_login(haru)
    assert f"/me/points/{mine.pk}/give/" in client.get("/me/points/").content.decode()
    url, answers = asked(client, mine, theirs, "みほん　けん", "5")
    shown = client.post(url, answers).content.decode()
    assert "取り消せません" in shown and theirs.card in shown and balance(theirs) == 0
    back = client.post(url, {**answers, "mend": "1"}).content.decode()
    assert 'value="みほん　けん"' in back and balance(theirs) == 0
    for _press in range(2):
        done = client.post(url, {**answers, "sure": "1"}, follow=True)
        assert "5ポイントをゆずりました" in done.content.decode()
    assert (balance(mine), balance(theirs)) == (7, 5)
    assert f"カード{theirs.card}の人にゆずった" in done.content.decode()
    client.force_login(ken)
    page = client.get(f"/me/points/{theirs.pk}/").content.decode()
    assert "坂本 ハルさんからゆずられた" in page and "からの分" in page
    told = Notice.objects.get(kind="points.given")
    assert told.person_id == theirs.person_id or told.user_id == ken.pk


def test_whatever_does_not_fit_is_answered_with_the_same_words(client, mine, theirs, at, haru):
    client.force_login(haru)
    other = holder(scheme_with(TERMS, at=at), at=at, name="別の 人")
    free = next(
        card for n in range(1, 9) if not Account.objects.filter(card=(card := card_of(n))).exists()
    )
    closed = holder(mine.scheme, at=at, name="見本 ムラ")
    closed.closed_at = at
    closed.save()
    answers = set()
    for card, name in (
        (theirs.card, "見本 ハナ"), (other.card, "別の 人"), (free, "見本 ケン"), (closed.card, "見本 ムラ"),
    ):  # fmt: skip
        url, said = asked(client, mine, theirs, name, "5")
        form = client.post(url, {**said, "card": card}).context["form"]
        answers.add(str(form.errors["card"]))
    assert len(answers) == 1 and "窓口に来て" in answers.pop()


def test_whoever_guesses_is_stopped(client, mine, theirs, haru):
    client.force_login(haru)
    for n in range(10):
        url, said = asked(client, mine, theirs, f"見本 {n}", "5")
        client.post(url, said)
    url, said = asked(client, mine, theirs, "見本 ケン", "5")
    for step in ({}, {"sure": "1"}):
        assert "1時間ほど待つか" in client.post(url, {**said, **step}).content.decode()
    assert balance(theirs) == 0


def test_nobody_gives_from_an_account_that_is_not_theirs(client, mine, theirs, ken):
    client.force_login(ken)
    assert client.get(f"/me/points/{mine.pk}/give/").status_code == 404
    assert client.post(f"/me/points/{mine.pk}/give/", {"sure": "1"}).status_code == 404


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_a_scheme_that_does_not_allow_it_says_so_and_whom_to_ask(client, haru, at, language):
    terms = Terms(activities=(SNOW,))
    scheme = scheme_with(terms, at=at, team=TeamFactory(phone="0134-00-0000"))
    account = holder(scheme, 5, at=at, user=haru)
    client.force_login(haru)
    client.cookies["lang"] = language
    assert "/give/" not in client.get("/me/points/").content.decode()
    page = client.get(f"/me/points/{account.pk}/give/").content.decode()
    words = {
        "ja": "ほかの人にゆずれません",
        "ja-easy": "あげる ことが できません",
        "en": "cannot be given",
    }
    assert words[language] in page and "0134-00-0000" in page


# The counter.


def test_a_clerk_gives_for_somebody_and_prints_the_paper(client, mine, theirs, mori):
    client.force_login(mori)
    assert (
        f"accounts/{mine.pk}/give/"
        in client.get(f"/staff/points/accounts/{mine.pk}/").content.decode()
    )
    url = f"/staff/points/accounts/{mine.pk}/give/"
    answers = {
        "token": client.get(url).context["form"]["token"].value(), "card": theirs.card, "points": "5",
    }  # fmt: skip
    assert "見本 ケン" in client.post(url, answers).content.decode()
    done = client.post(url, {**answers, "sure": "1"}, follow=True)
    assert "署名" in done.content.decode() and balance(theirs) == 5
    paper = client.get(done.redirect_chain[-1][0] + "receipt.pdf")
    read = run(
        ["pdftotext", "-layout", "-", "-"], input=paper.content, capture_output=True
    ).stdout.decode()
    for words in ("坂本 ハル", "見本 ケン", mine.card, theirs.card, "5 ポイント", "0134-00-0000"):
        assert words in read, words
    assert read.count("\f") == 2  # Two halves, and a sheet for the receiver.


def test_the_guardians_paper_is_asked_at_the_counter(client, scheme, theirs, mori, at):
    child = holder(scheme, 5, at=at, birth_on=localdate() - timedelta(days=365 * 15))
    client.force_login(mori)
    url = f"/staff/points/accounts/{child.pk}/give/"
    answers = {
        "token": client.get(url).context["form"]["token"].value(), "card": theirs.card, "points": "2",
    }  # fmt: skip
    assert "同意書" in str(client.post(url, answers).context["form"].errors["points"])
    client.post(url, {**answers, "has_consent": "on", "sure": "1"})
    assert balance(theirs) == 2


def test_an_organisation_gets_its_account_from_the_list(client, mine, mori):
    school = OrganisationFactory(slug="mihon-gakko", name="見本の学校")
    client.force_login(mori)
    url = f"/staff/points/{mine.scheme.slug}/open/"
    page = client.get(url, {"q": "見本の学"}).content.decode()
    assert "見本の学校" in page and "この団体の口座を開く" in page
    for _press in range(2):
        client.post(url, {"organisation": school.pk})
    account = Account.objects.get(organisation=school)
    assert client.get(f"/staff/points/accounts/{account.pk}/").status_code == 200
    assert client.post(url, {"organisation": "x"}).status_code == 404
