from django.urls import URLPattern, path

from tomoni.town.places.views import districts, importing, listing, open_data, search, telling
from tomoni.town.places.views.staff import (
    edit,
    freshness,
    hours,
    index,
    moderation,
    overview,
    spots,
    states,
)

app_name = "places"
staff: list[URLPattern] = [
    path("staff/places/", index.index, name="staff"),
    path("staff/places/confirm/", index.confirm, name="confirm_many"),
    path("staff/places/new/", overview.new, name="new"),
    path("staff/places/suggestions/", moderation.queue, name="suggestions"),
    path("staff/places/suggestions/<uuid:pk>/", moderation.suggestion, name="suggestion"),
    path("staff/places/freshness/", freshness.overview, name="freshness"),
    path("staff/places/freshness/phone/", freshness.phone_list, name="phone_list"),
    path("staff/places/<slug:slug>/", overview.overview, name="edit"),
    path("staff/places/<slug:slug>/history/", overview.history, name="history"),
    path("staff/places/<slug:slug>/edit/<slug:part>/", edit.section, name="section"),
    path("staff/places/<slug:slug>/texts/<slug:language>/", edit.text, name="text"),
    path("staff/places/<slug:slug>/places/add/", spots.add, name="place_add"),
    path("staff/places/<slug:slug>/places/<int:pk>/", spots.place, name="place"),
    path("staff/places/<slug:slug>/places/<int:pk>/facts/", spots.barrier_free, name="facts"),
    path("staff/places/<slug:slug>/places/<int:pk>/remove/", spots.remove, name="place_remove"),
    path("staff/places/<slug:slug>/hours/<int:pk>/", hours.week, name="hours"),
    path("staff/places/<slug:slug>/hours/<int:pk>/days/add/", hours.add_day, name="day_add"),
    path(
        "staff/places/<slug:slug>/hours/<int:pk>/days/<int:day>/remove/",
        hours.remove_day,
        name="day_remove",
    ),
    path("staff/places/<slug:slug>/do/<slug:deed>/", states.step, name="step"),
]
urlpatterns: list[URLPattern] = [
    path("open-data/", open_data.catalogue, name="open_data"),
    path("open-data/catalogue.json", open_data.as_catalogue, name="open_catalogue"),
    path("open-data/lists/<slug:slug>/", open_data.dataset, name="open_dataset"),
    path("open-data/lists/<slug:slug>.csv", open_data.as_csv, name="open_csv"),
    path("open-data/lists/<slug:slug>.xlsx", open_data.as_xlsx, name="open_xlsx"),
    path("staff/places/imports/", importing.index, name="imports"),
    path("staff/places/imports/<uuid:pk>/", importing.show, name="import"),
    path("staff/places/imports/<uuid:pk>/apply/", importing.apply, name="import_apply"),
    path("staff/places/imports/<uuid:pk>/rejected.csv", importing.rejected, name="import_rejected"),
    path("search/", search.search, name="search"),
    path("places/", search.search, name="places"),
    path("places/tell/", telling.missing, name="tell_missing"),
    path("places/tell/<uuid:token>/", telling.receipt, name="receipt"),
    path("places/<slug:slug>/tell/", telling.wrong, name="tell"),
    path("places/<slug:slug>/", listing.listing, name="listing"),
    path("organisations/<slug:slug>/", listing.organisation, name="organisation"),
    path("districts/", districts.index, name="districts"),
    path("districts/town/<slug:code>/", districts.town, name="town"),
    path("districts/<slug:kind>/<slug:code>/", districts.district, name="district"),
    *staff,
]
