"""What the trail says of a suggestion that came in."""

from jianyan import trail
from jianyan.suggestions.schemas import NewSuggestion
from jianyan.suggestions.states import Contribution


def entry_of(item: NewSuggestion, commitments: dict[str, str]) -> trail.Entry:
    """Give the act of sending: plain facts, and commitments to every text; a citizen's says no kind."""
    choices: dict[str, list[int]] = {}
    for answer in item.answers:
        chosen = answer.option_id if answer.option_id is not None else answer.rating
        if chosen is not None:
            choices.setdefault(f"q_{answer.question_id}", []).append(chosen)
    actor = trail.Actor(item.actor_id, item.actor_role) if item.actor_id and item.actor_role else None
    return trail.Entry(
        kind="submit",
        subject=item.tracking,
        actor=actor,
        topic=item.topic_id,
        channel=item.channel,
        data={
            "state": item.state.value,
            "source": item.source.value,
            "category": item.category_id,
            "answers": choices,
            "day": item.received_on.isoformat(),
            **({"held": item.held_for} if item.held_for else {}),
            **({} if item.kind is Contribution.SUGGESTION else {"contribution": item.kind.value}),
        },
        commitments=commitments,
        is_first=True,
    )
