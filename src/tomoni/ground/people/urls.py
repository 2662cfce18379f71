from django.urls import path

from tomoni.ground.people.views import accounts, mine, organisations, records

app_name = "people"
urlpatterns = [
    path("me/", mine.me, name="me"),
    path("me/edit/", mine.edit, name="me_edit"),
    path("me/download/", mine.download, name="me_download"),
    path("me/second-factor/", mine.second_factor_page, name="second_factor"),
    path("staff/people/", accounts.index, name="accounts"),
    path("staff/people/invite/", accounts.invite, name="invite"),
    path("staff/people/<uuid:pk>/", accounts.show, name="account"),
    path("staff/people/<uuid:pk>/switch/", accounts.switch, name="account_switch"),
    path("staff/people/<uuid:pk>/invite/", accounts.invite_again, name="invite_again"),
    path("staff/people/<uuid:pk>/roles/give/", accounts.give_role, name="give_role"),
    path("staff/people/<uuid:pk>/roles/<int:held>/end/", accounts.end_role, name="end_role"),
    path("staff/organisations/", organisations.index, name="organisations"),
    path("staff/organisations/new/", organisations.create, name="organisation_new"),
    path("staff/organisations/<slug:slug>/", organisations.show, name="organisation"),
    path("staff/organisations/<slug:slug>/edit/", organisations.edit, name="organisation_edit"),
    path(
        "staff/organisations/<slug:slug>/members/add/", organisations.add_member, name="add_member"
    ),
    path(
        "staff/organisations/<slug:slug>/members/<int:pk>/end/",
        organisations.end_member,
        name="end_member",
    ),
    path("staff/audit/", records.audit, name="audit"),
]
