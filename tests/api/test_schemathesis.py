"""A machine tries every address of the description with right and wrong values."""

import pytest
import schemathesis
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


@pytest.mark.django_db
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_every_address_keeps_its_word(mode):
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
