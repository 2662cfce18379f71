"""A machine tries every address of the description with right and wrong values."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from tests.api import town as make

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    positive_data_acceptance,
    negative_data_rejection,
)
PLAIN = {"Host": "localhost", "Accept-Encoding": "identity"}
FEW = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_connection(db):
    """The real door closes the connection after each request; the test's own must stay."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_every_address_keeps_its_word(mode, one_connection):
    make.everything()
    make.listing("resting", status="suspended")
    make.listing("over", status="closed")
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    tried = 0

    for found in schema.get_all_operations():
        operation = found.ok()
        if mode.is_negative and not any(operation.iter_parameters()):
            continue  # There is nothing that could be wrong.

        @FEW
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps_its_word(case):
            case.call_and_validate(checks=CHECKS, headers=PLAIN)

        keeps_its_word()
        tried += 1

    assert tried >= 10
