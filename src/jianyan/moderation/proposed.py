"""How well categories have been proposed: what was on the card beside what was decided."""

import msgspec
from piccolo.query.functions.aggregate import Count

from jianyan.moderation.tables import Decision


class ProposedCategory(msgspec.Struct, frozen=True, kw_only=True):
    """How it went with the proposals of one category."""

    category_id: int
    name: str
    proposed: int
    """Decisions to publish with this category on the card."""
    accepted: int
    """Those that filed it there."""
    missed: int
    """Decisions that filed something here for which another one was proposed."""


class ProposalRecord(msgspec.Struct, frozen=True, kw_only=True):
    """How it went in one topic."""

    categories: list[ProposedCategory]
    """Those that were proposed or decided on, by name."""

    @property
    def proposed(self) -> int:
        """Count the decisions with a proposal on the card."""
        return sum(one.proposed for one in self.categories)

    @property
    def accepted(self) -> int:
        """Count those that followed it."""
        return sum(one.accepted for one in self.categories)

    @property
    def overruled(self) -> int:
        """Count those that filed it elsewhere."""
        return self.proposed - self.accepted


async def proposal_record(topic_id: int) -> ProposalRecord:
    """Give how often the proposals of a topic were followed and overruled, for each category."""
    rows = (
        await Decision.select(
            Decision.proposed.id.as_alias("proposed"),
            Decision.proposed.name.as_alias("proposed_name"),
            Decision.to_category.id.as_alias("filed"),
            Decision.to_category.name.as_alias("filed_name"),
            Count(alias="decisions"),
        )
        .where(
            (Decision.suggestion.topic == topic_id)
            & (Decision.kind == "approve")
            & Decision.proposed.is_not_null()
        )
        .group_by(
            Decision.proposed.id, Decision.proposed.name, Decision.to_category.id, Decision.to_category.name
        )
    )
    pairs = {(row["proposed"], row["filed"]): row["decisions"] for row in rows}
    names = {row["proposed"]: row["proposed_name"] for row in rows}
    names |= {row["filed"]: row["filed_name"] for row in rows}
    return ProposalRecord(
        categories=[
            ProposedCategory(
                category_id=one,
                name=name,
                proposed=sum(count for (proposed, _), count in pairs.items() if proposed == one),
                accepted=pairs.get((one, one), 0),
                missed=sum(count for (proposed, filed), count in pairs.items() if filed == one != proposed),
            )
            for one, name in sorted(names.items(), key=lambda item: item[1])
        ]
    )
