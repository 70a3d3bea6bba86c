from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "authors are met before the answer: when, how, who took part, and where the terms ask for it"


class CaseStep(Table, tablename="case_step", schema=None):
    id = Serial(null=False, primary_key=True)


class Organisation(Table, tablename="organisation", schema=None):
    id = Serial(null=False, primary_key=True)


EVERY: dict[str, Any] = {
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
NO: dict[str, Any] = {**EVERY, "null": False, "default": False}
NONE: dict[str, Any] = {**EVERY, "null": True, "default": None}
LINK = {**NONE, "on_delete": OnDelete.restrict, "on_update": OnUpdate.cascade, "target_column": None}
COLUMNS: tuple[tuple[str, str, str, Any, dict[str, Any]], ...] = (
    ("Case", "case", "awaits_meeting", Boolean, NO),
    ("Case", "case", "met_at", Timestamptz, NONE),
    ("CaseStep", "case_step", "manner", Varchar, {**NONE, "length": 12}),
    ("CaseTerm", "case_term", "meets_first", Boolean, NO),
    ("MeetingParty", "meeting_party", "step", ForeignKey, {**LINK, "references": CaseStep, "index": True}),
    ("MeetingParty", "meeting_party", "organisation", ForeignKey, {**LINK, "references": Organisation}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    manager.add_table(class_name="MeetingParty", tablename="meeting_party", schema=None, columns=None)
    for class_name, table, name, kind, params in COLUMNS:
        manager.add_column(
            table_class_name=class_name,
            tablename=table,
            column_name=name,
            db_column_name=name,
            column_class_name=kind.__name__,
            column_class=kind,
            params=params,
            schema=None,
        )
    return manager
