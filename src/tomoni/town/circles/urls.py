from django.urls import URLPattern, path

from tomoni.town.circles.views import inside, meetings, public

app_name = "circles"
urlpatterns: list[URLPattern] = [
    path("circles/", public.index, name="index"),
    path("circles/mine/", inside.mine, name="mine"),
    path("circles/meetings/<uuid:pk>/", meetings.show, name="meeting"),
    path("circles/meetings/<uuid:pk>/promise/", meetings.promise, name="promise"),
    path("circles/meetings/<uuid:pk>/minutes/", meetings.minutes, name="minutes"),
    path("circles/meetings/<uuid:pk>/print/", meetings.print_copy, name="print"),
    path("circles/meetings/<uuid:pk>/answer/", meetings.answer, name="answer"),
    path("circles/meetings/<uuid:pk>/shut/<int:access>/", meetings.shut_out, name="shut_out"),
    path("circles/meetings/<uuid:pk>/do/<slug:code>/", meetings.act, name="meeting_act"),
    path("circles/<slug:slug>/", public.show, name="circle"),
    path("circles/<slug:slug>/inside/", inside.show, name="inside"),
    path("circles/<slug:slug>/inside/members/<uuid:pk>/end/", inside.end_member, name="end_member"),
    path("circles/<slug:slug>/inside/<slug:code>/", inside.act, name="act"),
    path("staff/circles/", inside.index, name="staff"),
    path("staff/circles/new/", inside.new, name="new"),
    path("staff/circles/<slug:slug>/entrust/", inside.entrust, name="entrust"),
]
