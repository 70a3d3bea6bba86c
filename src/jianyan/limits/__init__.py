"""Who may try how often: buckets that fill again with time, kept in the process and forgotten with it.

Writes no table.
"""

from jianyan.limits.buckets import Buckets, TooOften, network_of

__all__ = ["Buckets", "TooOften", "network_of"]
