from django.urls import URLPattern, path

from tomoni.doing.events.views import (
    inviting,
    joining,
    joining_door,
    open_data,
    organising,
    own_feed,
    public,
    public_feeds,
    public_papers,
    questions,
)
from tomoni.doing.events.views import organising_dates as date

app_name = "events"
calendar: list[URLPattern] = [
    path("events/", public.index, name="index"),
    path("events.ics", public_feeds.as_ics, name="ics"),
    path("events.atom", public_feeds.as_atom, name="atom"),
    path("events.json", public_feeds.as_json, name="json"),
    path("events/month.pdf", public_papers.month, name="month_pdf"),
    path("events/<slug:slug>.ics", public_feeds.series_ics, name="series_ics"),
    path("events/<slug:slug>/", public.series, name="series"),
    path("events/<slug:slug>/<uuid:pk>/", public.occurrence, name="occurrence"),
    path("events/<slug:slug>/<uuid:pk>/poster.pdf", public_papers.poster, name="poster"),
]
urlpatterns: list[URLPattern] = [
    path("events/s/<slug:number>/<slug:key>/", joining.receipt, name="sign_up"),
    path("events/s/<slug:number>/<slug:key>/change/", joining.change, name="sign_up_change"),
    path("events/i/<slug:number>/<slug:key>/", inviting.answer, name="invitation"),
    path("events/<slug:slug>/<uuid:pk>/join/", joining.join, name="join"),
    path("events/door/<uuid:pk>/<slug:key>/", joining_door.door, name="door"),
    path("events/<slug:slug>/<uuid:pk>/feedback/", joining_door.say, name="feedback"),
    path("open-data/events/", open_data.page, name="open_page"),
    path("open-data/events.csv", open_data.as_csv, name="open_csv"),
    path("open-data/events.xlsx", open_data.as_xlsx, name="open_xlsx"),
    path("events/mine/<slug:key>.ics", own_feed.as_ics, name="own_ics"),
    path("me/calendar/", own_feed.page, name="own_feed"),
    path("staff/events/", organising.mine, name="mine"),
    path("staff/events/new/", organising.plan, name="plan"),
    path("staff/events/dates/<uuid:pk>/", date.roster, name="roster"),
    path("staff/events/dates/<uuid:pk>/for/", date.for_somebody, name="for_somebody"),
    path("staff/events/dates/<uuid:pk>/paper/", date.paper, name="paper"),
    path("staff/events/dates/<uuid:pk>/invite/", inviting.invite, name="invite"),
    path("staff/events/dates/<uuid:pk>/door/", date.door_sign, name="door_sign"),
    path("staff/events/dates/<uuid:pk>/move/", date.move, name="move"),
    path("staff/events/dates/<uuid:pk>/call-off/", date.call_off, name="call_off"),
    path("staff/events/dates/<uuid:pk>/do/<slug:word>/", date.deed, name="deed"),
    path("staff/events/<slug:slug>/", organising.kept, name="kept"),
    path("staff/events/<slug:slug>/edit/", organising.edit, name="edit"),
    path("staff/events/<slug:slug>/asks/", questions.asks, name="asks"),
    path("staff/events/<slug:slug>/copy/", organising.copy, name="copy"),
    *calendar,
]
