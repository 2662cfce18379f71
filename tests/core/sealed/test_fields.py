"""What is sealed opens in its own place with its own key, and nowhere else."""

import pickle
import uuid

import pytest
from django.core import serializers
from django.db import connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.forms.models import model_to_dict
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from tests.core.sealed.model import TABLE, Secret, make_table
from tomoni.core import audit, keyring
from tomoni.core.keyring import KeyProblem
from tomoni.core.sealed import SHOWN, SealBroken, SealedTextField, fields

STORY = "夜中に怒鳴り声がする"


@pytest.fixture
def table(db):
    make_table()


@pytest.fixture
def secret(table):
    Secret(title="一", story=STORY, facts={"年": 78, "薬": ["甲"]}, phone="0134-32-4111").save()
    return Secret.objects.get()


@pytest.fixture
def own_ring(settings, tmp_path, at):
    settings.KEYS_FILE = tmp_path / "keys" / "ring.json"
    keyring.create(at=at)


def raw(column="story"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {TABLE} ORDER BY title")
        return [None if v is None else bytes(v) for (v,) in cursor.fetchall()]


def put(column, value, title="一"):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {column} = %s WHERE title = %s", [value, title])


def test_the_row_opens_what_the_database_cannot_read(secret):
    assert secret.story == STORY and secret.facts == {"年": 78, "薬": ["甲"]}
    assert secret.phone == "0134-32-4111"
    (blob,) = raw()
    assert STORY.encode() not in blob and len(blob) == 4 + 12 + len(STORY.encode()) + 16
    assert blob[:4].hex() == keyring.ring().current("fields").name


def test_nothing_and_an_empty_text_differ(table):
    Secret(title="一", story=None, phone="").save()
    Secret(title="二", story="", phone="", facts={}).save()
    assert [s.story for s in Secret.objects.order_by("title")] == [None, ""]
    assert raw()[0] is None and raw()[1] is not None
    assert Secret.objects.filter(story__isnull=True).count() == 1
    assert raw("phone_index") == [None, None]


def test_a_value_of_another_row_or_field_does_not_open(secret):
    Secret(title="二", story="別の話", phone="1").save()
    first, second = raw()
    put("story", second)
    with pytest.raises(SealBroken):
        _ = Secret.objects.get(title="一").story
    put("story", raw("phone")[0])
    with pytest.raises(SealBroken):
        _ = Secret.objects.get(title="一").story
    put("story", first)
    assert Secret.objects.get(title="一").story == STORY


@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_altered_byte_is_noticed(secret, data):
    (blob,) = raw()
    at = data.draw(st.integers(0, len(blob) - 1))
    bad = blob[:at] + bytes([blob[at] ^ data.draw(st.integers(1, 255))]) + blob[at + 1 :]
    cut = blob[: data.draw(st.integers(0, len(blob) - 1))]
    for value in (bad, cut):
        put("story", value)
        with pytest.raises((SealBroken, KeyProblem)) as problem:
            _ = Secret.objects.get().story
        assert STORY not in str(problem.value)
    put("story", blob)


def test_the_wrong_ring_raises_and_says_what_to_do(secret, own_ring, settings):
    with pytest.raises(KeyProblem, match="鍵束"):
        _ = Secret.objects.get().story
    settings.KEYS_FILE = settings.KEYS_FILE.with_name("gone.json")
    with pytest.raises(KeyProblem, match="ありません"):
        _ = Secret.objects.get().story
    assert Secret.objects.get().title == "一"  # What is not sealed can still be read.


def test_a_damaged_ring_never_quotes_a_key(own_ring, settings):
    text = settings.KEYS_FILE.read_text()
    settings.KEYS_FILE.write_text(text.replace('"secret": "', '"secret": "AAAA', 1))
    with pytest.raises(KeyProblem) as problem:
        keyring.ring()
    assert "AAAA" not in str(problem.value) and problem.value.__cause__ is None
    assert "secret" not in repr(keyring.Key("fields", "", b"secret" * 6))


def test_deferred_and_partial_saves(secret):
    later = Secret.objects.defer("story", "phone").get()
    assert "story" not in later.__dict__ and later.story == STORY
    only = Secret.objects.only("title").get()
    only.title = "二"
    only.save(update_fields=["title"])
    again = Secret.objects.get()
    again.story = "新しい話"
    again.save(update_fields=["story"])
    again.refresh_from_db()
    assert again.story == "新しい話" and again.phone == "0134-32-4111"


def test_an_unread_value_is_saved_as_it_was(secret):
    before = raw()
    row = Secret.objects.get()
    row.title = "変"
    row.save()
    assert raw() == before and Secret.objects.get().story == STORY


def test_many_at_once(table):
    Secret.objects.bulk_create(
        [Secret(title=f"{n}", story=f"話{n}", phone=f"{n}") for n in range(9)]
    )
    assert [s.story for s in Secret.objects.order_by("title")] == [f"話{n}" for n in range(9)]


@pytest.mark.parametrize(
    "lookup", ["story", "story__contains", "story__in", "story__gt", "facts__a"]
)
def test_searching_is_refused(secret, lookup):
    with pytest.raises(fields.NotWhileSealed, match="sealed"):
        Secret.objects.filter(**{lookup: ["x"] if lookup.endswith("in") else "x"}).first()


def test_writing_around_the_row_is_refused(secret):
    with pytest.raises(fields.NotWhileSealed, match="save"), transaction.atomic():
        Secret.objects.update(story="x")
    secret.story = "x"
    with pytest.raises(fields.NotWhileSealed, match="save"), transaction.atomic():
        Secret.objects.bulk_update([secret], ["story"])
    copy = Secret.objects.get()
    copy.pk, copy._state.adding = uuid.uuid4(), True
    with pytest.raises(SealBroken):
        copy.save(force_insert=True)


def test_nobody_is_shown_the_value(secret, at):
    opened = Secret.objects.get()
    assert opened.story == STORY
    seen = [
        repr(opened), str(opened), str(list(Secret.objects.values())), str(model_to_dict(opened)),
        str(list(Secret.objects.values_list("story", "facts"))),
        serializers.serialize("json", [opened]), serializers.serialize("python", [opened]),
        repr(Secret.objects.get().__dict__),
    ]  # fmt: skip
    row = audit.record(
        "core.tried", opened, by=None, at=at,
        changes={"story": (STORY, "別"), "title": ("一", "二"), "phone_index": (b"1", b"2")},
    )  # fmt: skip
    assert row.changes["story"] == [SHOWN, SHOWN] and row.changes["title"] == ["一", "二"]
    seen.append(str(row.changes))
    for text in seen:
        assert STORY not in str(text) and "4111" not in str(text), text
    assert SHOWN in seen[2]
    assert STORY.encode() not in pickle.dumps(Secret.objects.get().__dict__)


def test_equal_values_are_found_by_the_blind_index(secret):
    Secret(title="二", phone="0134-22-0000").save()
    assert Secret.objects.get(phone_index="０１３４(32)4111").title == "一"
    assert not Secret.objects.filter(phone_index="").exists()
    assert not Secret.objects.filter(phone_index="9").exists()
    with pytest.raises(fields.NotWhileSealed):
        Secret.objects.filter(phone_index__gt="1").first()
    index, phone = raw("phone_index")[0], keyring.ring().current("index")
    assert len(index) == 36 and index[:4].hex() == phone.name


def test_migrations_name_the_public_path():
    for name in ("story", "facts", "phone_index"):
        text, imports = MigrationWriter.serialize(Secret._meta.get_field(name))
        assert text.startswith("tomoni.core.sealed.") and "import tomoni.core.sealed" in imports
    field = SealedTextField(null=True, bound_to="care.Case.story")
    assert field.clone().bound_to == "care.Case.story"


@isolate_apps("tomoni.core")
def test_a_key_made_by_the_database_is_refused():
    class Wrong(models.Model):
        story = SealedTextField()

        class Meta:
            app_label = "core"

        def __str__(self):
            return ""

    assert [p.id for p in Wrong._meta.get_field("story").check()] == ["core.E001"]
