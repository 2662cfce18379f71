"""Django admin: the code table of categories. Everything else of the room has its own page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from tomoni.core import audit
from tomoni.core.access import can
from tomoni.town.places.models import Category


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    """Names, order and rhythm; codes stay as they are, because addresses use them."""

    list_display = ("code", "name", "parent", "review_every_days", "order", "is_active")
    list_filter = ("is_active", "parent")
    search_fields = ("code", "name", "name_kana")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can(request.user, "people.code_tables")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, "people.code_tables")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can(request.user, "people.code_tables")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, "people.code_tables")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A category no longer wanted is switched off; its entries keep their history."""
        return False

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """Even here every change leaves its audit row."""
        before = Category.objects.filter(pk=obj.pk).first()
        changes = {
            field: (getattr(before, field, None), getattr(obj, field))
            for field in form.changed_data
        }
        super().save_model(request, obj, form, change)
        act = "places.category_edited" if change else "places.category_created"
        audit.record(act, obj, by=request.user, at=timezone.now(), changes=changes)
