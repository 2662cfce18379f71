"""What the doctor asks about the directory: can everything that is public be found?"""

from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.doctor import Finding, check, fail, ok, warn
from tomoni.core.models import SearchDoc
from tomoni.ground.people.queries.teams import members_of
from tomoni.town.places.actions.keeping import named
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


@check("places.team")
def team() -> Finding:
    """What people tell about entries needs somebody who reads it.

    Only a warning: the first word that comes in makes a team, so nobody's word is refused.
    """
    found = named()
    if found is None:
        return warn(
            "places.team",
            _("掲載についてのお知らせを受けるチームがありません。"),
            _(
                "`tomoni prepare` を実行するか、チームを作って city.toml の [places] team に書いてください。"
            ),
        )
    if not members_of(found, timezone.localdate()).exists():
        return warn(
            "places.team",
            _("お知らせを受けるチーム「%(team)s」に、だれも入っていません。")
            % {"team": found.name},
            _("チームのページで、担当の職員を加えてください。"),
        )
    return ok(
        "places.team", _("掲載についてのお知らせは「%(team)s」が受けます。") % {"team": found.name}
    )
