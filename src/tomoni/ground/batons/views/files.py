"""The files of a matter: seen, added, saved to one's own machine; and the rule they obey."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core import reading_log
from tomoni.core.access import can, needs
from tomoni.core.errors import Refused
from tomoni.ground.batons import access, vault
from tomoni.ground.batons.access import Ability
from tomoni.ground.batons.actions import attaching, showing
from tomoni.ground.batons.actions import kinds as kind_actions
from tomoni.ground.batons.forms.files import FileRuleForm, ShowForm, UploadForm, receiver_name
from tomoni.ground.batons.models import Attachment, FileRule, Shown
from tomoni.ground.batons.queries import files as queries
from tomoni.ground.batons.rules import files as file_rules
from tomoni.ground.batons.views.baton import crumbs, found


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, number: str) -> HttpResponse:
    baton, at = found(request, number), now()
    rule = FileRule.objects.in_force(localdate(at))
    form = UploadForm(request.POST or None, request.FILES or None, rule=rule)
    if form.attempt(attaching.attach, baton=baton, by=request.user, at=at):
        messages.success(request, _("ファイルを加えました。"))
        return redirect("batons:files", number=baton.number)
    receivers = queries.receivers(baton)
    return render(
        request,
        "batons/staff/files.html",
        {"baton": baton, "files": queries.files_of(baton), "form": form, "rule": rule,
         "receivers": [(key, receiver_name(one)) for key, one in receivers.items()],
         "holds": baton.is_open and access.holds(request.user, baton, on=localdate(at)),
         "crumbs": [*crumbs(baton, here=False), (_("ファイル"), "")]},
    )  # fmt: skip


@needs(Ability.WORK)
@require_safe
def download(request: HttpRequest, number: str, pk: object) -> HttpResponse:
    """The file to save: never shown in the browser, so that nothing in it can run here."""
    at = now()
    row = get_object_or_404(
        access.files_of(request.user, localdate(at)).select_related("baton"),
        pk=pk,
        baton__number=number.upper(),
    )
    try:
        content = vault.get(row)
    except Refused as no:
        messages.warning(request, no.sentence)
        return redirect("batons:files", number=row.baton.number)
    reading_log.opened(
        row, by=request.user, at=at, fields=["file"], basis="team",
        about=queries.person_of(row.baton),
    )  # fmt: skip
    return to_save(row, content)


def to_save(row: Attachment, content: bytes) -> HttpResponse:
    """The file as a download that runs nothing, wherever it is opened."""
    form = file_rules.FORMATS[row.format]
    return HttpResponse(
        content,
        content_type=form.content_type,
        headers={
            "Content-Disposition": content_disposition_header(
                True, file_rules.saved_as(row.name, form)
            ),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@needs(Ability.WORK)
@require_POST
def show(request: HttpRequest, number: str, pk: object) -> HttpResponse:
    """One receiver outside may save this file from now on."""
    baton, at = found(request, number), now()
    file = get_object_or_404(access.files_of(request.user, localdate(at)), pk=pk, baton=baton)
    form = ShowForm(request.POST, receivers=queries.receivers(baton))
    if form.attempt(showing.show, file=file, by=request.user, at=at):
        words = _("%(name)sに見せるようにしました。相手のリンクのページから保存できます。")
        messages.success(request, words % {"name": form.done.receiver})
    else:
        for sentences in form.errors.values():
            for sentence in sentences:
                messages.warning(request, sentence)
    return redirect("batons:files", number=baton.number)


@needs(Ability.WORK)
@require_POST
def hide(request: HttpRequest, number: str, pk: object, shown: object) -> HttpResponse:
    baton, at = found(request, number), now()
    row = get_object_or_404(Shown, pk=shown, attachment=pk, attachment__baton=baton)
    try:
        showing.hide(shown=row, by=request.user, at=at)
        messages.success(request, _("見せるのをやめました。これからは保存できません。"))
    except Refused as no:
        messages.warning(request, no.sentence)
    return redirect("batons:files", number=baton.number)


@needs(Ability.WORK)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    on = localdate()
    return render(
        request,
        "batons/staff/file_rules.html",
        {"rule": FileRule.objects.in_force(on), "rules": FileRule.objects.all(), "today": on,
         "may_change": can(request.user, Ability.KEEP_KINDS),
         "crumbs": [(_("受け持ち一覧"), reverse("batons:desk")), (_("ファイルの決まり"), "")]},
    )  # fmt: skip


@needs(Ability.KEEP_KINDS)
@require_http_methods(["GET", "POST"])
def new_rule(request: HttpRequest) -> HttpResponse:
    last = FileRule.objects.in_force(localdate())
    initial = {
        "megabytes": last.most_bytes // 2**20, "most_files": last.most_files,
        "keep_days": last.keep_days, "formats": last.formats,
    }  # fmt: skip
    form = FileRuleForm(request.POST or None, initial=initial)
    if form.attempt(kind_actions.set_file_rule, by=request.user, at=now()):
        messages.success(request, _("ファイルの決まりを入れました。"))
        return redirect("batons:file_rules")
    return render(
        request,
        "batons/staff/file_rule.html",
        {"form": form,
         "crumbs": [(_("受け持ち一覧"), reverse("batons:desk")),
                    (_("ファイルの決まり"), reverse("batons:file_rules")),
                    (_("新しい決まり"), "")]},
    )  # fmt: skip
