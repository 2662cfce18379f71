from django.urls import URLPattern, path

from tomoni.ties.gathering_places.views import districts, public, staff

app_name = "gathering_places"
urlpatterns: list[URLPattern] = [
    path("gathering/", public.board, name="board"),
    path("gathering/wish/", public.wish, name="wish"),
    path("gathering/wish/r/<uuid:token>/", public.wish_receipt, name="wish_receipt"),
    path("gathering/offer/", public.offer, name="offer"),
    path("gathering/offer/r/<uuid:token>/", public.offer_receipt, name="offer_receipt"),
    path("gathering/wishes/<uuid:pk>/", public.me_too, name="me_too"),
    path("gathering/precedents/", public.precedents, name="precedents"),
    path("gathering/kit/", public.kit, name="kit"),
    path("gathering/kit.pdf", public.kit_pdf, name="kit_pdf"),
    path("gathering/districts/", districts.index, name="districts"),
    path("staff/gathering/", staff.desk, name="desk"),
    path("staff/gathering/wishes/<uuid:pk>/", staff.wish, name="wish_page"),
    path("staff/gathering/wishes/<uuid:pk>/<slug:code>/", staff.wish_act, name="wish_act"),
    path("staff/gathering/offers/<uuid:pk>/", staff.venue, name="offer_page"),
    path("staff/gathering/offers/<uuid:pk>/<slug:code>/", staff.venue_act, name="offer_act"),
    path("staff/gathering/match/<uuid:wish>/<uuid:venue>/", staff.match, name="match"),
    path("staff/gathering/districts/", districts.staff_index, name="districts_staff"),
    path("staff/gathering/districts/new/", districts.choose, name="district_new"),
    path("staff/gathering/districts/steps/<int:pk>/back/", districts.step_back, name="step_back"),
    path("staff/gathering/districts/<slug:slug>/", districts.correct, name="district_edit"),
    path("staff/gathering/districts/<slug:slug>/step/", districts.step, name="district_step"),
    path("staff/gathering/kit/", districts.checks, name="checks"),
    path("staff/gathering/kit/<slug:code>/", districts.check, name="check"),
]
