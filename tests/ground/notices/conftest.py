"""Kinds of the tests' own, and the other sides."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.ground.notices.peers import Gateway, MailServer
from tomoni.ground.notices import kinds
from tomoni.ground.notices.channels import mail, peers

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(autouse=True)
def sample_kinds():
    for code, more in (
        ("tests.offer", {"may_be_switched_off": False}),
        ("tests.news", {}),
        ("tests.daily", {"digest": True}),
        ("tests.urgent", {"urgent": True, "may_be_switched_off": False}),
    ):
        if code not in kinds._kinds:
            kinds.register(code, code, "notices/mails/trial.txt", **more)
    yield
    for code in [code for code in kinds._kinds if code.startswith("tests.")]:
        del kinds._kinds[code]
    mail.end()
    for cached in (mail.words_of, mail._may_stop, mail._from, mail._domain, mail._foot_words):
        cached.cache_clear()
    peers._kept.__dict__.clear()


@pytest.fixture
def server(settings):
    one = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
    settings.DEFAULT_FROM_EMAIL = "tomoni@otaru.example.jp"
    settings.BOUNCE_ADDRESS = "back@otaru.example.jp"
    yield one
    one.stop()


@pytest.fixture
def gateway():
    one = Gateway()
    yield one
    one.stop()


@pytest.fixture
def noon():
    return datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)


@pytest.fixture
def night():
    return datetime(2026, 11, 24, 23, 30, tzinfo=TOKYO)
