"""Who may try how often: buckets that fill again with time.

Nothing here is kept: each process has buckets of its own, and where JIANYAN_VALKEY_URL names a store all
processes share one set. Writes no table.
"""

from jianyan.limits.buckets import Buckets, TooOften, network_of
from jianyan.limits.gate import LIMITS, Gate, Kind, Limit, gate_of

__all__ = ["LIMITS", "Buckets", "Gate", "Kind", "Limit", "TooOften", "gate_of", "network_of"]
