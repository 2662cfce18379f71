"""Old papers, half addresses, shifts that are over: each page says what to do instead, and papers print the form's questions."""

import subprocess
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from tests.volunteering.towns import need, post, shift, volunteer
from tomoni.doing.volunteering.actions import shifts, turns
from tomoni.doing.volunteering.forms.public import AskForm, ProfileForm
from tomoni.doing.volunteering.papers import HIDDEN
from tomoni.doing.volunteering.rules.times import bit

pytestmark = pytest.mark.django_db


def test_a_code_or_link_that_is_no_longer_good_says_what_to_do(client):
    where = shift(at=now())
    for path in (
        f"/volunteer/door/{where.pk}/wrong/", f"/volunteer/door/{uuid4()}/x/",
        f"/volunteer/answer/{uuid4()}/wrong/", f"/volunteer/answer/{where.pk}/x/",
    ):  # fmt: skip
        for answer in (client.get(path), client.post(path, {"number": "V1", "yes": "1"})):
            page = answer.content.decode()
            assert answer.status_code == 404
            assert "受け入れた人に声をかけて" in page and "0134-" in page, path


def test_the_code_of_a_shift_that_is_over_or_called_off_says_so_at_once(client):
    at = now()
    over = shift(at=at - timedelta(days=5), starts=timedelta(days=1))
    off = shift(at=at, starts=timedelta(minutes=30))
    keys = [shifts.open_door(shift=one, by=None, at=at) for one in (over, off)]
    shifts.cancel(shift=off, reason="吹雪", by=None, at=at)
    for one, key, words in (
        (over, keys[0], "受付の時間は終わりました"), (off, keys[1], "中止になりました"),
    ):  # fmt: skip
        page = client.get(f"/volunteer/door/{one.pk}/{key}/").content.decode()
        assert words in page and 'name="number"' not in page


def test_a_shift_that_is_over_offers_no_seat_and_one_to_come_says_what_it_asks(client):
    at = now()
    over = shift(at=at - timedelta(days=5), starts=timedelta(days=1))
    page = client.get(f"/volunteer/shifts/{over.pk}/").content.decode()
    assert "この回は終わりました" in page and "空きを待てます" not in page and "あと2人" not in page
    asks = shift(need(at=at, training="safety", skill="snow"), at=at)
    page = client.get(f"/volunteer/shifts/{asks.pk}/").content.decode()
    assert "先に「除雪の安全講習」の講座を受けた人" in page and "「雪かきができる」人だと" in page
    assert "/volunteer/paper/join.pdf" in page


def test_the_board_is_searched_by_part_of_the_week_and_by_skill(client):
    at = now()
    cooks = shift(need(at=at, title="料理", skill="cook"), at=at)
    drives = shift(need(at=at, title="送迎"), at=at, starts=timedelta(days=4), seats={"driver": 1})

    def found(**asked):
        return [one.pk for one in client.get("/volunteer/", asked).context["page"].object_list]

    assert found(skill="cook") == [cooks.pk] and found(skill="drive") == [drives.pk]
    local = localtime(cooks.starts_at)
    part = next(
        (n for n, (a, b) in enumerate(((6, 12), (12, 17), (17, 22))) if a <= local.hour < b), None
    )
    if part is not None:
        assert found(slot=str(bit(local.weekday(), part))) == [cooks.pk]
        assert found(slot=str(bit((local.weekday() + 2) % 7, part))) == []
    for nonsense in ("3", "0", "99999999", "９", "x", "-1"):
        assert len(found(slot=nonsense)) == 2


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_the_papers_ask_what_the_forms_ask(client, language):
    client.cookies["lang"] = language
    for which, form in (("join", ProfileForm), ("ask", AskForm)):
        answer = client.get(f"/volunteer/paper/{which}.pdf")
        told = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True)
        said = "".join(told.stdout.decode().split())
        with translation.override(language):
            asked = [str(one.label) for name, one in form().fields.items() if name not in HIDDEN]
            asked += [str(_("保護者のお名前"))] if which == "join" else []
        assert len(asked) > 7
        assert not [label for label in asked if "".join(label.split()) not in said]
    assert client.get("/volunteer/paper/other.pdf").status_code == 404


def test_a_day_is_printed_with_who_goes_where(client, mori):
    at = now()
    where = shift(need(at=at, title="道の雪かき"), at=at, meet="見本会館の前")
    who = volunteer(at=at, p_name="見本 太郎", p_phone="0134-22-2222")
    turns.join(post=post(where), volunteer=who, by=mori, at=at)
    client.force_login(mori)
    day = f"/staff/volunteering/day/?on={localtime(where.starts_at):%Y-%m-%d}"
    page = client.get(day).content.decode()
    assert "見本 太郎" in page and "0134-22-2222" in page and "見本会館の前" in page
    shifts.cancel(shift=where, reason="吹雪", by=None, at=at)
    assert "見本 太郎" not in client.get(day).content.decode()
