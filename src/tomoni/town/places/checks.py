"""What the doctor asks about the directory: can everything that is public be found?"""

from django.utils.translation import gettext as _

from tomoni.core.doctor import Finding, check, fail, ok
from tomoni.core.models import SearchDoc
from tomoni.town.places.models import Listing


@check("places.search")
def search() -> Finding:
    shown = Listing.objects.public()
    missing = shown.exclude(pk__in=SearchDoc.objects.values("key")).count()
    if missing:
        return fail(
            "places.search",
            _("公開中の%(total)s件のうち、%(missing)s件が検索で見つかりません。")
            % {"total": shown.count(), "missing": missing},
            _("`tomoni reindex` を実行してください。使いながらできます。"),
        )
    return ok(
        "places.search",
        _("公開中の%(total)s件は、すべて検索で見つかります。") % {"total": shown.count()},
    )
