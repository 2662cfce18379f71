"""A cheap number that changes whenever anything in the town changes.

Every action leaves one audit row and audit rows are never changed or removed, so the number
of the newest row says whether something was written since a page or a file was made.
"""

from tomoni.core.models import AuditRow


def content_stamp() -> int:
    """The number of the newest audit row; one look at the end of an index."""
    newest = AuditRow.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
