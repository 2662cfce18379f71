"""A sample walk in four languages, two guides who agreed, and how it is today."""

from tomoni.demo.ground import Ground
from tomoni.doing.appointments.models import Kind, Worker
from tomoni.ties.tourism.actions import telling
from tomoni.ties.tourism.models import Guide, Programme, Tip

WALK = {
    "ja": ("運河と坂の散歩（見本）", "運河から坂をのぼり、港の見える所まで歩きます。雪の日は、歩きやすい道を選びます。", "小樽駅前の案内板"),
    "en": ("Canal and slopes (sample)", "From the canal up the slopes to a view of the harbour. On snowy days we take the easier streets.", "Board in front of Otaru station"),
    "zh-Hans": ("运河与坡道漫步（示例）", "从运河走上坡道，到能看见港口的地方。下雪天会选好走的路。", "小樽站前的指示牌"),
    "ko": ("운하와 언덕길 산책 (샘플)", "운하에서 언덕을 올라 항구가 보이는 곳까지 걷습니다. 눈 오는 날에는 걷기 편한 길로 갑니다.", "오타루역 앞 안내판"),
}  # fmt: skip
# Mail address and profile by language; the first one is the source.
GUIDES = (
    ("hayashi@example.jp", {"ja": "港の古い倉庫の話が得意です。（見本）", "ko": "항구의 옛 창고 이야기를 잘합니다. (샘플)"}),
    ("noguchi@example.jp", {"en": "I grew up on these slopes and like to show the small ones. (sample)", "ja": "坂の町で育ちました。小さな坂を案内します。（見本）", "zh-Hans": "我在坡道之城长大，喜欢介绍小坡道。（示例）"}),
)  # fmt: skip
TIPS = (
    ("way", "運河の近くの店（見本）", 10, "ja", {
        "ja": "（見本）運河ぞいの道が凍っています。石だたみを避けてください。",
        "en": "(Sample) The path along the canal is icy. Please avoid the cobbles.",
        "zh-Hans": "（示例）运河边的路结冰了，请避开石板路。",
        "ko": "(샘플) 운하 옆길이 얼었습니다. 돌길을 피해 주세요."}),
    ("crowd", "見本ガイドの会", 5, "en", {"en": "(Sample) The glass shops are quiet this morning."}),
)  # fmt: skip


def build(town: Ground) -> int:
    """Make what is missing. Returns how many walks, profiles and tips are new."""
    made = 0
    kind = Kind.objects.filter(desk__slug="guides", slug="walk").first()
    if kind is None:
        return made
    if not Programme.objects.filter(kind=kind).exists():
        texts = {
            code: {"title": title, "about": about, "meeting": meeting}
            for code, (title, about, meeting) in WALK.items()
        }
        telling.keep_programme(
            kind=kind, texts=texts, source="ja", metres=2400, slope="gentle", steps=60, most_people=8,
            fee=0, is_shown=True, by=town.clerk, at=town.at,
        )  # fmt: skip
        made += 1
    for email, about in GUIDES:
        worker = Worker.objects.filter(desk=kind.desk, user__email=email).first()
        if worker is None or Guide.objects.filter(worker=worker).exists():
            continue
        telling.write_profile(
            worker=worker, texts=about, source=next(iter(about)), agrees=True, on=town.today,
            by=worker.user, at=town.at,
        )  # fmt: skip
        made += 1
    if not Tip.objects.exists():
        for what, signed, hours, source, words in TIPS:
            telling.write_tip(
                about=what, texts=words, source=source, hours=hours, signed=signed, by=town.clerk,
                at=town.at,
            )  # fmt: skip
            made += 1
    return made
