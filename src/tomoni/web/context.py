"""What every page of the shell knows."""

from typing import Any

from django.http import HttpRequest

from tomoni.core.city import city


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"city": city(), "display": getattr(request, "display", None)}
