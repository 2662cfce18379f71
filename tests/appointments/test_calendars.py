"""A worker's own calendar blocks time; a worker's appointments go out as a feed."""

import http.server
import threading
from zoneinfo import ZoneInfo

import pytest

from tests.appointments.conftest import book, on, told
from tests.factories import NOW
from tomoni.core.errors import Refused
from tomoni.doing.appointments.actions import calendars, changing
from tomoni.doing.appointments.models import Absence, BusyCalendar
from tomoni.doing.appointments.rules.calendars import busy_times

TOKYO = ZoneInfo("Asia/Tokyo")
FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//JA
BEGIN:VEVENT
UID:weekly
DTSTART;TZID=Asia/Tokyo:20261105T090000
DTEND;TZID=Asia/Tokyo:20261105T100000
RRULE:FREQ=WEEKLY;UNTIL=20261217T000000Z
EXDATE;TZID=Asia/Tokyo:20261203T090000
SUMMARY:会議の中身は取り込まない
END:VEVENT
BEGIN:VEVENT
UID:weekly
RECURRENCE-ID;TZID=Asia/Tokyo:20261210T090000
DTSTART;TZID=Asia/Tokyo:20261211T110000
DTEND;TZID=Asia/Tokyo:20261211T120000
END:VEVENT
BEGIN:VEVENT
UID:day
DTSTART;VALUE=DATE:20261201
SUMMARY:出張
END:VEVENT
BEGIN:VEVENT
UID:free
DTSTART:20261202T000000Z
DTEND:20261202T030000Z
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:off
DTSTART:20261202T000000Z
DTEND:20261202T030000Z
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:bomb
DTSTART:20261202T000000Z
DTEND:20261202T000100Z
RRULE:FREQ=SECONDLY
END:VEVENT
END:VCALENDAR
"""


def read(text, first=NOW, days=60):
    from datetime import timedelta

    return busy_times(text.encode(), first=first, last=first + timedelta(days=days), zone=TOKYO)


def test_repeated_moved_and_whole_days_block_and_a_bomb_does_not():
    found = read(FILE)
    assert [f"{one.starts_at.astimezone(TOKYO):%m-%d %H:%M}" for one in found.busy] == [
        "11-26 09:00", "12-01 00:00",  "12-11 11:00", "12-17 09:00",
    ]  # fmt: skip
    assert found.unread == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "こんにちは", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
        FILE.replace("DTSTART;VALUE=DATE:20261201", "DTSTART;VALUE=DATE:20260231"),
        FILE.replace("FREQ=WEEKLY;UNTIL=20261217T000000Z", "FREQ=YEARLY;COUNT=99999999"),
        FILE.replace("20261105T090000\nDTEND", "99991105T090000\nDTEND"),
        FILE.replace("Asia/Tokyo", "Nowhere/Nothing"),
        FILE.replace("RRULE:FREQ=WEEKLY;UNTIL=20261217T000000Z", "RRULE:NONSENSE"),
    ],
)  # fmt: skip
def test_no_file_is_ever_a_mistake_of_the_program(text):
    found = read(text)
    assert found.problem or found.unread or isinstance(found.busy, tuple)


@pytest.mark.django_db
def test_a_calendar_blocks_time_and_a_new_one_replaces_it(childcare, kato, client):
    calendars.take_in(user=kato, text=FILE.encode(), by=kato, at=NOW)
    assert Absence.objects.filter(user=kato, reason="calendar").count() == 4
    with pytest.raises(Refused):
        book(childcare, on(12, 1, 9), worker=childcare.kato)
    assert book(childcare, on(12, 1, 9)).worker == childcare.endo
    empty = FILE.split("BEGIN:VEVENT")[0] + "END:VCALENDAR\n"
    calendars.take_in(user=kato, text=empty.encode(), by=kato, at=NOW)
    book(childcare, on(12, 1, 10), worker=childcare.kato)
    client.force_login(kato)
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = client.post(
        "/staff/appointments/calendar/", {"file": SimpleUploadedFile("x.ics", b"\x00\xff")}
    )
    assert "として読めませんでした" in page.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://10.0.0.1/x.ics", "https:// で始まる"),
        ("file:///etc/passwd", "https:// で始まる"),
        ("https://127.0.0.1:8000/x.ics", "番号（:8080"),
        ("https://me:word@example.com/x.ics", "秘密のアドレス"),
    ],
)
def test_an_address_into_our_own_network_is_not_taken(childcare, kato, client, url, words):
    client.force_login(kato)
    page = client.post("/staff/appointments/calendar/", {"url": url})
    assert words in page.text and url in page.text
    assert not BusyCalendar.objects.exclude(url="").exists()


@pytest.mark.django_db
def test_a_name_that_leads_into_our_own_network_is_not_asked(childcare, kato):
    calendars.set_address(user=kato, url="https://localhost/x.ics", by=kato, at=NOW)
    assert calendars.read_all(at=NOW) == 0
    assert "町の中の機械" in BusyCalendar.objects.get(user=kato).problem


@pytest.mark.django_db
def test_an_address_is_read_each_hour_and_a_silent_one_is_noted(childcare, kato, settings):
    settings.CALENDAR_HOSTS = ["127.0.0.1"]  # As for the town hall's own calendar server.

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/away.ics":
                self.send_response(302)
                self.send_header("Location", "http://10.0.0.1/")
                self.end_headers()
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(FILE.encode())

        def log_message(self, *_args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    try:
        calendars.set_address(user=kato, url=f"{base}/mine.ics", by=kato, at=NOW)
        assert calendars.read_all(at=NOW) == 1
        assert Absence.objects.filter(user=kato).count() == 4
        calendars.set_address(user=kato, url=f"{base}/away.ics", by=kato, at=NOW)
        assert calendars.read_all(at=NOW) == 0
        assert "https://" in BusyCalendar.objects.get(user=kato).problem
        assert Absence.objects.filter(user=kato).count() == 4  # What was known still blocks.
        type(kato).objects.filter(pk=kato.pk).update(is_active=False)
        calendars.set_address(user=kato, url=f"{base}/mine.ics", by=kato, at=NOW)
        assert calendars.read_all(at=NOW) == 0
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.django_db
def test_a_feed_has_stable_uids_rising_sequences_and_no_names(childcare, kato, client):
    made = book(childcare, on(12, 3, 9), worker=childcare.kato, at=NOW, told=told("坂本 ハル"))
    other = book(childcare, on(12, 3, 10), worker=childcare.kato, at=NOW, told=told("北村 花"))
    key = calendars.new_feed(user=kato, by=kato, at=NOW)
    path = f"/book/feeds/{key}.ics"
    first = client.get(path)
    assert first["Content-Type"].startswith("text/calendar")
    changing.move(booking=made, starts_at=on(12, 4, 9), by=None, at=NOW)
    changing.cancel(booking=other, by=None, at=NOW, reason="都合")
    from icalendar import Calendar

    def entries(answer):
        return {str(e["UID"]): e for e in Calendar.from_ical(answer.content).walk("VEVENT")}

    before, after = entries(first), entries(client.get(path))
    assert set(before) == set(after)
    uid = next(uid for uid in after if str(made.pk) in uid)
    assert (int(before[uid]["SEQUENCE"]), int(after[uid]["SEQUENCE"])) == (0, 1)
    assert after[uid].decoded("DTSTART") == on(12, 4, 9)
    gone = next(e for u, e in after.items() if str(other.pk) in u)
    assert gone["STATUS"] == "CANCELLED"
    assert "ハル" not in client.get(path).text
    calendars.new_feed(user=kato, by=kato, at=NOW)
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_a_feed_stops_when_its_owner_says_so_or_leaves(childcare, kato, client):
    client.force_login(kato)
    path = f"/book/feeds/{calendars.new_feed(user=kato, by=kato, at=NOW)}.ics"
    assert client.get(path).status_code == 200
    type(kato).objects.filter(pk=kato.pk).update(is_active=False)
    assert client.get(path).status_code == 404
    type(kato).objects.filter(pk=kato.pk).update(is_active=True)
    client.force_login(kato)
    assert "配信を止める" in client.get("/staff/appointments/calendar/").text
    page = client.post("/staff/appointments/calendar/", {"stop": "1"}, follow=True)
    assert "配信を止めました" in page.text and "配信を止める" not in page.text
    assert client.get(path).status_code == 404
    again = f"/book/feeds/{calendars.new_feed(user=kato, by=kato, at=NOW)}.ics"
    assert again != path and client.get(again).status_code == 200


@pytest.mark.django_db
def test_our_own_feed_in_the_workers_calendar_blocks_nothing(childcare, kato, client):
    made = book(childcare, on(12, 3, 9), worker=childcare.kato, at=NOW)
    path = f"/book/feeds/{calendars.new_feed(user=kato, by=kato, at=NOW)}.ics"
    taken = calendars.take_in(user=kato, text=client.get(path).content, by=kato, at=NOW)
    assert not taken.busy and not taken.problem
    changing.cancel(booking=made, by=None, at=NOW, reason="都合")
    book(childcare, on(12, 3, 9), worker=childcare.kato, at=NOW)
