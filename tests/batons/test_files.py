"""Papers and photographs of a matter: what comes in, who may save them, how they go."""

import io
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests import sheets
from tomoni.core import backup
from tomoni.core.models import Opening
from tomoni.ground.batons import actions, cleaning, vault
from tomoni.ground.batons.actions import attaching, links
from tomoni.ground.batons.checks import files as doctor
from tomoni.ground.batons.models import Attachment, FileRule
from tomoni.ground.batons.rules import files as rules

PDF = sheets.pdf()


def photo(kind="JPEG", *, size=(40, 20), orientation=1, colour="white"):
    """A picture as a telephone makes it: with the place where it was taken."""
    picture, out = Image.new("RGB", size, colour), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Mihon camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 11.0, 27.0), 3: "E", 4: (141.0, 0.0, 7.0)})
    how = {"comment": b"secret-comment"} if kind == "JPEG" else {}
    picture.save(out, kind, exif=exif, xmp=b"<x:xmpmeta>43.19,140.99</x:xmpmeta>", **how)
    return out.getvalue()


def upload(content=PDF, name="検針票.pdf"):
    return SimpleUploadedFile(name, content, "text/html")  # The browser's word counts for nothing.


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def row(baton, yuki, now):
    return attaching.attach(baton=baton, file=upload(), words="10月分", by=yuki, at=now)


def where(baton, row=None):
    return f"/desk/{baton.number}/files/" + (f"{row.pk}/" if row else "")


def test_a_clerk_adds_a_photograph_and_saves_it_again(client, baton, yuki):
    client.force_login(yuki)
    sent = {"file": upload(photo(), "屋根<b>.jpg"), "words": "屋根の雪"}
    assertRedirects(client.post(where(baton), sent), where(baton))

    page = client.get(where(baton))
    assertContains(page, "屋根&lt;b&gt;.jpg")
    assertContains(page, "屋根の雪")
    row = Attachment.objects.get()
    assert (row.format, row.added_by) == ("jpeg", yuki)
    assert baton.steps.last().act == "attached"
    file = client.get(where(baton, row))
    assert file["Content-Type"] == "image/jpeg"
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file["Cache-Control"] == "no-store"
    assert len(file.content) == row.size
    opening = Opening.objects.get(thing="batons.Attachment")
    assert (opening.by, opening.thing_id, opening.fields) == (yuki, str(row.pk), ["file"])


def test_who_does_not_see_the_matter_does_not_get_the_file(client, baton, row, sumi):
    client.force_login(sumi)
    assert client.get(where(baton, row)).status_code == 404
    assert client.get(where(baton)).status_code == 404
    assert not Opening.objects.filter(thing="batons.Attachment").exists()


def test_a_file_opens_only_under_its_own_matter(client, baton, row, snow, yuki, now):
    other = actions.open_baton(kind="desk.note", title="別の件", team=snow, by=yuki, at=now)
    client.force_login(yuki)
    assert client.get(where(other, row)).status_code == 404


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_place_and_camera_are_taken_out_of_a_picture(kind, orientation):
    before = photo(kind, orientation=orientation)
    assert b"Mihon camera" in before
    after = cleaning.clean(before, rules.FORMATS[kind.lower()])
    for hidden in (b"Mihon camera", b"Exif", b"xmpmeta", b"secret-comment"):
        assert hidden not in after, hidden
    picture = Image.open(io.BytesIO(after))
    assert picture.size == ((40, 20) if orientation == 1 else (20, 40)), "it stands upright"
    assert not picture.getexif()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<html><script>alert(1)</script>", "photo.jpg", "この種類のファイルは受け取れません"),
        (b"MZ\x90\x00", "doc.pdf", "この種類のファイルは受け取れません"),
        (b"", "doc.pdf", "このファイルは空です"),
        (b"\x00\x00\x00\x18ftypheic\x00", "IMG_1.HEIC", "互換性優先"),
        (b"\xff\xd8\xff\xe0 no picture at all", "photo.jpg", "この写真は開けません"),
        (PDF + b"0" * 11 * 2**20, "big.pdf", "大きすぎます"),
        (PDF[:60], "cut-off.pdf", "このPDFは開けません"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "broken.pdf", "パスワードを外すか"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_what_was_typed_stays(
    client, baton, yuki, content, name, words
):
    client.force_login(yuki)
    page = client.post(where(baton), {"file": upload(content, name), "words": "玄関の前"})
    assertContains(page, words)
    assertContains(page, "玄関の前")
    assert not Attachment.objects.exists()
    assert not list(vault.lying())


def test_a_picture_of_monstrous_size_is_never_opened():
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(cleaning.Refused, match="写真の点の数"):
        cleaning.clean(out.getvalue(), rules.FORMATS["png"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\temp\\写真.jpg", "写真.jpg"), ("evil\u202egpj.exe", "evilgpj.exe"), ("", "-")],
)  # fmt: skip
def test_a_name_leads_to_no_folder_and_hides_nothing(typed, kept):
    assert rules.called(typed) == kept


def test_a_saved_name_says_what_the_file_is():
    assert rules.saved_as("run.exe", rules.FORMATS["pdf"]) == "run.exe.pdf"
    assert rules.saved_as("A.JPEG", rules.FORMATS["jpeg"]) == "A.JPEG"


def test_on_the_disk_nothing_can_be_read(row):
    stored = vault.path_of(row.pk).read_bytes()
    assert b"PDF" not in stored
    assert vault.get(row) == PDF
    assert vault.path_of(row.pk).stat().st_mode & 0o077 == 0


def test_a_file_moved_to_another_row_or_altered_does_not_open(client, baton, row, yuki, now):
    other = attaching.attach(baton=baton, file=upload(PDF + b"2"), by=yuki, at=now)
    vault.path_of(other.pk).write_bytes(vault.path_of(row.pk).read_bytes())
    client.force_login(yuki)
    assertContains(client.get(where(baton, other), follow=True), "こわれていて開けません")
    vault.remove(row.pk)
    assertContains(client.get(where(baton, row), follow=True), "保管場所に見つかりません")
    assert [one.level for one in doctor()] == ["fail"]


def test_the_same_file_twice_is_kept_once(baton, row, yuki, now):
    again = attaching.attach(baton=baton, file=upload(), by=yuki, at=now)
    assert again == row
    assert len(list(vault.lying())) == 1


def test_a_full_matter_says_so(client, baton, row, yuki, now):
    FileRule.objects.create(from_on=now.date() - timedelta(days=1), most_files=1)
    client.force_login(yuki)
    page = client.post(where(baton), {"file": upload(PDF + b"2")})
    assertContains(page, "1個まで")
    assert list(map(vault.key_of, dict(vault.lying()))) == [row.pk]


def test_a_file_goes_by_the_rule_and_its_record_stays(client, baton, row, yuki, now):
    actions.close(baton=baton, outcome="done", words="済み", by=yuki, at=now)
    rule = FileRule.objects.in_force(now.date())
    almost = now + timedelta(days=rule.keep_days, minutes=-1)
    assert attaching.sweep(at=almost) == (0, 0)
    over = now + timedelta(days=rule.keep_days, minutes=1)

    assert attaching.sweep(at=over)[0] == 1

    row.refresh_from_db()
    assert (row.gone_at, row.secret, row.name, row.size) == (over, None, "検針票.pdf", len(PDF))
    client.force_login(yuki)
    page = client.get(where(baton))
    assertContains(page, "に消しました")
    assertNotContains(page, where(baton, row))
    assertContains(client.get(where(baton, row), follow=True), "記録だけが残っています")
    assert attaching.sweep(at=over) == (0, 0)


def test_a_file_of_an_open_matter_never_goes(row, now):
    assert attaching.sweep(at=now + timedelta(days=4000))[0] == 0
    assert vault.get(row) == PDF


@pytest.mark.django_db(transaction=True)
def test_killed_between_file_and_row_nothing_is_shown_and_the_rest_is_swept(baton, yuki, now):
    """A process of its own is killed the moment the file lies there and its row does not yet."""
    key = "0b5f5e9e-0000-4000-8000-000000000001"
    code = (
        "import os, signal, django; django.setup()\n"
        "from uuid import UUID\n"
        "from django.conf import settings\n"
        "from tomoni.ground.batons import vault\n"
        f"settings.DATA_DIR = {str(vault.folder().parent)!r}\n"
        f"vault.put(UUID({key!r}), b'x')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -9
    assert len(list(vault.lying())) == 1
    assert not Attachment.objects.exists()
    assert attaching.sweep(at=now) == (0, 0), "it may still be on its way"
    assert attaching.sweep(at=now + timedelta(days=2)) == (0, 1)
    assert not list(vault.lying())


def test_the_backup_holds_the_files(baton, yuki, now, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    row = attaching.attach(baton=baton, file=upload(), by=yuki, at=now)
    assert vault.path_of(row.pk).is_relative_to(tmp_path / "attachments")
    held = {name: path for path, name in backup._files()}
    assert held[f"files/attachments/{row.pk.hex[:2]}/{row.pk.hex}"].exists()


def test_the_receiver_sends_a_photograph_by_link(client, baton, yuki, now):
    offer = actions.offer(baton=baton, outside_name="見本工務店", note="屋根", by=yuki, at=now)
    key = links.make(offer=offer, by=yuki, at=now)[1]
    assertContains(client.get(f"/l/{key}/"), f"/l/{key}/files/")
    page = client.get(f"/l/{key}/files/")
    assertContains(page, 'accept="image/*,application/pdf"')
    bad = client.post(f"/l/{key}/files/", {"file": upload(b"no"), "words": "軒の先"})
    assertContains(bad, "軒の先")

    client.post(f"/l/{key}/files/", {"file": upload(photo(), "IMG_2.jpg"), "words": "軒の先"})

    row = Attachment.objects.get()
    assert (row.by_name, row.added_by, row.words) == ("見本工務店", None, "軒の先")
    assertContains(client.get(f"/l/{key}/files/"), "IMG_2.jpg")
    link = offer.links.get()
    assert (link.used_at, link.last_used_at is not None) == (None, True)
    step = baton.steps.last()
    assert (step.act, step.way) == ("attached", "link")


def test_a_receipt_and_a_stopped_link_take_no_files(client, baton, yuki, now):
    link, key = links.make(baton=baton, by=yuki, at=now)
    assertContains(client.post(f"/l/{key}/files/", {"file": upload()}), "お電話ください")
    links.revoke(link=link, by=yuki, at=now)
    assert client.post(f"/l/{key}/files/", {"file": upload()}).status_code == 404
    assert not Attachment.objects.exists()


def test_the_rule_is_data_that_staff_read_and_the_lead_changes(client, yuki, ishida):
    client.force_login(yuki)
    assertContains(client.get("/desk/files/"), "10 MBまで")
    assert client.get("/desk/files/new/").status_code == 403
    client.force_login(ishida)
    said = {
        "from_on": "2026-04-01",
        "megabytes": 5,
        "most_files": 3,
        "keep_days": 30,
        "formats": ["pdf"],
    }
    client.post("/desk/files/new/", said)
    assert FileRule.objects.in_force(timezone.localdate()).formats == ["pdf"]
    assertContains(client.post("/desk/files/new/", said), "その日からの決まりはもうあります")


def test_the_page_asks_the_same_questions_for_one_file_and_for_many(
    client, baton, row, yuki, now, django_assert_max_num_queries
):
    client.force_login(yuki)
    client.get(where(baton))
    with django_assert_max_num_queries(40) as few:
        client.get(where(baton))
    count = len(few.captured_queries)
    for n in range(8):
        attaching.attach(baton=baton, file=upload(PDF + bytes([65 + n])), by=yuki, at=now)
    with django_assert_max_num_queries(count):
        client.get(where(baton))
