from django.urls import path

from tomoni.ground.notices.views import mine, outside, staff

app_name = "notices"
urlpatterns = [
    path("me/notices/", mine.index, name="mine"),
    path("me/notices/choices/", mine.choose, name="choices"),
    path("me/notices/trial/", mine.trial, name="trial"),
    path("me/notices/devices/add/", mine.add_device, name="add_device"),
    path("me/notices/devices/<int:pk>/remove/", mine.remove_device, name="remove_device"),
    path("me/notices/line/", mine.line, name="line"),
    path("me/notices/<uuid:pk>/", mine.show, name="one"),
    path("notices/stop/<slug:token>/", outside.stop, name="stop"),
    path("notices/line/", outside.line, name="line_hook"),
    path("staff/notices/", staff.index, name="staff"),
    path("staff/notices/letters/", staff.letters_page, name="letters"),
    path("staff/notices/letters/<uuid:pk>/", staff.batch, name="batch"),
    path("staff/notices/letters/<uuid:pk>/pdf/", staff.batch_pdf, name="batch_pdf"),
    path("staff/notices/stopped/", staff.stopped, name="stopped"),
    path("staff/notices/stopped/<int:pk>/free/", staff.free, name="free"),
    path("staff/notices/mailings/<uuid:pk>/", staff.mailing, name="mailing"),
    path("staff/notices/<uuid:pk>/", staff.show, name="staff_notice"),
    path("staff/notices/<uuid:pk>/<uuid:delivery>/again/", staff.again, name="again"),
]
