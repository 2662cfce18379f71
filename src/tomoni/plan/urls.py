from django.urls import path, re_path

from tomoni.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.index, name="index"),
    path("print/", views.paper, name="print"),
    # A version's code is a year and a measure's number has at most two digits.
    re_path(r"^(?P<code>20\d\d)/$", views.index, name="version"),
    re_path(r"^(?P<code>20\d\d)/(?P<number>[1-9]\d?)/$", views.measure, name="measure_of"),
    re_path(r"^(?P<number>[1-9]\d?)/$", views.measure, name="measure"),
]
