"""The only writers of points. Other rooms call `award` in their own transaction."""

from tomoni.doing.points.actions.accounts import account_of
from tomoni.doing.points.actions.awarding import award
from tomoni.doing.points.actions.ledger import expire, hold, post, reverse, transfer, void

__all__ = ["account_of", "award", "expire", "hold", "post", "reverse", "transfer", "void"]
