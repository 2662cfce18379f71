from django.urls import path

from tomoni.ground.people.views import accounts, mine, organisations, persons, records, teams

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
    path("staff/persons/", persons.index, name="persons"),
    path("staff/persons/new/", persons.create, name="person_new"),
    path("staff/persons/<uuid:pk>/", persons.show, name="person"),
    path("staff/persons/<uuid:pk>/edit/", persons.edit, name="person_edit"),
    path("staff/persons/<uuid:pk>/history/", persons.history, name="person_history"),
    path("staff/persons/<uuid:pk>/relations/add/", persons.relate, name="relate"),
    path(
        "staff/persons/<uuid:pk>/relations/<int:row>/end/",
        persons.end_relation,
        name="end_relation",
    ),
    path("staff/persons/<uuid:pk>/household/join/", persons.move_in, name="move_in"),
    path("staff/persons/<uuid:pk>/household/<int:row>/end/", persons.move_out, name="move_out"),
    path("staff/teams/", teams.index, name="teams"),
    path("staff/teams/new/", teams.create, name="team_new"),
    path("staff/teams/<slug:slug>/", teams.show, name="team"),
    path("staff/teams/<slug:slug>/edit/", teams.edit, name="team_edit"),
    path("staff/teams/<slug:slug>/members/add/", teams.add_member, name="team_add_member"),
    path("staff/teams/<slug:slug>/members/<int:pk>/end/", teams.end_member, name="team_end_member"),
    path("staff/teams/<slug:slug>/days/set/", teams.set_day, name="team_set_day"),
    path("staff/teams/<slug:slug>/days/<int:pk>/forget/", teams.forget_day, name="team_forget_day"),
    path("staff/teams/<slug:slug>/cover/", teams.cover, name="team_cover"),
    path("staff/teams/<slug:slug>/cover/<int:pk>/end/", teams.end_cover, name="team_end_cover"),
    path("staff/teams/<slug:slug>/desk/", teams.make_desk, name="team_make_desk"),
    path("staff/teams/<slug:slug>/dissolve/", teams.dissolve, name="team_dissolve"),
    path("staff/audit/", records.audit, name="audit"),
]
