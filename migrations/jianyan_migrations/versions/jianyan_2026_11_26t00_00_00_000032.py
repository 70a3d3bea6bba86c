from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    Boolean,
    Bytea,
    DoublePrecision,
    ForeignKey,
    Integer,
    Serial,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000032"
VERSION = "1.38.0"
DESCRIPTION = "what members write besides suggestions: on the spot, and motions"


class Account(Table, tablename="account", schema=None):
    id = Serial(null=False, primary_key=True)


class Organisation(Table, tablename="organisation", schema=None):
    id = Serial(null=False, primary_key=True)


class Suggestion(Table, tablename="suggestion", schema=None):
    id = Serial(null=False, primary_key=True)


class Motion(Table, tablename="motion", schema=None):
    id = Serial(null=False, primary_key=True)


EVERY: dict[str, Any] = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
LINK: dict[str, Any] = {
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    "null": True,
}
MAYBE: dict[str, Any] = {"default": None, "null": True}
LINE: dict[str, Any] = {"default": "", "length": 60}
AT: dict[str, Any] = {"default": None}
BY: dict[str, Any] = {**LINK, "references": Account}
TABLES = (("SuggestionSpot", "suggestion_spot"), ("Motion", "motion"), ("MotionSigner", "motion_signer"))
ADDED: dict[tuple[str, str], tuple[tuple[str, Any, dict[str, Any]], ...]] = {
    ("Suggestion", "suggestion"): (("kind", Varchar, {"default": "suggestion", "length": 12}),),
    ("SuggestionSpot", "suggestion_spot"): (
        ("suggestion", ForeignKey, {**LINK, "references": Suggestion, "unique": True}),
        ("place", Text, MAYBE),
        ("lat", DoublePrecision, MAYBE),
        ("lon", DoublePrecision, MAYBE),
        ("salt", Bytea, MAYBE),
    ),
    ("Motion", "motion"): (
        ("author", ForeignKey, BY),
        ("owner", ForeignKey, {**LINK, "references": Organisation, "index": True}),
        ("title", Varchar, {"default": "", "length": 120}),
        ("text", Text, {"default": ""}),
        ("sector", Varchar, LINE),
        ("category", Varchar, LINE),
        ("session", Varchar, LINE),
        ("year", SmallInt, {"default": 0}),
        ("is_open", Boolean, {"default": False}),
        ("state", Varchar, {"default": "draft", "length": 12, "index": True}),
        ("salt", Bytea, MAYBE),
        ("created_at", Timestamptz, AT),
        ("submitted_at", Timestamptz, MAYBE),
        ("number", Integer, MAYBE),
        ("reason", Text, MAYBE),
        ("note", Varchar, {**MAYBE, "length": 14}),
        ("merged_into", ForeignKey, {**LINK, "references": "self"}),
        ("examined_by", ForeignKey, BY),
        ("examined_at", Timestamptz, MAYBE),
        ("handover", Varchar, {**MAYBE, "length": 40}),
        ("handed_over_at", Timestamptz, MAYBE),
    ),
    ("MotionSigner", "motion_signer"): (
        ("motion", ForeignKey, {**LINK, "references": Motion}),
        ("account", ForeignKey, {**BY, "index": True}),
        ("state", Varchar, {"default": "", "length": 12}),
        ("changed_at", Timestamptz, AT),
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    for class_name, tablename in TABLES:
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
    for (class_name, tablename), columns in ADDED.items():
        for column, column_class, params in columns:
            manager.add_column(
                table_class_name=class_name,
                tablename=tablename,
                column_name=column,
                db_column_name=column,
                column_class_name=column_class.__name__,
                column_class=column_class,
                params={**EVERY, **params},
                schema=None,
            )
    return manager
