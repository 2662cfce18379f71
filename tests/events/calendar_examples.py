"""Addresses of the calendar that lead to something, for the table of who may open what."""

from tests.events.town import plan


def examples():
    one = plan("mihon-rei", "見本の催し").occurrences.get()
    return {
        "events:series": {"slug": "mihon-rei"},
        "events:series_ics": {"slug": "mihon-rei"},
        "events:occurrence": {"slug": "mihon-rei", "pk": one.pk},
        "events:poster": {"slug": "mihon-rei", "pk": one.pk},
    }
