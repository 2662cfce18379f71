from django.urls import URLPattern, path

from tomoni.ground.batons.views import links

app_name = "batons"
urlpatterns: list[URLPattern] = [
    path("l/<str:key>/", links.link, name="link"),
    path("l/<str:key>/done/", links.done, name="link_done"),
]
