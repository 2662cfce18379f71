"""The one IT person asks whether all is well."""

import pytest
from django.test import override_settings

from tests.api import town as make

pytestmark = pytest.mark.django_db


def test_ready_when_the_database_answers(client):
    page = client.get("/readyz")
    assert (page.status_code, page.content) == (200, b"ready")
    assert page["Cache-Control"] == "no-store"


def test_metrics_are_for_this_machine_only(client):
    make.listing()

    here = client.get("/metrics")
    text = here.content.decode()
    assert 'tomoni_listings{status="published"} 1\n' in text
    assert here["Content-Type"].startswith("text/plain; version=0.0.4")
    for line in text.splitlines():
        assert line.startswith("#") or len(line.rsplit(" ", 1)) == 2

    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 404


@override_settings(METRICS_TOKEN="correct horse")
def test_metrics_open_with_the_token(client):
    def get(token):
        return client.get(
            "/metrics", REMOTE_ADDR="203.0.113.9", HTTP_AUTHORIZATION=f"Bearer {token}"
        ).status_code

    assert get("correct horse") == 200
    assert get("wrong") == get("") == get("まちがい") == 404
