"""A general meeting: notice, proxies and written votes keyed in, the hall, the count, the minutes."""

import subprocess
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.neighbourhoods.conftest import build, call
from tomoni.core.errors import Refused
from tomoni.ground.notices.models import Notice
from tomoni.ties.neighbourhoods.actions import meetings, voting
from tomoni.ties.neighbourhoods.models import Ballot, GeneralMeeting, Presence, Vote
from tomoni.ties.neighbourhoods.queries.meetings import figures

pytestmark = pytest.mark.django_db


def text_of(answer, tmp_path):
    assert answer["Content-Type"] == "application/pdf", answer.content[:300]
    (tmp_path / "x.pdf").write_bytes(answer.content)
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "x.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return "".join(done.stdout.split())


def choices(meeting, *words):
    return dict(zip(meeting.items.order_by("number"), words, strict=True))


def written(meeting, number, *words, by=None):
    return voting.vote(
        meeting=meeting, household=meeting.association.households.get(number=number),
        choices=choices(meeting, *words), way="written", by=by, at=timezone.now(),
    )  # fmt: skip


def test_it_is_prepared_as_people_type_and_called_in_time(client, chokai, kimura, tmp_path):
    client.force_login(kimura)
    room = "/neighbourhoods/mihon/"
    day = timezone.localdate() + timedelta(days=3)
    answers = {
        "title": "定期総会",
        "day": day.isoformat(),
        "starts": "午前10時",
        "place": "見本会館",
    }
    sent = client.post(f"{room}desk/meeting/", answers)
    path = sent["Location"]
    assert "議案がまだありません" in client.post(f"{path}send/").content.decode()
    rule = chokai.majorities.get(name="過半数")
    client.post(f"{path}item/", {"title": "会計の報告", "majority": rule.pk})
    assert "7日前" in client.post(f"{path}send/").content.decode()
    assert client.get(f"{path}notice.pdf").status_code == 302

    GeneralMeeting.objects.update(starts_at=timezone.now() + timedelta(days=9))
    assert client.post(f"{path}send/").status_code == 302
    meeting = GeneralMeeting.objects.get()
    assert (meeting.status, meeting.households, meeting.quorum) == ("called", 12, 6)
    assert (
        "議案を変えられません"
        in client.post(f"{path}item/", {"title": "あとから", "majority": rule.pk}).content.decode()
    )
    paper = text_of(client.get(f"{path}notice.pdf"), tmp_path)
    assert paper.count("委任状：") == 12
    word = meetings.code_for(meeting, chokai.households.get(number=7))
    assert f"{word[:4]}-{word[4:8]}-{word[8:]}" in paper


def test_a_household_with_an_account_is_told_with_its_own_link(chokai, ken):
    chokai.households.filter(number=5).update(user=ken)
    meeting = call(chokai)
    told = Notice.objects.get(kind="neighbourhoods.meeting")
    assert told.user == ken
    assert meetings.code_for(meeting, chokai.households.get(number=5)) in told.wording.url


def test_the_word_on_the_paper_opens_the_ballot_and_votes_once(client, chokai):
    meeting = call(chokai)
    word = meetings.code_for(meeting, chokai.households.get(number=4))
    sent = client.post(
        "/neighbourhoods/vote/", {"code": f" {word[:4].upper()} {word[4:8]}-{word[8:]}"}
    )
    path = sent["Location"]
    page = client.get(path)
    assert "会計の報告" in page.content.decode() and page["Referrer-Policy"] == "same-origin"
    half = client.post(path, {"vote": "1", "item_1": "yes"}).content.decode()
    assert "必須" in half and not Vote.objects.exists()
    assert client.post(path, {"vote": "1", "item_1": "yes", "item_2": "no"}).status_code == 302
    assert "表決を受け取りました" in client.get(path).content.decode()
    client.post(path, {"vote": "1", "item_1": "no", "item_2": "no"})
    client.post(path, {"proxy": "1"})
    assert sorted(Vote.objects.values_list("choice", flat=True)) == ["no", "yes"]
    assert Presence.objects.get().way == "screen"


def test_nobody_votes_from_home_once_it_has_begun_but_paper_handed_in_is_keyed(client, chokai):
    meeting = call(chokai, begun=True)
    path = meetings.vote_path(meeting, chokai.households.get(number=4))
    page = client.get(path).content.decode()
    assert "総会が始まったので" in page and "0134-00-0201" in page
    for said in ({"vote": "1", "item_1": "yes", "item_2": "no"}, {"proxy": "1"}):
        assert client.post(path, said).status_code == 200
    one = chokai.households.get(number=4)
    with pytest.raises(Refused, match="総会が始まった"):
        voting.vote(
            meeting=meeting, household=one, choices=choices(meeting, "yes", "yes"), way="screen",
            by=None, at=timezone.now(),
        )  # fmt: skip
    with pytest.raises(Refused, match="総会が始まった"):
        voting.give_proxy(
            meeting=meeting,
            household=one,
            proxy_to="",
            by=None,
            at=timezone.now(),
            by_officer=False,
        )
    assert not Presence.objects.exists()
    written(meeting, 4, "yes", "no")
    assert Presence.objects.get().way == "written"


def test_a_wrong_word_finds_nothing_and_says_whom_to_ask(client, chokai):
    call(chokai)
    page = client.get("/neighbourhoods/vote/aaaa-bbbb-cccc/")
    assert page.status_code == 404 and "電話" in page.content.decode()
    assert (
        "見つかりません" in client.post("/neighbourhoods/vote/", {"code": "aaaa"}).content.decode()
    )
    assert not Ballot.objects.filter(digest="aaaa").exists()


def test_the_database_keeps_one_way_and_one_vote_a_household(chokai):
    meeting = call(chokai)
    written(meeting, 1, "yes", "yes")
    one = chokai.households.get(number=1)
    with pytest.raises(Refused, match="一世帯につき一回"):
        written(meeting, 1, "no", "no")
    with pytest.raises(IntegrityError), transaction.atomic():
        Presence.objects.create(meeting=meeting, household=one, way="hall", at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            item=meeting.items.first(), household=one, choice="no", at=timezone.now()
        )


def test_who_comes_after_all_takes_the_paper_back_until_the_count(chokai):
    meeting = call(chokai, begun=True)
    at = timezone.now()
    one, two = (chokai.households.get(number=n) for n in (1, 2))
    written(meeting, 1, "yes", "yes")
    voting.give_proxy(meeting=meeting, household=two, proxy_to="", by=None, at=at)
    voting.come(meeting=meeting, household=one, by=None, at=at)
    found = figures(meeting)
    assert (found.hall, found.written, found.proxy) == (1, 0, 1)
    assert [r.count.yes for r in found.results] == [0, 0]
    assert Vote.objects.count() == 2  # Void, and still there.
    meetings.count_hands(item=meeting.items.first(), yes=2, no=0, abstain=0, by=None, at=at)
    with pytest.raises(Refused, match="採決が始まっています"):
        voting.come(meeting=meeting, household=two, by=None, at=at)


def test_who_joins_after_the_notice_has_no_vote_this_time(chokai):
    from tomoni.ties.neighbourhoods.actions import households

    meeting = call(chokai)
    new = households.join(association=chokai, name="新入り", by=None, at=timezone.now())
    with pytest.raises(Refused, match="案内が出ていません"):
        voting.come(meeting=meeting, household=new, by=None, at=timezone.now())


def test_without_a_quorum_nothing_is_decided(chokai, kimura):
    meeting = call(chokai, begun=True)
    for number in range(1, 6):
        written(meeting, number, "yes", "yes")
    ending = {"leader": "議長", "signers": "", "record": "", "by": kimura, "at": timezone.now()}
    with pytest.raises(Refused, match="必要な6世帯に足りません"):
        meetings.close(meeting=meeting, **ending)
    written(meeting, 6, "yes", "no")
    meetings.close(meeting=meeting, **ending)
    with pytest.raises(Refused, match="受け付けは終わりました"):
        written(meeting, 7, "yes", "yes")


def test_on_paper_and_in_the_hall_with_minutes(client, chokai, kimura, tmp_path):
    meeting = call(chokai, begun=True)
    client.force_login(kimura)
    path = f"/neighbourhoods/mihon/meetings/{meeting.pk}/"
    for number in (1, 2):
        assert client.post(f"{path}proxy/", {"number": str(number)}).status_code == 302
    for number in ("３", "4"):
        client.post(f"{path}written/", {"number": number, "item_1": "yes", "item_2": "no"})
    assert "ありません：99" in client.post(f"{path}hall/", {"numbers": "5 6 99"}).content.decode()
    assert not Presence.objects.filter(way="hall").exists()
    client.post(f"{path}hall/", {"numbers": "5、6\n7"})
    page = client.get(path).content.decode()
    assert "成立しています（7世帯が参加" in page
    too_many = {"yes_1": "5", "no_1": "1", "yes_2": "5"}
    assert "数え直してください" in client.post(f"{path}hands/", too_many).content.decode()
    hands = {"yes_1": "4", "no_1": "1", "yes_2": "3", "no_2": "2"}
    assert client.post(f"{path}hands/", hands).status_code == 302
    ending = {"leader": "木村 見本", "signers": "甲野、乙野", "record": "雪の話をした。"}
    assert client.post(f"{path}close/", ending).status_code == 302

    found = figures(GeneralMeeting.objects.get())
    assert [(r.count.yes, r.count.no, r.count.needed, r.count.is_carried) for r in found.results] == [
        (6, 1, 4, True), (3, 4, 5, False),  # Two thirds of the seven that took part is five.
    ]  # fmt: skip
    minutes = text_of(client.get(f"{path}minutes.pdf"), tmp_path)
    for words in ("可決", "否決", "会場3、委任状2、書面2、画面0", "甲野", "乙野", "雪の話をした。"):
        assert words in minutes, words


def test_a_treasurer_keys_in_no_votes_and_a_neighbours_chair_sees_nothing(
    client, chokai, kaneko, ken
):
    meeting = call(chokai)
    client.force_login(kaneko)
    assert client.get(f"/neighbourhoods/mihon/meetings/{meeting.pk}/").status_code == 403
    build(name="隣", slug="tonari", members=1, chair=ken)
    client.force_login(ken)
    assert client.get(f"/neighbourhoods/mihon/meetings/{meeting.pk}/").status_code == 404
    assert client.get(f"/neighbourhoods/tonari/meetings/{meeting.pk}/").status_code == 404


def test_counting_costs_the_same_however_many_voted(chokai, django_assert_num_queries):
    meeting = call(chokai)
    written(meeting, 1, "yes", "yes")
    with django_assert_num_queries(3):
        figures(meeting)
    for number in range(2, 9):
        written(meeting, number, "yes", "no")
    with django_assert_num_queries(3):
        found = figures(meeting)
    assert [r.count.yes for r in found.results] == [8, 1]
