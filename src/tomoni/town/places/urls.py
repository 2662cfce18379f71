from django.urls import URLPattern, path

from tomoni.town.places.views import districts, listing, telling

app_name = "places"
urlpatterns: list[URLPattern] = [
    path("places/tell/", telling.missing, name="tell_missing"),
    path("places/tell/<uuid:token>/", telling.receipt, name="receipt"),
    path("places/<slug:slug>/tell/", telling.wrong, name="tell"),
    path("places/<slug:slug>/", listing.listing, name="listing"),
    path("organisations/<slug:slug>/", listing.organisation, name="organisation"),
    path("districts/", districts.index, name="districts"),
    path("districts/town/<slug:code>/", districts.town, name="town"),
    path("districts/<slug:kind>/<slug:code>/", districts.district, name="district"),
]
