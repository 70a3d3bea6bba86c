"""The citizens' and members' site, on a phone first and complete without JavaScript.

The routes stand here in the order in which a citizen meets them.
"""

from litestar.types import ControllerRouterHandler

from jianyan.site import browse, health, intake, members, outcomes, photos, proposals, receipt, reports


def routes() -> list[ControllerRouterHandler]:
    """List every handler of the site."""
    return [
        intake.form,
        receipt.ask,
        receipt.follow,
        receipt.appeal,
        receipt.withdraw,
        receipt.addition,
        receipt.rate,
        browse.home,
        browse.topic_page,
        photos.photo,
        photos.document,
        outcomes.outcomes_page,
        browse.tally_json,
        browse.tally_csv,
        reports.report_page,
        *proposals.handlers,
        browse.privacy,
        browse.robots,
        *members.handlers,
        health.healthz,
        health.readyz,
        health.figures,
    ]
