from django.urls import URLPattern, path

from tomoni.town.places.views import districts, importing, listing, telling

app_name = "places"
urlpatterns: list[URLPattern] = [
    path("staff/places/imports/", importing.index, name="imports"),
    path("staff/places/imports/<uuid:pk>/", importing.show, name="import"),
    path("staff/places/imports/<uuid:pk>/apply/", importing.apply, name="import_apply"),
    path("staff/places/imports/<uuid:pk>/rejected.csv", importing.rejected, name="import_rejected"),
    path("places/tell/", telling.missing, name="tell_missing"),
    path("places/tell/<uuid:token>/", telling.receipt, name="receipt"),
    path("places/<slug:slug>/tell/", telling.wrong, name="tell"),
    path("places/<slug:slug>/", listing.listing, name="listing"),
    path("organisations/<slug:slug>/", listing.organisation, name="organisation"),
    path("districts/", districts.index, name="districts"),
    path("districts/town/<slug:code>/", districts.town, name="town"),
    path("districts/<slug:kind>/<slug:code>/", districts.district, name="district"),
]
