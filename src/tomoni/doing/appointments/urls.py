from django.urls import URLPattern, path

from tomoni.doing.appointments.views import own, public, talks, waiting
from tomoni.doing.appointments.views.staff import absences, acts, booking, day, lists, setup

app_name = "appointments"
staff: list[URLPattern] = [
    path("staff/appointments/", day.day, name="day"),
    path("staff/appointments/week/", day.week, name="week"),
    path("staff/appointments/walk-in/", day.walk_in, name="walk_in"),
    path("staff/appointments/new/", booking.choose, name="choose"),
    path("staff/appointments/new/<slug:desk>/<slug:kind>/", booking.book, name="for_somebody"),
    path("staff/appointments/absences/", absences.index, name="absences"),
    path("staff/appointments/absences/new/", absences.new, name="be_away"),
    path("staff/appointments/absences/<int:pk>/back/", absences.back, name="be_back"),
    path("staff/appointments/worklists/<uuid:pk>/", absences.worklist, name="worklist"),
    path("staff/appointments/waiting/", lists.waiting, name="waiting"),
    path("staff/appointments/talks/", lists.talk_list, name="talk_list"),
    path("staff/appointments/talks/new/", lists.talk_new, name="talk_new"),
    path("staff/appointments/talks/<uuid:pk>/", lists.talk, name="talk"),
    path("staff/appointments/calendar/", lists.calendar, name="calendar"),
    path("staff/appointments/desks/", setup.index, name="keep"),
    path("staff/appointments/desks/new/", setup.new, name="keep_new"),
    path("staff/appointments/desks/<slug:slug>/do/<slug:code>/", acts.act, name="keep_act"),
    path("staff/appointments/desks/<slug:slug>/", setup.desk, name="keep_desk"),
    path("staff/appointments/desks/<slug:slug>/kinds/<slug:kind>/", setup.kind, name="keep_kind"),
    path(
        "staff/appointments/desks/<slug:slug>/kinds/<slug:kind>/dates/",
        setup.sessions,
        name="keep_sessions",
    ),
    path("staff/appointments/desks/<slug:slug>/hours/<uuid:pk>/", setup.hours, name="keep_hours"),
    path("staff/appointments/<uuid:pk>/", day.booking, name="booking"),
    path("staff/appointments/<uuid:pk>/move/", day.move, name="move_booking"),
    path("staff/appointments/<uuid:pk>/do/<slug:deed>/", day.deed, name="deed"),
]
urlpatterns: list[URLPattern] = [
    path("book/", public.start, name="start"),
    path("book/any-trouble/", public.any_trouble, name="any_trouble"),
    path("book/talks/", talks.catalogue, name="talks"),
    path("book/talks/form.pdf", talks.blank_form, name="talk_form"),
    path("book/talks/r/<slug:key>/", talks.receipt, name="talk_receipt"),
    path("book/talks/<slug:slug>/", talks.ask, name="talk_ask"),
    path("book/feeds/<slug:key>.ics", own.feed, name="feed"),
    path("book/w/<slug:key>/", waiting.receipt, name="wait_receipt"),
    path("book/r/<slug:key>/", own.receipt, name="receipt"),
    path("book/r/<slug:key>/appointment.ics", own.as_ics, name="ics"),
    path("book/r/<slug:key>/move/", own.move, name="move"),
    path("book/r/<slug:key>/cancel/", own.cancel, name="cancel"),
    path("book/<slug:slug>/", public.desk, name="desk"),
    path("book/<slug:desk>/<slug:kind>/", public.book, name="book"),
    path("book/<slug:desk>/<slug:kind>/wait/", waiting.wait, name="wait"),
    *staff,
]
