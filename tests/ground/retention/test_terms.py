"""When a term is over: pure days."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tomoni.core.retention import Clock, Term

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("term", "today", "first_kept"),
    [
        (Term(years=1), date(2026, 11, 24), date(2025, 11, 24)),
        (Term(months=1), date(2026, 3, 31), date(2026, 2, 28)),
        (Term(months=6), date(2026, 3, 1), date(2025, 9, 1)),
        (Term(years=1), date(2024, 2, 29), date(2023, 2, 28)),
        # What ended on 31 March 2021 runs from 1 April 2021 and is over on 1 April 2026.
        (Term(years=5, clock=Clock.FISCAL_YEAR), date(2026, 3, 31), date(2020, 4, 1)),
        (Term(years=5, clock=Clock.FISCAL_YEAR), date(2026, 4, 1), date(2021, 4, 1)),
    ],
)
def test_the_first_day_that_is_still_kept(term, today, first_kept):
    assert term.boundary(today) == first_kept


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(today=days, years=st.integers(0, 30), months=st.integers(0, 11))
def test_nothing_goes_before_its_term_and_time_never_brings_it_back(today, years, months):
    for clock in Clock:
        term = Term(years, months, clock)
        kept = term.boundary(today)
        assert kept <= today
        assert term.boundary(today + timedelta(days=1)) >= kept
        if clock == Clock.FISCAL_YEAR:
            assert kept <= Term(years, months).boundary(today)
            assert (kept.month, kept.day) == (4, 1)
