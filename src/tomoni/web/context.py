"""What every page of the shell knows."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict

from tomoni.core.access import abilities_of
from tomoni.core.city import city
from tomoni.web import doors
from tomoni.web.behalf import behalf_of
from tomoni.web.display import Display


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of `web/page.html`; whatever could ask the database is asked lazily."""
    user = getattr(request, "user", None)

    def desk() -> list[doors.DeskDoor]:
        return doors.desks(abilities_of(user))

    @cache
    def mine() -> list[doors.MyDoor]:
        return doors.my_doors(user)

    display = getattr(request, "display", None) or Display()
    return plain(display, request.path, request.GET) | {
        "desk_doors": desk,
        "my_doors": mine,
        "behalf": lambda: behalf_of(request),
        "here": request.build_absolute_uri(),
        "full_path": request.get_full_path(),
    }


def plain(display: Display, path: str = "", query: QueryDict | None = None) -> dict[str, Any]:
    """The part that needs neither a session nor the database, as the 500 page must not."""
    town = city()
    english = display.language == "en"
    return {
        "city": town,
        "city_name": town.name_en if english else town.name,
        "site_title": town.site_title_en if english else town.site_title,
        "phone": town.phones[0],
        "display": display,
        "query": query if query is not None else QueryDict(),
        "ways": doors.ways(),
        "about_links": doors.about_links(),
        "on_home": path == "/",
        "need_here": doors.current_need(path, query),
        "behalf": None,
        "sample_town": getattr(settings, "SAMPLE_TOWN", False),
    }
