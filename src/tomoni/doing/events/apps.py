from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "tomoni.doing.events"
    label = "events"

    def ready(self) -> None:
        from tomoni.doing.events import notices, tasks  # noqa: F401  (The timetable's entries.)

        notices.join()
