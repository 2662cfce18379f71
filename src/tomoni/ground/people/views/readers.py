"""Who read my file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tomoni.core import acts, reading_log
from tomoni.core.access import login_is_enough
from tomoni.ground.people.models import Person

PAGE = 200


@login_is_enough
@never_cache
@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    """The openings of one's own file, each reader once a day."""
    person = Person.objects.filter(user=request.user.pk).first()
    about = str(person.pk) if person else str(request.user.pk)
    page = Paginator(reading_log.readers_of(about), PAGE).get_page(request.GET.get("page"))
    days = [(day, acts.thing_name(day.thing)) for day in reading_log.days(page.object_list)]
    return render(request, "people/readers.html", {"page": page, "days": days})
