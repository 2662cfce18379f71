"""Members: who belongs, and how they can be told."""

from datetime import date

from django.utils.translation import gettext as _


def why_not_member(*, bodies: int) -> str | None:
    """A member is one of: an organisation, an account, somebody known by name."""
    if bodies != 1:
        return _("団体か、アカウントのメールアドレスか、お名前の、どれかひとつを入れてください。")
    return None


def why_not_end(*, ended: bool, from_on: date, until_on: date) -> str | None:
    if ended:
        return _("この人（団体）は、もう抜けています。")
    if until_on < from_on:
        return _("入った日より前の日です。日を確かめてください。")
    return None
