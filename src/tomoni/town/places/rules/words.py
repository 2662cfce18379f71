"""What the fields of an entry are called when we talk to an editor."""

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

LABELS = {
    "name": _("名前"),
    "name_kana": _("読み"),
    "name_en": _("英語名"),
    "also": _("ほかの呼び方"),
    "organisation": _("運営"),
    "category": _("分類"),
    "more_categories": _("ほかの分類"),
    "summary": _("ひとことで"),
    "description": _("くわしく"),
    "who_for": _("どなたのため"),
    "age_min": _("何歳から"),
    "age_max": _("何歳まで"),
    "entry": _("利用のしかた"),
    "entry_text": _("利用のしかた（くわしく）"),
    "fee_kind": _("料金"),
    "fee_text": _("料金（くわしく）"),
    "fees": _("料金表"),
    "documents": _("持ち物・書類"),
    "capacity": _("定員"),
    "capacity_text": _("定員（くわしく）"),
    "hours": _("利用時間"),
    "hours_text": _("利用時間のメモ"),
    "exceptions": _("いつもと違う日"),
    "holiday_rule": _("祝日"),
    "closed_year_end": _("年末年始"),
    "url": _("ホームページ"),
    "contacts": _("連絡先"),
    "languages": _("対応することば"),
    "texts": _("ほかのことばの文章"),
    "hazards": _("対応する災害"),
    "label": _("場所のメモ"),
    "is_main": _("主な場所"),
    "order": _("並び順"),
    "places": _("場所"),
    "at": _("場所のメモ・祝日"),
    "facts": _("バリアフリー情報"),
    "status": _("状態"),
    "suspended_reason": _("休止の理由"),
    "suspended_from": _("休止の始まり"),
    "suspended_until": _("再開の予定"),
    "closed_on": _("終了した日"),
    "closed_reason": _("終了の理由"),
    "source": _("情報のもと"),
    "source_url": _("情報のもと（アドレス）"),
    "licence": _("利用条件"),
    "checked_on": _("確かめた日"),
    "review_every_days": _("確認の間隔（日）"),
    "review_due_on": _("次に確かめる日"),
    "published_at": _("公開日時"),
    "city_code": _("市区町村コード"),
    "postcode": _("郵便番号"),
    "address": _("住所"),
    "building": _("建物名など"),
    "town": _("町"),
    "lat": _("緯度"),
    "lng": _("経度"),
    "level": _("位置の正確さ"),
    "accuracy_m": _("誤差の目安（m）"),
    "elevation_m": _("標高（m）"),
    "access_text": _("行き方"),
    "parking_text": _("駐車場"),
    "slug": _("アドレスの名前"),
    "is_sample": _("見本"),
}

HIDDEN = frozenset({"version", "imported", "extra", "origin", "dataset"})

ACTS = {
    "drafted": gettext_lazy("下書きを作った"),
    "edited": gettext_lazy("直した"),
    "published": gettext_lazy("公開した"),
    "suspended": gettext_lazy("休止にした"),
    "resumed": gettext_lazy("再開した"),
    "closed": gettext_lazy("終了にした"),
    "reopened": gettext_lazy("もう一度始めた"),
    "confirmed": gettext_lazy("内容を確かめた"),
    "place_created": gettext_lazy("場所を作った"),
    "place_edited": gettext_lazy("場所を直した"),
    "attached": gettext_lazy("場所をつないだ"),
    "detached": gettext_lazy("場所を外した"),
    "hours_set": gettext_lazy("利用時間を直した"),
    "exception_added": gettext_lazy("いつもと違う日を足した"),
    "exception_removed": gettext_lazy("いつもと違う日を消した"),
    "contacts_set": gettext_lazy("連絡先を直した"),
    "fees_set": gettext_lazy("料金表を直した"),
    "languages_set": gettext_lazy("対応することばを直した"),
    "texts_set": gettext_lazy("ほかのことばの文章を直した"),
    "facts_set": gettext_lazy("バリアフリー情報を直した"),
    "hazards_set": gettext_lazy("対応する災害を直した"),
}


def field_label(field: str) -> str:
    """The field's name for an editor; parts such as "hours:12" go by the word before the colon."""
    return str(LABELS.get(field.split(":")[0], field))


def act_label(act: str) -> str:
    """What was done, from an audit word such as "places.published"."""
    word = act.rpartition(".")[2]
    if word in ACTS:
        return str(ACTS[word])
    return gettext("記録した（%(act)s）") % {"act": act}
