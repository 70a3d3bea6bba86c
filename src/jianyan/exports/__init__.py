"""Files to take away: what a topic received and how it is counted, for offices, machines and newspapers.

    tallies, suggestions ── read in pages ──▶ rows ──▶ CSV, JSON lines, XLSX, Parquet
                         ├─ workbook_xlsx ──▶ figures with charts, cross-tables, the list, a dictionary
                         ├─ open_data_zip ──▶ what anybody may read, with licence and check sums
                         └─ take_contacts ──▶ phone numbers, apart from all others, for a reason
    lend_phones ──▶ those of who is told by SMS that their suggestion is answered
    record_export, take_contacts, lend_phones ──▶ a trail leaf

Writes no table.
"""

from jianyan.exports.bundles import Bundle
from jianyan.exports.contacts import (
    REASON_LEAST,
    REASON_MOST,
    NotOwnTopic,
    contacts_csv,
    contacts_xlsx,
    lend_phones,
    may_take_contacts,
    take_contacts,
)
from jianyan.exports.files import FORMS, write_file
from jianyan.exports.open_data import open_data_zip
from jianyan.exports.parquet_files import NotConverted, suggestions_parquet
from jianyan.exports.recording import record_export
from jianyan.exports.suggestion_files import suggestions_csv, suggestions_jsonl, suggestions_xlsx
from jianyan.exports.tally_files import tally_csv, tally_csv_pages, tally_json, tally_xlsx
from jianyan.exports.workbooks import LIST_MOST, workbook_xlsx

__all__ = [
    "FORMS",
    "LIST_MOST",
    "REASON_LEAST",
    "REASON_MOST",
    "Bundle",
    "NotConverted",
    "NotOwnTopic",
    "contacts_csv",
    "contacts_xlsx",
    "lend_phones",
    "may_take_contacts",
    "open_data_zip",
    "record_export",
    "suggestions_csv",
    "suggestions_jsonl",
    "suggestions_parquet",
    "suggestions_xlsx",
    "take_contacts",
    "tally_csv",
    "tally_csv_pages",
    "tally_json",
    "tally_xlsx",
    "workbook_xlsx",
    "write_file",
]
