"""What the ledger refuses, in words people can act on."""

from django.utils.translation import gettext as _


def sentence(told: str) -> str | None:
    """The sentence for what the database said, None when it said something unexpected.

    Args:
        told: The database's own message; both databases name the constraint or trigger in it.
    """
    for name, words in _words().items():
        if name in told:
            return words
    return None


def other_content() -> str:
    return _(
        "この受付番号は、ちがう内容ですでに記帳されています。画面を開き直して、残高を確かめてからもう一度入力してください。"
    )


def same_account() -> str:
    return _("同じ口座には移せません。別の口座を選んでください。")


def _words() -> dict[str, str]:
    return {
        "points_balance_not_below_zero": _(
            "ポイントがたりません。残高と、手続き中の分を確かめてください。"
        ),
        "points_time_is_closed": _(
            "この日時までの帳簿は締めてあります。今の日時で、訂正として記帳してください。"
        ),
        "points_accounts_fit": _(
            "口座が閉じているか、別の制度の口座です。口座の一覧から選び直してください。"
        ),
        "points_outcome_fits": _(
            "もとの記帳と合いません。取り消せるのは、移したポイントの全部だけです。"
        ),
        "points_one_outcome": _("この記帳は、もう取り消したか済んでいます。明細を見てください。"),
        # SQLite names the column of a unique index instead of the index.
        "points_transfer.of_id": _(
            "この記帳は、もう取り消したか済んでいます。明細を見てください。"
        ),
        "points_amount_above_zero": _("ポイントは、1以上で書いてください。"),
        "points_between_two_accounts": same_account(),
        "points_kind_says_what_moves": _("押さえたポイントより多くは移せません。"),
    }
