"""Which texts say the same: each that arrives joins the group whose centre it is most like, or begins one.

The centre is the sum of what the members say, so what they have in common grows and what each adds fades: two
that merely name the same street are soon far from it, and a chain of neighbours (A like B, B like C) does not
hold together what is not alike. One arrival changes one group, and no earlier text is ever moved.

Measured on 213 hand-labelled pairs of 2,142 real messages, at 0.34: of the pairs put together 99 % were one
issue, and of those that were one issue 67 % were put together; at 0.32 it is 93 % and 69 %, at 0.36 100 % and
58 %. With each pair judged alone, at 0.34, it is 97 % and 51 %.

Source: J. Hartigan, Clustering algorithms, 1975 (leader algorithm); here the leader is the centre.
"""

import msgspec

from jianyan.groups.grams import Amounts
from jianyan.groups.index import Index, Packed, Vector, packed

LIKENESS_LEAST = 0.34
_CENTRE_MOST = 256


class Joined(msgspec.Struct, frozen=True):
    """Where a text came to be."""

    group: int
    """The number of its first text."""
    likeness: float
    """To the centre when it came, from the least one to 1; 1 for the first one."""


class Gathering:
    """The texts of one topic and the groups they are in.

    Args:
        least: likeness to the centre of a group that makes a text one of it.

    Attributes:
        index: of the texts.
        members: of each group, in the order in which they came; one or more.
    """

    def __init__(self, *, least: float = LIKENESS_LEAST) -> None:
        self._least = least
        self.index = Index()
        self.members: dict[int, list[int]] = {}
        self._group_of: dict[int, int] = {}
        self._centres: dict[int, Packed] = {}

    def take(self, text: int, amounts: Amounts) -> Joined:
        """Put a new text where it belongs.

        Args:
            text: its number, 32 bits.
            amounts: see `amounts_of`.
        """
        vector = self.index.numbered(amounts)
        near = {self._group_of[other] for other in self.index.promising(vector)}
        likenesses = self.index.likenesses(vector, {group: self.centre(group) for group in near})
        group = max(likenesses, default=text, key=lambda group: (likenesses[group], -group))
        likeness = likenesses.get(group, 0.0)
        joined = Joined(group, likeness) if likeness >= self._least else Joined(text, 1.0)
        self._put(text, vector, joined.group)
        return joined

    def recall(self, text: int, amounts: Amounts, *, group: int) -> None:
        """Put a text into the group it was in before; for groups that come back from where they are kept."""
        self._put(text, self.index.numbered(amounts), group)

    def group_of(self, text: int) -> int:
        """Give the group of a text."""
        return self._group_of[text]

    def centre(self, group: int) -> Packed:
        """Give what the members of a group say together."""
        return self._centres.get(group) or self.index.packed(self.members[group][0])

    def representative(self, group: int) -> int:
        """Give the member that says best what all say: the one nearest to the centre, the first of equals."""
        members = {text: self.index.packed(text) for text in self.members[group]}
        likenesses = self.index.likenesses(dict(zip(*self.centre(group), strict=True)), members)
        return max(members, key=lambda text: (likenesses[text], -text))

    def _put(self, text: int, vector: Vector, group: int) -> None:
        said = None
        if group in self.members:
            centre: Vector = dict(zip(*self.centre(group), strict=True))
            said = self.centre(group)[0]
            for number, amount in vector.items():
                centre[number] = centre.get(number, 0.0) + amount
            self._centres[group] = packed(self.index.strongest(centre, _CENTRE_MOST))
        self.members.setdefault(group, []).append(text)
        self._group_of[text] = group
        self.index.add(text, vector, said=said)
