from django.urls import path

from tomoni.ground.retention import views

app_name = "retention"
urlpatterns = [
    path("staff/retention/", views.index, name="index"),
    path("staff/retention/rules/<str:code>/", views.rule, name="rule"),
    path("staff/retention/holds/", views.holds, name="holds"),
    path("staff/retention/holds/new/", views.hold, name="hold"),
    path("staff/retention/holds/<uuid:pk>/lift/", views.lift, name="lift"),
    path("staff/retention/record/", views.record, name="record"),
    path("staff/retention/<uuid:pk>/", views.proposal, name="proposal"),
    path("staff/retention/<uuid:pk>/approve/", views.approve, name="approve"),
    path("staff/retention/<uuid:pk>/refuse/", views.refuse, name="refuse"),
    path("staff/retention/<uuid:pk>/record.pdf", views.paper_of, name="paper"),
]
