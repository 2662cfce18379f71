"""A long list is written in breaths: nothing half shown, and the next start goes on."""

import pytest
from django.utils import timezone

from tests.places.importing.conftest import EVACUATION
from tomoni.core.models import AuditRow, SearchDoc
from tomoni.town.places import tasks
from tomoni.town.places.actions import applying, index
from tomoni.town.places.models import ImportBatch, Listing

HEAD, FIRST, _SECOND = EVACUATION


def rows(count, name="公園", letter="L"):
    return [
        FIRST.replace("A1", f"{letter}{n}").replace("見本公園", f"{name}{n}") for n in range(count)
    ]


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def short_breaths(monkeypatch):
    monkeypatch.setattr(applying, "BREATH", 0.0)
    monkeypatch.setattr(applying, "REST", 0.0)


@pytest.fixture
def power_cut(monkeypatch, short_breaths):
    """The program stops between two breaths, after so many."""

    def after(breaths):
        left = [breaths]
        real = applying._one_breath

        def counted(*words):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            real(*words)

        monkeypatch.setattr(applying, "_one_breath", counted)
        return lambda: monkeypatch.setattr(applying, "_one_breath", real)

    return after


def documents():
    fields = ("key", "id", "name", "names", "words", "body", "tokens")
    return {row[0]: row[1:] for row in SearchDoc.objects.values_list(*fields)}


def test_what_is_made_ready_beforehand_is_what_the_index_would_read(take, sheet):
    more = '"会館",北海道小樽市銭函1丁目2-3,,,0134-1-1,,福祉法人見本,"月,火",09:00,17:00'
    take(sheet(*EVACUATION))
    take(sheet("名称,住所,緯度,経度,電話番号,備考,団体名,利用可能曜日,開始時間,終了時間", more))
    ready = documents()
    assert len(ready) == 2 + Listing.objects.filter(name="会館", status="published").count()

    index.rebuild(timezone.now())

    assert documents() == ready


@pytest.mark.parametrize("breaths", [1, 2, 3, 4])
def test_a_stop_between_two_breaths_shows_all_or_nothing(take, sheet, power_cut, breaths):
    take(sheet(*EVACUATION))
    changed = sheet(HEAD, FIRST.replace("0134-32-4111", "0134-32-9999"), *rows(600), name="b.csv")
    power_back = power_cut(breaths)

    with pytest.raises(KeyboardInterrupt):
        take(changed)

    shown = Listing.objects.published().count()
    assert shown in (2, 602)
    assert ImportBatch.objects.filter(under_way=True).count() == 1
    power_back()
    tasks.finish_imports(timezone.now())
    assert not ImportBatch.objects.filter(under_way=True).exists()
    assert Listing.objects.published().count() == 602
    assert SearchDoc.objects.count() == 602
    assert Listing.objects.get(name="見本公園").contacts.get().phone == "0134-32-9999"
    assert AuditRow.objects.filter(act="places.listed_by_import").count() == 602
    assert AuditRow.objects.filter(act="places.imported").count() == 2
    assert take(changed).counts["unchanged"] == 601


def test_the_next_import_goes_on_first(take, sheet, power_cut):
    power_back = power_cut(1)
    with pytest.raises(KeyboardInterrupt):
        take(sheet(HEAD, *rows(300)))
    power_back()

    take(sheet(HEAD, *rows(3, name="広場", letter="M"), name="b.csv"))

    assert Listing.objects.published().count() == 303
    assert not list(applying._folder().glob("*.stage"))


def test_a_lost_rest_is_said(take, sheet, power_cut):
    power_back = power_cut(1)
    with pytest.raises(KeyboardInterrupt):
        take(sheet(HEAD, *rows(300)))
    power_back()
    for path in applying._folder().glob("*.stage"):
        path.unlink()

    tasks.finish_imports(timezone.now())

    batch = ImportBatch.objects.get()
    assert "もう一度取り込んで" in batch.report["refused"] and not batch.under_way
    assert take(sheet(HEAD, *rows(300))).counts["rejected"] == 0
    assert Listing.objects.count() == 300
