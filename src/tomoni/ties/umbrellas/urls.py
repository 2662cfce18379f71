from django.urls import URLPattern, path, register_converter

from tomoni.ties.umbrellas.rules.languages import BY_ADDRESS
from tomoni.ties.umbrellas.views import callers, gbfs, keeper, public, staff, stand


class OwnLanguage:
    """The language of a page at a stand, as a part of its address."""

    regex = "|".join(BY_ADDRESS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OwnLanguage, "standlang")
app_name = "umbrellas"
PAGES = (
    ("q/{lang}<slug:code>/", stand.stand, "stand"),
    ("q/{lang}p/<uuid:pk>/", stand.proof, "proof"),
    ("q/{lang}p/<uuid:pk>/undo/", stand.undo, "undo"),
)
urlpatterns: list[URLPattern] = [
    path("u/<slug:code>/", stand.short, name="short"),
    path("umbrellas/", public.index, name="index"),
    *(
        path("umbrellas/" + where.format(lang=part), view, name=name + end)
        for where, view, name in PAGES
        for part, end in (("<standlang:lang>/", "_in"), ("", ""))
    ),
    path("umbrellas/k/<slug:key>/", keeper.by_link, name="keeper"),
    path("umbrellas/k/<slug:key>/undo/<uuid:pk>/", keeper.undo_by_link, name="keeper_undo"),
    path("umbrellas/gbfs/gbfs.json", gbfs.version_3, name="gbfs"),
    path("umbrellas/gbfs/<slug:name>.json", gbfs.version_3, name="gbfs_file"),
    path("umbrellas/gbfs/2.3/gbfs.json", gbfs.version_2, name="gbfs23"),
    path("umbrellas/gbfs/2.3/<slug:language>/<slug:name>.json", gbfs.version_2, name="gbfs23_file"),
    path("umbrellas/<slug:slug>/", public.station, name="station"),
    path("me/umbrellas/", keeper.mine, name="mine"),
    path("me/umbrellas/<slug:slug>/", keeper.my_stand, name="my_stand"),
    path("me/umbrellas/<slug:slug>/undo/<uuid:pk>/", keeper.undo_mine, name="my_undo"),
    path("staff/umbrellas/", staff.desk, name="desk"),
    path("staff/umbrellas/new/", staff.new, name="new"),
    path("staff/umbrellas/carry/", staff.carry, name="carry"),
    path("staff/umbrellas/carry.pdf", staff.carry_pdf, name="carry_pdf"),
    path("staff/umbrellas/weather/", staff.weather, name="weather"),
    path("staff/umbrellas/call/", callers.call, name="call"),
    path("staff/umbrellas/call/<int:pk>/end/", callers.end, name="call_end"),
    path("staff/umbrellas/callers/", callers.callers, name="callers"),
    path("staff/umbrellas/callers/add/<uuid:pk>/", callers.enter, name="caller_enter"),
    path("staff/umbrellas/callers/<int:pk>/", callers.caller, name="caller"),
    path("staff/umbrellas/callers/<int:pk>/ring/", callers.ring, name="caller_ring"),
    path("staff/umbrellas/callers/<int:pk>/stop/", callers.stop, name="caller_stop"),
    path("staff/umbrellas/ringing/<int:pk>/", callers.answer, name="ringing"),
    path("staff/umbrellas/numbers/", staff.numbers, name="numbers"),
    path("staff/umbrellas/numbers/<slug:code>/<slug:deed>/", staff.number, name="number"),
    path("staff/umbrellas/returned/", staff.returned, name="returned"),
    path("staff/umbrellas/moves/<uuid:pk>/undo/", staff.undo, name="staff_undo"),
    path("staff/umbrellas/stands/<slug:slug>/", staff.station, name="staff_station"),
    path("staff/umbrellas/stands/<slug:slug>/edit/", staff.edit, name="edit"),
    path("staff/umbrellas/stands/<slug:slug>/poster.pdf", staff.poster, name="poster"),
    path("staff/umbrellas/stands/<slug:slug>/list.pdf", staff.tally_sheet, name="tally_sheet"),
    path("staff/umbrellas/stands/<slug:slug>/<slug:deed>/", staff.do, name="do"),
]
