"""Who somebody without an account is and how they can be reached."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from tomoni.core.codes import read_postcode
from tomoni.core.errors import Refused
from tomoni.core.phones import read_phone


@dataclass(frozen=True)
class Contact:
    """A name and at least one way to reach them. Everything is as typed until `checked`."""

    name: str
    kana: str = ""
    phone: str = ""
    email: str = ""
    postcode: str = ""
    address: str = ""

    def plain(self) -> dict[str, str]:
        """What is sealed."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any] | None) -> "Contact":
        return cls(**{"name": "", **(plain or {})})


def checked(contact: Contact, *, by_letter: bool = False, needs_address: bool = False) -> Contact:
    """The contact in its plain form.

    Raises:
        Refused: naming the field and what to write there.
    """
    name = " ".join(contact.name.split())
    if not name:
        raise Refused(_("お名前を書いてください。"), field="name")
    read = read_phone(contact.phone)
    if read.problem:
        raise Refused(read.problem, field="phone")
    email = unicodedata.normalize("NFKC", contact.email).strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Refused(
                _("メールアドレスの形を確かめてください。例: haru@example.jp"), field="email"
            ) from None
    code = read_postcode(contact.postcode)
    if code.problem:
        raise Refused(code.problem, field="postcode")
    address = " ".join(unicodedata.normalize("NFKC", contact.address).split())
    if (by_letter or needs_address) and not address:
        raise Refused(_("手紙の送り先か、訪ねる先の住所を書いてください。"), field="address")
    phone = read.value.number if read.value else ""
    if not (phone or email or address):
        raise Refused(
            _("電話番号を書いてください。電話がないときは、メールアドレスか住所を書いてください。"),
            field="phone",
        )
    return Contact(
        name=name[:100],
        kana=" ".join(contact.kana.split())[:100],
        phone=phone[:20],
        email=email[:254],
        postcode=f"{code.value[:3]}-{code.value[3:]}" if code.value else "",
        address=address[:300],
    )
