from django.urls import URLPattern, path

from tomoni.ground.batons.views import baton, desk, files, links, mine, outside, talking

app_name = "batons"
urlpatterns: list[URLPattern] = [
    path("desk/", desk.index, name="desk"),
    path("desk/new/", desk.new, name="new"),
    path("desk/hand-over/", desk.hand_over, name="hand_over"),
    path("desk/morning/", desk.morning_list, name="morning"),
    path("desk/workload/", desk.loads, name="workload"),
    path("desk/covers/", desk.covers, name="covers"),
    path("desk/kinds/", desk.kinds, name="kinds"),
    path("desk/kinds/<str:code>/", desk.deadlines, name="deadlines"),
    path("desk/files/", files.rules, name="file_rules"),
    path("desk/files/new/", files.new_rule, name="file_rule"),
    path("desk/<str:number>/files/", files.files, name="files"),
    path("desk/<str:number>/files/<uuid:pk>/", files.download, name="file"),
    path("desk/<str:number>/files/<uuid:pk>/show/", files.show, name="file_show"),
    path("desk/<str:number>/files/<uuid:pk>/hide/<uuid:shown>/", files.hide, name="file_hide"),
    path("desk/<str:number>/messages/", talking.talk, name="talk"),
    path("desk/<str:number>/links/", outside.links, name="links"),
    path("desk/<str:number>/links/<uuid:pk>/stop/", outside.stop, name="link_stop"),
    path("desk/<str:number>/", baton.show, name="baton"),
    path("desk/<str:number>/<slug:code>/", baton.act, name="act"),
    path("me/matters/", mine.index, name="my_matters"),
    path("me/matters/<str:number>/", mine.show, name="my_matter"),
    path("l/<str:key>/", links.link, name="link"),
    path("l/<str:key>/files/", links.files, name="link_files"),
    path("l/<str:key>/files/<uuid:pk>/", links.save, name="link_file"),
    path("l/<str:key>/done/", links.done, name="link_done"),
]
