from django.urls import URLPattern, path, register_converter

from tomoni.ties.tourism.rules.languages import OWN
from tomoni.ties.tourism.views import staff, visit, words


class OwnLanguage:
    """The languages that only these pages have, as the first part of their address."""

    regex = "|".join(OWN)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OwnLanguage, "visitlang")
app_name = "tourism"
PAGES = (
    ("", visit.here, "here"),
    ("walks/<int:pk>/", visit.walk, "walk"),
    ("r/<slug:key>/", visit.receipt, "receipt"),
)
urlpatterns: list[URLPattern] = [
    *(path(f"visit/{address}", view, name=name) for address, view, name in PAGES),
    *(
        path(f"visit/<visitlang:lang>/{address}", view, name=f"{name}_in")
        for address, view, name in PAGES
    ),
    path("staff/tourism/", staff.desk, name="desk"),
    path("staff/tourism/me/", staff.profile, name="profile"),
    path("staff/tourism/tips/new/", staff.tip_new, name="tip_new"),
    path("staff/tourism/tips/<uuid:pk>/", staff.tip, name="tip"),
    path("staff/tourism/tips/<uuid:pk>/withdraw/", staff.tip_withdraw, name="tip_withdraw"),
    path("staff/tourism/walks/new/", staff.walk, name="walk_new"),
    path("staff/tourism/walks/<int:pk>/", staff.walk, name="walk_edit"),
    path("staff/tourism/words/", words.index, name="words"),
    path("staff/tourism/words/pages/<visitlang:lang>/", words.page_words, name="page_words"),
    path("staff/tourism/words/<slug:kind>/<int:pk>/", words.one, name="words_one"),
]
