"""Django's own admin pages: for code tables and rescue, behind our sign-in and an ability."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from tomoni.core.access import can


class TownAdminSite(admin.AdminSite):
    """The admin without a login page of its own, so that lockout and second factors hold."""

    site_header = site_title = _("コード表の管理")
    index_title = _("コード表")

    def has_permission(self, request: HttpRequest) -> bool:
        return can(request.user, "people.code_tables")

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied("people.code_tables")
        back = request.GET.get("next") or resolve_url("admin:index")
        return redirect_to_login(back, resolve_url("account_login"))
