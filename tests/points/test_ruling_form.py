"""The page of rules has a field for everything an activity can say."""

import pytest

from tomoni.doing.points.forms.ruling import ActivityRows, rows_of
from tomoni.doing.points.samples import samples


@pytest.mark.parametrize("slug", samples())
def test_every_activity_of_every_scheme_comes_back_from_the_form(slug):
    held = samples()[slug].terms
    shown = ActivityRows(initial=rows_of(held), prefix="a")
    sent = {}
    for form in (shown.management_form, *shown):
        for field in form:
            value = field.value()
            sent[field.html_name] = "" if value is None else str(value)
    rows = ActivityRows(sent, initial=rows_of(held), prefix="a")
    assert rows.is_valid(), rows.errors
    assert tuple(one for row in rows if (one := row.activity())) == held.activities
