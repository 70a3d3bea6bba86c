"""Members' formal motions (提案): one signs first, others beside; the office files them or says why not.

    draft ──submit──▶ submitted ──file──▶ filed ──hand over──▶ handed over
                       (signing)  ├─────▶ not filed (and perhaps a note made of it)
                                  ├─────▶ merged into another one
                                  └─────▶ withdrawn

Signing beside the first signer goes on until the office examines the motion; each signs for themselves.

Writes: Motion, MotionSigner; adds suggestions through `suggestions.submit_many`.
"""

from jianyan.motions.check import first_fault
from jianyan.motions.erasing import (
    erase,
    erase_motion,
    is_lasting_name,
    lasting_name,
    made_of,
    motion_named,
    motion_of_lasting_name,
)
from jianyan.motions.examining import decline_motion, file_motion, hand_over, merge_motion
from jianyan.motions.queries import (
    colleagues,
    count_to_sign,
    filed_motions,
    motion_by_id,
    motion_for,
    motion_of_case,
    motions,
    others_motions,
    own_motions,
)
from jianyan.motions.refusals import MotionErased, MotionMovedOn, NoSuchMotion, NotMergeable
from jianyan.motions.schemas import (
    LINE_MOST,
    TEXT_MOST,
    TITLE_MOST,
    Colleague,
    MotionDetail,
    MotionSummary,
    NewMotion,
    Signer,
)
from jianyan.motions.service import (
    draft_motion,
    invite,
    save_motion,
    sign,
    submit_motion,
    unsign,
    withdraw_motion,
)
from jianyan.motions.states import MotionState, SignerState
from jianyan.motions.writing import write_inside

__all__ = [
    "LINE_MOST",
    "TEXT_MOST",
    "TITLE_MOST",
    "Colleague",
    "MotionDetail",
    "MotionErased",
    "MotionMovedOn",
    "MotionState",
    "MotionSummary",
    "NewMotion",
    "NoSuchMotion",
    "NotMergeable",
    "Signer",
    "SignerState",
    "colleagues",
    "count_to_sign",
    "decline_motion",
    "draft_motion",
    "erase",
    "erase_motion",
    "file_motion",
    "filed_motions",
    "first_fault",
    "hand_over",
    "invite",
    "is_lasting_name",
    "lasting_name",
    "made_of",
    "merge_motion",
    "motion_by_id",
    "motion_for",
    "motion_named",
    "motion_of_case",
    "motion_of_lasting_name",
    "motions",
    "others_motions",
    "own_motions",
    "save_motion",
    "sign",
    "submit_motion",
    "unsign",
    "withdraw_motion",
    "write_inside",
]
