from django.urls import URLPattern, path

from tomoni.ties.neighbourhoods.views import ballots, desk, households, meetings, public

app_name = "neighbourhoods"
ROOM = "neighbourhoods/<slug:slug>/"
urlpatterns: list[URLPattern] = [
    path("neighbourhoods/", public.index, name="index"),
    path("neighbourhoods/mine/", desk.mine, name="mine"),
    path("neighbourhoods/vote/", ballots.enter, name="enter"),
    path("neighbourhoods/vote/<str:code>/", ballots.ballot, name="ballot"),
    path("neighbourhoods/tasks/", public.task_list, name="tasks"),
    path("neighbourhoods/tasks/mine/<uuid:token>/", public.taken, name="taken"),
    path("neighbourhoods/tasks/<uuid:pk>/", public.task, name="task"),
    path(ROOM, public.show, name="association"),
    path(ROOM + "desk/", desk.show, name="desk"),
    path(ROOM + "desk/<slug:code>/", desk.act, name="act"),
    path(ROOM + "officers/<uuid:pk>/next/", desk.next_officer, name="next"),
    path(ROOM + "households/", households.index, name="households"),
    path(ROOM + "households/<uuid:pk>/", households.one, name="household"),
    path(ROOM + "households/<uuid:pk>/leave/", households.leave, name="leave"),
    path(ROOM + "households/<uuid:pk>/dues/", households.take_dues, name="take_dues"),
    path(ROOM + "dues/", households.dues, name="dues"),
    path(ROOM + "dues/<int:pk>.pdf", households.receipt, name="receipt"),
    path(ROOM + "groups/<int:number>/", households.group, name="group"),
    path(ROOM + "groups/<int:number>.pdf", households.route_sheet, name="route"),
    path(ROOM + "emergency/", households.emergency, name="emergency"),
    path(ROOM + "emergency/<uuid:pk>/end/", households.end_emergency, name="end_emergency"),
    path(ROOM + "takers/<uuid:pk>/", households.takers, name="takers"),
    path(ROOM + "hand-over.pdf", households.pack, name="pack"),
    path(ROOM + "meetings/<uuid:pk>/", meetings.show, name="meeting"),
    path(ROOM + "meetings/<uuid:pk>/notice.pdf", meetings.notice, name="notice"),
    path(ROOM + "meetings/<uuid:pk>/minutes.pdf", meetings.minutes, name="minutes"),
    path(ROOM + "meetings/<uuid:pk>/<slug:code>/", meetings.act, name="meeting_act"),
    path("staff/neighbourhoods/", desk.staff_index, name="staff"),
    path("staff/neighbourhoods/new/", desk.new, name="new"),
    path("staff/neighbourhoods/requests/<uuid:pk>/", desk.request_page, name="request"),
    path("staff/neighbourhoods/<slug:slug>/first/", desk.first_officer, name="first"),
]
