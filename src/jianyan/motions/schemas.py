"""Motions as they come in and as they are shown."""

from datetime import datetime

import msgspec

from jianyan.motions.states import MotionState, SignerState

TITLE_MOST = 120
TEXT_MOST = 10_000
LINE_MOST = 60


class NewMotion(msgspec.Struct, frozen=True, kw_only=True):
    """A motion as it is typed, unchecked."""

    title: str = ""
    text: str = ""
    sector: str = ""
    category: str = ""
    session: str = ""
    year: str = ""
    """Four digits."""
    is_open: bool = False


class Signer(msgspec.Struct, frozen=True):
    """Somebody beside the first signer."""

    account_id: int
    name: str
    state: SignerState


class Colleague(msgspec.Struct, frozen=True):
    """A member of the same organisation who may be asked to sign."""

    account_id: int
    name: str


class MotionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A motion in a list."""

    id: int
    title: str
    author_id: int
    author: str
    sector: str
    category: str
    session: str
    year: int
    state: MotionState
    number: int | None
    """Given on filing, from 1."""
    signed_count: int
    """Of those who signed beside the first signer."""
    created_at: datetime
    submitted_at: datetime | None


class MotionDetail(MotionSummary, frozen=True, kw_only=True):
    """A motion on its page."""

    owner_id: int
    text: str
    is_open: bool
    reason: str | None
    note: str | None
    """Number of the social-conditions note that was made of it."""
    merged_into: int | None
    examiner: str | None
    examined_at: datetime | None
    handover: str | None
    handed_over_at: datetime | None
    signers: list[Signer]
    """In the order in which they were asked or signed."""
    merged: list[MotionSummary]
    """Motions that were merged into this one."""

    @property
    def signatories(self) -> list[int]:
        """List the accounts of its first signer and of those who signed beside."""
        return [self.author_id, *(one.account_id for one in self.signers if one.state is SignerState.SIGNED)]

    def signer(self, account_id: int) -> SignerState | None:
        """Give how somebody beside the first signer stands to it; None: they were not asked."""
        return next((one.state for one in self.signers if one.account_id == account_id), None)
