"""What was done in the directory, in words."""

from django.utils.translation import gettext_lazy as _

from tomoni.town.places.rules.words import LABELS

FIELDS = LABELS
NAMES = {
    "places.words_forgotten": _("届いたことばと連絡先を消した"),
    "places.import_forgotten": _("取り込みの報告を消した"),
    "places.drafted": _("下書きを作った"),
    "places.edited": _("直した"),
    "places.published": _("公開した"),
    "places.suspended": _("休止にした"),
    "places.resumed": _("再開した"),
    "places.closed": _("終了にした"),
    "places.reopened": _("もう一度始めた"),
    "places.confirmed": _("内容を確かめた"),
    "places.place_created": _("場所を作った"),
    "places.place_edited": _("場所を直した"),
    "places.attached": _("場所をつないだ"),
    "places.detached": _("場所を外した"),
    "places.hours_set": _("利用時間を直した"),
    "places.exception_added": _("いつもと違う日を足した"),
    "places.exception_removed": _("いつもと違う日を消した"),
    "places.contacts_set": _("連絡先を直した"),
    "places.fees_set": _("料金表を直した"),
    "places.languages_set": _("対応することばを直した"),
    "places.texts_set": _("ほかのことばの文章を直した"),
    "places.facts_set": _("バリアフリー情報を直した"),
    "places.areas_set": _("担当する地区を直した"),
    "places.hazards_set": _("対応する災害を直した"),
    "places.category_created": _("分類を作った"),
    "places.category_edited": _("分類を直した"),
    "places.suggestion_sent": _("情報のご指摘が届いた"),
    "places.feedback_sent": _("運営への声が届いた"),
    "places.review_opened": _("掲載の確かめを始めた"),
    "places.review_ended": _("掲載の確かめが終わった"),
    "places.suggestion_accepted": _("ご指摘を反映した"),
    "places.suggestion_declined": _("ご指摘を反映しなかった"),
    "places.import_tried": _("一覧表を試した"),
    "places.import_shown": _("一覧表の取り込みを始めた"),
    "places.import_broke_off": _("一覧表の取り込みが途中で止まった"),
    "places.import_trial_forgotten": _("試した一覧表を消した"),
    "places.imported": _("一覧表を取り込んだ"),
    "places.listed_by_import": _("取り込みで載せた"),
    "places.updated_by_import": _("取り込みで直した"),
}
