"""A clerk takes a list in on the staff pages, and mends what was not taken."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.places.importing.conftest import EVACUATION
from tomoni.core.tables.cells import clean
from tomoni.town.places.models import ImportBatch, Listing

pytestmark = pytest.mark.usefixtures("tables")

BROKEN = "B1,,北海道小樽市花園2,43.19,140.99,,012033,1,1,"
START = "/staff/places/imports/"


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def upload(client, *lines, name="避難場所.csv", **more):
    file = SimpleUploadedFile(name, "\r\n".join(lines).encode("cp932"))
    return client.post(START, {"file": file, "publish": "on", **more}, follow=True)


def test_the_clerk_reads_the_report_before_anything_happens(client, mori):
    client.force_login(mori)

    page = upload(client, *EVACUATION, BROKEN)

    assert page.status_code == 200
    text = page.content.decode()
    assert "「名称」が空です" in text and "取り込めない1行を除いて取り込む" in text
    assert "Shift_JIS" in text
    assert not Listing.objects.exists()
    assert ImportBatch.objects.get().dry_run


def test_taking_in_mending_and_bringing_the_rest(client, mori):
    client.force_login(mori)
    trial = upload(client, *EVACUATION, BROKEN).context["batch"]

    result = client.post(f"{START}{trial.pk}/apply/", follow=True)
    batch = result.context["batch"]
    rejected = client.get(f"{START}{batch.pk}/rejected.csv")
    lines = b"".join(rejected.streaming_content).decode("utf-8-sig")

    assert (batch.created, batch.rejected, batch.by) == (2, 1, mori)
    assert Listing.objects.published().count() == 2
    assert "rejected.csv" in rejected["Content-Disposition"]
    assert not ImportBatch.objects.filter(pk=trial.pk).exists()

    mended = lines.replace("B1,,", "B1,直した公園,").splitlines()
    again = upload(client, *mended, name="避難場所.rejected.csv").context["batch"]
    done = client.post(f"{START}{again.pk}/apply/", follow=True).context["batch"]
    assert (done.rows, done.created, done.rejected) == (1, 1, 0)
    assert Listing.objects.get(name="直した公園").origin == "012033:evacuation_space:B1"


def test_a_second_press_says_what_happened(client, mori):
    client.force_login(mori)
    trial = upload(client, *EVACUATION).context["batch"]
    client.post(f"{START}{trial.pk}/apply/")

    assert client.post(f"{START}{trial.pk}/apply/").status_code == 404
    assert Listing.objects.count() == 2


def test_drafts_when_the_clerk_wants_to_look_first(client, mori):
    client.force_login(mori)
    trial = upload(client, *EVACUATION, publish="").context["batch"]
    client.post(f"{START}{trial.pk}/apply/")
    assert set(Listing.objects.values_list("status", flat=True)) == {"draft"}


def test_what_is_no_list_is_said_on_the_form(client, mori):
    client.force_login(mori)
    page = client.post(
        START, {"file": SimpleUploadedFile("a.csv", b"%PDF-1.7 ..."), "publish": "on"}
    )
    assert "表のファイルではありません" in page.content.decode()
    page = client.post(
        START, {"file": SimpleUploadedFile("a.csv", b"a,b\r\n"), "city_code": "012034"}
    )
    assert "6桁の団体コードではありません" in page.content.decode()


def test_only_those_who_may_import(client, nishi, ken):
    for person, expected in ((nishi, 403), (ken, 403)):
        client.force_login(person)
        assert client.get(START).status_code == expected
    client.logout()
    assert client.get(START).status_code == 302


def test_formulas_in_rejected_rows_are_text_and_come_back_as_they_were(client, mori):
    client.force_login(mori)
    row = "B1,,北海道小樽市花園2,43.19,140.99,+81-134-32-4111,012033,1,1,=1+1"
    trial = upload(client, "-2+3,x", *EVACUATION, row).context["batch"]
    batch = client.post(f"{START}{trial.pk}/apply/", follow=True).context["batch"]
    rejected = client.get(f"{START}{batch.pk}/rejected.csv")
    lines = b"".join(rejected.streaming_content).decode("utf-8-sig")

    assert lines.startswith("'-2+3,") and ",'+81-134-32-4111," in lines and ",'=1+1," in lines
    assert clean("'+81-134-32-4111") == ("+81-134-32-4111", "")
    assert clean("'25") == ("'25", "")


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"FeatureCollection","features":[{"properties":{"名称":' + "9" * 5000 + "}}]}",
        '{"type":"FeatureCollection","features":[' + "[" * 100_000,
        '{"type":"FeatureCollection","features":[{"properties":{"名称":"\\ud800"},'
        '"geometry":{"type":"Point","coordinates":[' + "9" * 400 + ",43.1]}}]}",
        '{"type":"FeatureCollection","features":[{"properties":{"名称":"a\\u0000b","住所":"小樽"},'
        '"geometry":{"type":"Point","coordinates":[NaN,Infinity]}}]}',
    ],
)
def test_a_geojson_file_made_to_break_us_gets_a_sentence(client, mori, text):
    client.force_login(mori)
    page = upload(client, text, name="../../x.geojson")
    assert page.status_code == 200
    assert not Listing.objects.filter(status="published").exists()


def test_a_workbook_that_breaks_off_is_refused(client, mori):
    client.force_login(mori)
    whole = io.BytesIO()
    book = openpyxl.Workbook()
    for line in EVACUATION:
        book.active.append(line.split(","))
    book.save(whole)
    broken = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                data = data[: data.rindex(b"<row")] + b"<row r='x'><c r='ZZZZ1'/>"
            new.writestr(part, data)
    file = SimpleUploadedFile("a.xlsx", broken.getvalue())
    page = client.post(START, {"file": file, "publish": "on"}, follow=True)
    assert page.status_code == 200
    assert "Excel のファイルとして開けません" in page.content.decode()
    assert not Listing.objects.exists()
