"""The doctor finds what is wrong, says it plainly, and leaves nothing of its own behind."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests.factories import ListingFactory
from tests.flushing import guards_lifted
from tomoni.core import cli, doctor
from tomoni.core.models import AuditRow
from tomoni.ground.people.models import User

BAD = {
    "settings.debug": {"DEBUG": True},
    "settings.secret_key": {"SECRET_KEY": "short"},
    "settings.hosts": {"ALLOWED_HOSTS": ["*"]},
    "settings.https": {"SITE_URL": "http://town.example.jp", "PRODUCTION": True},
    "settings.cookies": {"SESSION_COOKIE_HTTPONLY": False},
    "settings.content": {
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"script-src": ["'unsafe-inline'"]}}
    },
    "settings.mail": {"PRODUCTION": True, "EMAIL_BACKEND": "x.filebased.EmailBackend"},
    "people.second_factor": {"PRODUCTION": True, "STAFF_SECOND_FACTOR": False},
    "people.passwords": {"PASSWORD_HASHERS": ["x.MD5PasswordHasher"]},
    "people.admins": {"PRODUCTION": True},
}


def found(code):
    return [f for f in doctor.examine() if f.code == code]


@pytest.mark.parametrize("code", BAD)
def test_an_unsafe_setting_fails_with_a_sentence_and_a_way_out(db, code):
    with override_settings(**BAD[code]):
        finding = found(code)[0]
    assert finding.level == "fail" and finding.sentence.endswith("。") and finding.advice


def test_sample_accounts_fail_in_production_only(haru):
    User.objects.update(is_sample=True)
    assert found("people.samples")[0].level == "warn"
    with override_settings(PRODUCTION=True):
        assert found("people.samples")[0].level == "fail"


def test_a_lifted_guard_is_noticed(db):
    assert found("database.append_only")[0].level == "ok"
    with guards_lifted(connection):
        assert found("database.append_only")[0].level == "fail"


@pytest.mark.django_db(transaction=True)
def test_a_guard_taken_away_is_put_back():
    name = "core_auditrow_append_only"
    drop = (
        f"DROP TRIGGER {name} ON core_auditrow"
        if connection.vendor == "postgresql"
        else f"DROP TRIGGER {name}_delete"
    )
    with connection.cursor() as cursor:
        cursor.execute(drop)
    assert found("database.append_only")[0].level == "fail"
    call_command("audit_guard", stdout=StringIO())
    assert found("database.append_only")[0].level == "ok"


def test_the_attempt_on_the_record_leaves_nothing(db):
    doctor.examine()
    assert not AuditRow.objects.exists()


def test_an_entry_that_cannot_be_found_fails(db):
    ListingFactory()
    assert found("places.search")[0].level == "fail"
    call_command("reindex", stdout=StringIO())
    assert found("places.search")[0].level == "ok"


def test_a_check_that_breaks_is_a_failure_itself(db, monkeypatch):
    monkeypatch.setitem(doctor._checks, "x.broken", lambda: 1 / 0)
    finding = found("x.broken")[0]
    assert finding.level == "fail" and "ZeroDivisionError" in finding.sentence


def test_the_report_lists_every_check_and_the_guarded_tables(db):
    out = StringIO()
    try:
        call_command("doctor", "--json", stdout=out)
        code = 0
    except SystemExit as end:
        code = end.code
    report = json.loads(out.getvalue())
    assert {c["code"] for c in report["checks"]} >= set(BAD)
    assert {"core_auditrow", "notices_attempt"} <= set(report["append_only"])
    assert report["batons"] == "batons_baton"
    assert bool(code) != report["ok"]


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en_GB.UTF-8", "en"), ("ja_JP.UTF-8", "ja"), ("C.UTF-8", "ja"), ("", "ja")],
)
def test_commands_speak_the_language_of_the_locale(monkeypatch, locale, language, db):
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    assert cli.language() == language
    out = StringIO()
    call_command("audit_guard", stdout=out)
    assert ("Nothing is missing." in out.getvalue()) == (language == "en")
