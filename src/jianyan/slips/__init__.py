"""Paper slips typed in by staff: a batch is a pile of one place and one day, a slip is a suggestion of it.

    box at a place ── batch (topic, code, day) ── slip after slip ──▶ suggestions, which wait like any other
                                                       └─ typed wrongly: withdrawn by who typed it, on record

Writes: SlipBatch, Slip.
"""

from jianyan.slips.queries import NoSuchBatch, batch_by_id, batches_of, slips_of
from jianyan.slips.schemas import BatchDetail, NewBatch, NewSlip, Saved, TypedSlip
from jianyan.slips.service import NotUndoable, TypedAlready, begin_batch, take_back, type_slip

__all__ = [
    "BatchDetail",
    "NewBatch",
    "NewSlip",
    "NoSuchBatch",
    "NotUndoable",
    "Saved",
    "TypedAlready",
    "TypedSlip",
    "batch_by_id",
    "batches_of",
    "begin_batch",
    "slips_of",
    "take_back",
    "type_slip",
]
