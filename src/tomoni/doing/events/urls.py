from django.urls import URLPattern, path

from tomoni.doing.events.views import joining

app_name = "events"
urlpatterns: list[URLPattern] = [
    path("events/s/<slug:number>/<slug:key>/", joining.receipt, name="sign_up"),
    path("events/s/<slug:number>/<slug:key>/change/", joining.change, name="sign_up_change"),
    path("events/<slug:slug>/<uuid:pk>/join/", joining.join, name="join"),
]
