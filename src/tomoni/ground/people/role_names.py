"""The roles' names in the reader's language.

config/roles.py is one page that an official can read and stands above every room, where no
catalogue looks for words; so its names stand here once more.
"""

from django.utils.translation import gettext, gettext_noop

from tomoni.ground.people.access import known_roles

NAMES = (
    gettext_noop("市民"),
    gettext_noop("社協・市の職員（掲載の担当）"),
    gettext_noop("社協・市の職員（閲覧のみ）"),
    gettext_noop("相談支援員"),
    gettext_noop("チームのリーダー"),
    gettext_noop("民生委員児童委員"),
    gettext_noop("ガイドなど、会う約束を受ける市民"),
    gettext_noop("システム管理者"),
    gettext_noop("監査担当"),
)


def role_name(code: str) -> str:
    """What config/roles.py calls a role; the bare word when it is no longer there."""
    known = known_roles()
    return gettext(str(known[code][0])) if code in known else code
