"""The sample people of the sample town. All are invented; each is marked 見本 and can sign in."""

from dataclasses import dataclass

# Known to everybody who reads this file: good for a trial on one's own machine and nothing else.
TO_SHOW = frozenset(
    f"{name}@example.jp" for name in ("mori", "ishida", "kobayashi", "sato", "ono", "tani", "haru")
)
PASSWORD = "yuki-akari-kasa-8"  # noqa: S105 (a sample, printed by `make run`)


@dataclass(frozen=True)
class Person:
    """Somebody with an account and a reason to be here."""

    email: str
    name: str
    kana: str
    who: str
    roles: tuple[str, ...] = ()
    edits: str = ""  # The sample organisation whose entries this person keeps.
    language: str = "ja"
    teams: tuple[tuple[str, str], ...] = ()  # Address word of the team, lead or member.


@dataclass(frozen=True)
class Body:
    """A sample organisation; `kind` is one of Organisation.Kind."""

    slug: str
    name: str
    kana: str
    english: str
    kind: str


PEOPLE = (
    Person(
        "mori@example.jp",
        "森 由美（見本）",
        "もり ゆみ",
        "掲載の担当職員",
        ("clerk",),
        teams=(("listings", "lead"),),
    ),
    Person("nishi@example.jp", "西 健太（見本）", "にし けんた", "閲覧だけの職員", ("viewer",)),
    Person("ishida@example.jp", "石田 修（見本）", "いしだ おさむ", "システム管理者", ("admin",)),
    Person("kobayashi@example.jp", "小林 文（見本）", "こばやし ふみ", "監査担当", ("auditor",)),
    Person(
        "sato@example.jp",
        "佐藤 明子（見本）",
        "さとう あきこ",
        "見本サロンの運営",
        edits="mihon-salon",
    ),
    Person("haru@example.jp", "坂本 ハル（見本）", "さかもと はる", "銭函に住む78歳"),
    Person("ken@example.jp", "田中 ケン（見本）", "たなか けん", "ほかの人の物は見えない市民"),
    Person(
        "ueda@example.jp", "上田 光（見本）", "うえだ ひかる", "民生委員児童委員", ("commissioner",)
    ),
    Person(
        "ono@example.jp",
        "小野 徹（見本）",
        "おの とおる",
        "総合相談の窓口のリーダー",
        ("team_lead",),
        teams=(("tarusapo", "lead"),),
    ),
    Person(
        "tani@example.jp",
        "谷 真理（見本）",
        "たに まり",
        "総合相談の窓口の相談支援員",
        ("caseworker",),
        teams=(("tarusapo", "member"),),
    ),
    Person(
        "watanabe@example.jp",
        "渡辺 潔（見本）",
        "わたなべ きよし",
        "社協 地域福祉課のリーダー",
        ("team_lead",),
        teams=(("shakyo-community", "lead"), ("snow", "lead")),
    ),
    Person(
        "okada@example.jp",
        "岡田 恵（見本）",
        "おかだ めぐみ",
        "地域包括支援センター（東南部）の職員",
        ("caseworker",),
        teams=(("houkatsu-southeast", "lead"),),
    ),
    Person(
        "hirano@example.jp",
        "平野 学（見本）",
        "ひらの まなぶ",
        "住宅の担当職員",
        ("caseworker",),
        teams=(("housing", "lead"),),
    ),
    Person("emily@example.jp", "Emily Carter (sample)", "", "雨の日の旅行者", language="en"),
)

BODIES = (
    Body(
        "mihon-salon",
        "見本サロン はまなすの会",
        "ミホンサロン ハマナスノカイ",
        "Sample Salon",
        "npo",
    ),
    Body("mihon-circle", "見本サークル連合", "ミホンサークルレンゴウ", "Sample Circles", "npo"),
    Body("mihon-npo", "見本NPO みなとの手", "ミホンエヌピーオー ミナトノテ", "Sample NPO", "npo"),
    Body(
        "mihon-welfare",
        "見本社会福祉法人 灯台会",
        "ミホンシャカイフクシホウジン トウダイカイ",
        "Sample Welfare Corporation",
        "welfare",
    ),
    Body(
        "mihon-medical",
        "見本医療法人 かもめ会",
        "ミホンイリョウホウジン カモメカイ",
        "Sample Medical Corporation",
        "medical",
    ),
    Body("mihon-city", "見本市", "ミホンシ", "Sample City", "city"),
    Body("mihon-school", "見本学園", "ミホンガクエン", "Sample School", "school"),
    Body("mihon-business", "見本商店会", "ミホンショウテンカイ", "Sample Shopkeepers", "business"),
    Body(
        "mihon-neighbourhood",
        "見本町内会連合",
        "ミホンチョウナイカイレンゴウ",
        "Sample Neighbourhoods",
        "neighbourhood",
    ),
)

SIX_DAYS = 0b0111111  # The support centres open from Monday to Saturday.


@dataclass(frozen=True)
class Team:
    """A team of a real body; who works in it is invented. The first one is the comprehensive desk."""

    slug: str
    body: str
    name: str
    kana: str
    english: str
    phone: str = ""
    open_weekdays: int = 31


TEAMS = (
    Team(
        "tarusapo",
        "otaru-city",
        "福祉総合相談室「たるさぽ」",
        "ふくしそうごうそうだんしつ たるさぽ",
        "Tarusapo, comprehensive welfare desk",
        "0134-32-4111",
    ),
    Team(
        "shakyo-community",
        "otaru-shakyo",
        "社協 地域福祉課",
        "しゃきょう ちいきふくしか",
        "Community welfare section, council of social welfare",
        "0134-23-7847",
    ),
    Team("snow", "otaru-shakyo", "福祉除雪の担当", "ふくしじょせつ", "Welfare snow clearing"),
    Team("listings", "otaru-shakyo", "掲載の担当", "けいさい", "Directory keepers"),
    Team("housing", "otaru-city", "住宅の担当", "じゅうたく", "Housing"),
    *(
        Team(
            f"houkatsu-{slug}",
            "otaru-city",
            f"{name}地域包括支援センター",
            f"{kana}ちいきほうかつしえんせんたー",
            f"Community support centre {english}",
            open_weekdays=SIX_DAYS,
        )
        for slug, name, kana, english in (
            ("southeast", "東南部", "とうなんぶ", "South-east"),
            ("south", "南部", "なんぶ", "South"),
            ("central", "中部", "ちゅうぶ", "Central"),
            ("northwest", "北西部", "ほくせいぶ", "North-west"),
        )
    ),
)

# What people outside told us: kind, the listing's address name, the field, the words.
WORDS = (
    (
        "wrong",
        "sample-lunch-salon-zenibako",
        "access_text",
        "（見本）駅からの道は、冬は左側の歩道のほうが歩きやすいです。書いておいてください。",
    ),
    ("closed", "sample-night-room", "", "（見本）先週の金曜、灯りがついていませんでした。"),
    ("missing", "", "", "（見本）張碓の坂の下に、椅子のある商店があります。載せてください。"),
)
