"""All addresses; each room brings its own."""

from django.contrib import admin
from django.urls import include, path

from tomoni.ground.people import doors

urlpatterns = [
    # First, because a crowd asks for it: an address is looked for in this order, and finding one
    # among the last of these rooms costs as much as asking the database.
    path("", include("tomoni.doing.events.urls")),
    path("", include("tomoni.home.urls")),
    path("", include("tomoni.web.urls")),
    path("", include("tomoni.ground.people.urls")),
    path("", include("tomoni.ground.batons.urls")),
    path("", include("tomoni.ground.notices.urls")),
    path("", include("tomoni.ground.retention.urls")),
    path("", include("tomoni.ground.districts.urls")),
    path("maps/", include("tomoni.town.maps.urls")),
    path("", include("tomoni.town.places.urls")),
    path("", include("tomoni.town.circles.urls")),
    path("", include("tomoni.ties.neighbourhoods.urls")),
    path("", include("tomoni.ties.gathering_places.urls")),
    path("", include("tomoni.ties.tourism.urls")),
    path("", include("tomoni.ties.umbrellas.urls")),
    path("", include("tomoni.doing.appointments.urls")),
    path("", include("tomoni.doing.points.urls")),
    path("", include("tomoni.doing.volunteering.urls")),
    path("plan/", include("tomoni.plan.urls")),
    path("", include("tomoni.api.urls")),
    path("accounts/", include(doors.marked())),
    path("admin/", admin.site.urls),
]

handler400 = "tomoni.web.errors.bad_request"
handler403 = "tomoni.web.errors.forbidden"
handler404 = "tomoni.web.errors.not_found"
handler500 = "tomoni.web.errors.server_error"
