"""A town is backed up while it works, lost, and brought back."""

import io
import json
import tarfile

import pytest
from django.db import connection

from tomoni.core import backup, guards
from tomoni.core.errors import Refused

COUNT = "from tomoni.core.models import AuditRow as A; from tomoni.ground.people.models import User as U; print(U.objects.count(), A.objects.count(), *U.objects.values_list('name', flat=True))"

pytestmark = pytest.mark.slow


@pytest.fixture
def town(installation):
    one = installation()
    one.run("migrate", "-v0")
    one.run("admin", "石田 修", "ishida@example.jp")
    (one.folder / "maps").mkdir()
    (one.folder / "maps" / "sketch.json").write_text("{}")
    return one


def test_the_whole_way_there_and_back(town, installation, tmp_path):
    file = tmp_path / "town.backup"
    said = town.run("backup", str(file))
    assert connection.vendor in said and "秘密の鍵" in said and file.stat().st_mode & 0o777 == 0o600
    with tarfile.open(file) as tar:
        names = tar.getnames()
    assert "files/maps/sketch.json" in names
    assert not any("secret" in name or "static" in name for name in names)

    other = installation()
    assert "files" in other.run("restore", str(file))
    assert other.ask(COUNT) == town.ask(COUNT) == "1 3 石田 修"
    assert (other.folder / "maps" / "sketch.json").read_text() == "{}"
    other.run("migrate", "-v0")
    report = other.doctor()
    assert not report["failed"] and report["append_only"] == guards.wanted_tables()

    # What is there is not overwritten by mistake, and is on purpose.
    other.run("admin", "加藤 恵", "kato@example.jp")
    refused = other.run("restore", str(file), fails=True)
    assert "--force" in refused and "Traceback" not in refused
    assert other.ask(COUNT).startswith("2 ")
    other.run("restore", str(file), "--force")
    assert other.ask(COUNT) == "1 3 石田 修"

    # The same name again would lose the older backup.
    assert "もうあります" in town.run("backup", str(file), fails=True)

    # A damaged file changes nothing.
    for name, content in damaged(file, tmp_path):
        said = other.run("restore", str(name), "--force", fails=True)
        assert content in said and "Traceback" not in said
    assert other.ask(COUNT) == "1 3 石田 修"


def damaged(file, tmp_path):
    """The same backup cut short, altered inside, and something that never was one."""
    short = tmp_path / "short"
    short.write_bytes(file.read_bytes()[:-2000])
    yield short, "こわれています"

    words = tmp_path / "words"
    words.write_text("これは控えではありません")
    yield words, "こわれています"

    folder = tmp_path / "inside"
    with tarfile.open(file) as tar:
        tar.extractall(folder)
    (folder / "files" / "maps" / "sketch.json").write_text("[]")
    altered = tmp_path / "altered"
    with tarfile.open(altered, "w:gz") as tar:
        tar.add(folder, ".")
    yield altered, "sketch.json がこわれています"

    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "files" / "maps" / "sketch.json").write_text("{}")
    manifest["migrations"].append("places.9999_from_the_future")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    newer = tmp_path / "newer"
    with tarfile.open(newer, "w:gz") as tar:
        tar.add(folder, ".")
    yield newer, "もっと新しいプログラム"


def test_without_pg_dump_a_clear_sentence(monkeypatch, settings, tmp_path):
    from tomoni.core import backup
    from tomoni.core.errors import Refused

    monkeypatch.setattr(backup.shutil, "which", lambda _name: None)
    monkeypatch.setattr(backup.Path, "glob", lambda *_a: iter(()))
    with pytest.raises(Refused, match="postgresql-client"):
        backup._run("pg_dump")


@pytest.mark.parametrize("name", ["../outside", "/nowhere/outside", "a/../../outside"])
def test_a_file_that_would_land_elsewhere_is_refused(tmp_path, name):
    packed = tmp_path / "bad.backup"
    with tarfile.open(packed, "w:gz") as tar:
        member = tarfile.TarInfo(name)
        member.size = 3
        tar.addfile(member, io.BytesIO(b"bad"))
    inside = tmp_path / "deep" / "inside"
    inside.mkdir(parents=True)
    with pytest.raises(Refused):
        backup._unpack(packed, inside)
    assert not list(tmp_path.rglob("outside*"))


def test_a_link_in_a_backup_is_refused(tmp_path):
    packed = tmp_path / "bad.backup"
    with tarfile.open(packed, "w:gz") as tar:
        member = tarfile.TarInfo("link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
    with pytest.raises(Refused):
        backup._unpack(packed, tmp_path)
    assert not (tmp_path / "link").exists()
