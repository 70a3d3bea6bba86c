"""Files to take away: what a topic received and how it is counted, for offices, machines and newspapers.

    tallies, suggestions ── read in pages ──▶ rows ──▶ CSV, JSON lines, XLSX
                         └─ record_export ──▶ a trail leaf

Writes no table.
"""

from jianyan.exports.recording import record_export
from jianyan.exports.suggestion_files import suggestions_csv, suggestions_jsonl, suggestions_xlsx
from jianyan.exports.tally_files import tally_csv, tally_json, tally_xlsx

__all__ = [
    "record_export",
    "suggestions_csv",
    "suggestions_jsonl",
    "suggestions_xlsx",
    "tally_csv",
    "tally_json",
    "tally_xlsx",
]
