"""Who may act for somebody, how far, and until when."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

ASSISTING = frozenset({"ask", "book", "receive"})
OF_WILL = frozenset({"family", "commissioner"})
BY_LIST = frozenset({"curator", "assistant", "by_contract"})
PROOFS = {
    "family": {"letter", "spoken"},
    "guardian": {"register", "court"},
    "curator": {"register", "court"},
    "assistant": {"register", "court"},
    "by_contract": {"register"},
    "parent": {"family_register", "court"},
    "commissioner": {"appointment"},
}
LONGEST_DAYS = 3 * 366  # What rests on somebody's own will is asked again after three years.


def why_not_give(
    *,
    kind: str,
    scopes: Collection[str],
    powers: str,
    from_on: date,
    until_on: date | None,
    proof: str,
    proof_reference: str,
) -> tuple[str, str] | None:
    """The field and the reason why this mandate cannot be entered."""
    if not scopes:
        return "scopes", _("できることを一つ以上選んでください。")
    if kind == "commissioner" and set(scopes) - ASSISTING:
        return "scopes", _(
            "民生委員は手伝うことだけができます。"
            "相談・予約・書類の受け取りのほかは、選ばないでください。"
        )
    if kind in BY_LIST and not powers.strip():
        return "powers", _("証明書の「代理権目録」に書いてあることを、そのまま写してください。")
    if until_on and until_on < from_on:
        return "until_on", _("「いつまで」は「いつから」より後の日にしてください。")
    if kind in OF_WILL and until_on is None:
        return "until_on", _(
            "終わる日を入れてください。続けるときは、その日が来る前に本人にもう一度聞きます。"
        )
    if kind in OF_WILL and until_on and (until_on - from_on).days > LONGEST_DAYS:
        return "until_on", _("3年より長くはできません。3年以内の日を入れてください。")
    if proof not in PROOFS.get(kind, set()):
        return "proof", _("この立場は、その書類では確かめられません。ほかの書類を選んでください。")
    if proof != "spoken" and not proof_reference.strip():
        return "proof_reference", _("証明の番号か、控えをしまった場所を書いてください。")
    return None


def why_not_act(
    *,
    scope: str,
    scopes: Collection[str],
    from_on: date,
    until_on: date | None,
    ended: bool,
    on: date,
    phone: str,
) -> str | None:
    """Why this mandate does not carry this act on this day; whom to phone is part of it."""
    ask = _("総合窓口（%(phone)s）にお電話ください。") % {"phone": phone}
    if ended:
        return _("代わりにする約束は終わっています。") + ask
    if on < from_on:
        return _("代わりにする約束は、まだ始まっていません。") + ask
    if until_on and on > until_on:
        return _("代わりにする約束の期限が過ぎています。続けるには本人の確認がいります。") + ask
    if scope not in scopes:
        return _("この人の代わりにできることの中に、これは入っていません。") + ask
    return None
