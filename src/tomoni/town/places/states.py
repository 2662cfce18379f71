"""The life of an entry: draft → published ⇄ suspended → closed, and back when it reopens."""

from tomoni.core.states import Step

PUBLISH = Step.of({"draft"}, "published", "places.published")
SUSPEND = Step.of({"published"}, "suspended", "places.suspended")
RESUME = Step.of({"suspended"}, "published", "places.resumed")
CLOSE = Step.of({"draft", "published", "suspended"}, "closed", "places.closed")
REOPEN = Step.of({"closed"}, "published", "places.reopened")
