"""Who pays what, in the reader's language, where the words are ones that every list uses."""

from django.utils.translation import gettext, gettext_noop

USUAL = frozenset(
    [
        gettext_noop("大人"),
        gettext_noop("子ども"),
        gettext_noop("小人"),
        gettext_noop("一般"),
        gettext_noop("学生"),
        gettext_noop("小学生"),
        gettext_noop("小学生以下"),
        gettext_noop("中学生"),
        gettext_noop("中学生以下"),
        gettext_noop("小・中学生"),
        gettext_noop("高校生"),
        gettext_noop("高校生以下"),
        gettext_noop("大学生"),
        gettext_noop("未就学児"),
        gettext_noop("65歳以上"),
        gettext_noop("70歳以上"),
        gettext_noop("65歳以上・高校生以下"),
        gettext_noop("市民"),
        gettext_noop("市外の方"),
        gettext_noop("1回"),
        gettext_noop("1日"),
        gettext_noop("1か月"),
        gettext_noop("1年"),
        gettext_noop("30分"),
        gettext_noop("1時間"),
        gettext_noop("冬の暖房（1時間）"),
        gettext_noop("1食"),
        gettext_noop("朝食"),
        gettext_noop("昼食"),
        gettext_noop("夕食"),
        gettext_noop("飲み物"),
        gettext_noop("お茶とお菓子"),
        gettext_noop("おやつ代（月）"),
        gettext_noop("材料費"),
        gettext_noop("参加費"),
        gettext_noop("入館料"),
        gettext_noop("配達料"),
        gettext_noop("荷物1つ"),
        gettext_noop("住民票の写し"),
    ]
)


def in_language(label: str, language: str) -> tuple[str, str]:
    """The words before a price and, where they stay Japanese on another page, "ja"."""
    if language.startswith("ja") and language != "ja-easy":
        return label, ""
    if label in USUAL:
        return gettext(label), ""
    return label, "" if language == "ja-easy" else "ja"
