from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "tomoni.doing.events"
    label = "events"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tomoni.doing.events import holdings, notices, retained, tasks  # noqa: F401  (The timetable's entries.)
        from tomoni.doing.events.access import Ability
        from tomoni.doing.events.actions import index
        from tomoni.doing.events.queries import open_data, search
        from tomoni.town.places.actions import index as index_of_places
        from tomoni.town.places.opendata import others
        from tomoni.town.places.queries import beside
        from tomoni.web.doors import DeskDoor, Door, MyDoor, register, register_desk, register_mine

        notices.join()
        others.register(open_data.held)
        beside.register(search.found)
        index_of_places.others.append(index.rebuild)
        holdings.join()
        retained.retain()
        register_mine(MyDoor("events:mine", _("わたしの催し"), "calendar", order=30))
        register_mine(MyDoor("events:own_feed", _("わたしのカレンダー"), "calendar", order=31))
        register_desk(DeskDoor(Ability.SIGN_UP_FOR, "events:mine", _("催し"), "calendar", 9))
        register(
            Door(
                "go",
                "events:index",
                _("催しカレンダー"),
                "calendar",
                _("今週の集まり、祭り、講座。年齢や町でさがせます"),
                5,
            )
        )
