from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    Boolean,
    Bytea,
    Date,
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

ID = "2026-11-26T00:00:00:000024"
VERSION = "1.38.0"
DESCRIPTION = "cases handed to departments, and what came of them"


class Account(Table, tablename="account", schema=None):
    id = Serial(null=False, primary_key=True)


class Case(Table, tablename="case", schema=None):
    id = Serial(null=False, primary_key=True)


class Organisation(Table, tablename="organisation", schema=None):
    id = Serial(null=False, primary_key=True)


class Photo(Table, tablename="photo", schema=None):
    id = Serial(null=False, primary_key=True)


class Reply(Table, tablename="reply", schema=None):
    id = Serial(null=False, primary_key=True)


class Suggestion(Table, tablename="suggestion", schema=None):
    id = Serial(null=False, primary_key=True)


class Topic(Table, tablename="topic", schema=None):
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
PLAIN = {**EVERY, "default": None}
LINK = {
    **EVERY,
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    "null": True,
}
TABLES: dict[tuple[str, str], tuple[tuple[str, Any, dict[str, Any]], ...]] = {
    ("Reply", "reply"): (
        ("case", ForeignKey, {**LINK, "references": Case}),
        ("round", SmallInt, {**PLAIN, "default": 0}),
        ("organisation", ForeignKey, {**LINK, "references": Organisation}),
        ("result", Varchar, {**PLAIN, "length": 1, "default": ""}),
        ("adoption", Varchar, {**PLAIN, "length": 12, "default": ""}),
        ("reason", Text, {**PLAIN, "null": True}),
        ("reason_salt", Bytea, {**PLAIN, "null": True}),
        ("text", Text, {**PLAIN, "null": True}),
        ("text_salt", Bytea, {**PLAIN, "null": True}),
        ("written_by", ForeignKey, {**LINK, "references": Account}),
        ("written_at", Timestamptz, PLAIN),
        ("published_by", ForeignKey, {**LINK, "references": Account}),
        ("published_at", Timestamptz, {**PLAIN, "null": True}),
    ),
    ("Rating", "rating"): (
        ("case", ForeignKey, {**LINK, "references": Case}),
        ("round", SmallInt, {**PLAIN, "default": 0}),
        ("suggestion", ForeignKey, {**LINK, "references": Suggestion}),
        ("is_solved", Boolean, {**PLAIN, "default": False}),
        ("satisfaction", Varchar, {**PLAIN, "length": 12, "default": ""}),
        ("reason", Text, {**PLAIN, "null": True}),
        ("reason_salt", Bytea, {**PLAIN, "null": True}),
        ("rated_at", Timestamptz, PLAIN),
    ),
    ("CaseStep", "case_step"): (
        ("case", ForeignKey, {**LINK, "references": Case}),
        ("number", Integer, {**PLAIN, "default": 0}),
        ("kind", Varchar, {**PLAIN, "length": 20, "default": ""}),
        ("round", SmallInt, {**PLAIN, "default": 1}),
        ("at", Timestamptz, PLAIN),
        ("by", ForeignKey, {**LINK, "references": Account}),
        ("organisation", ForeignKey, {**LINK, "references": Organisation}),
        ("due_on", Date, {**PLAIN, "null": True}),
        ("text", Text, {**PLAIN, "null": True}),
        ("text_salt", Bytea, {**PLAIN, "null": True}),
        ("is_told", Boolean, {**PLAIN, "default": False}),
    ),
    ("ReplyPhoto", "reply_photo"): (
        ("reply", ForeignKey, {**LINK, "references": Reply, "index": True}),
        ("photo", ForeignKey, {**LINK, "references": Photo, "unique": True}),
        ("is_after", Boolean, {**PLAIN, "default": False}),
        ("salt", Bytea, {**PLAIN, "null": True}),
    ),
    ("CaseTerm", "case_term"): (
        ("key", Varchar, {**PLAIN, "length": 24, "default": "", "primary_key": True}),
        ("root", ForeignKey, {**LINK, "references": Organisation}),
        ("kind", Varchar, {**PLAIN, "length": 12, "default": ""}),
        ("answer_days", SmallInt, {**PLAIN, "default": 0}),
        ("return_days", SmallInt, {**PLAIN, "default": 0}),
    ),
    ("CoDepartment", "co_department"): (
        ("case", ForeignKey, {**LINK, "references": Case}),
        ("organisation", ForeignKey, {**LINK, "references": Organisation, "index": True}),
        ("signed_at", Timestamptz, {**PLAIN, "null": True}),
        ("signed_by", ForeignKey, {**LINK, "references": Account}),
    ),
    ("ReplyTemplate", "reply_template"): (
        ("organisation", ForeignKey, {**LINK, "references": Organisation, "index": True}),
        ("title", Varchar, {**PLAIN, "length": 60, "default": ""}),
        ("text", Text, {**PLAIN, "default": ""}),
    ),
    ("Measure", "measure"): (
        ("reply", ForeignKey, {**LINK, "references": Reply, "index": True}),
        ("number", SmallInt, {**PLAIN, "default": 0}),
        ("text", Text, {**PLAIN, "null": True}),
        ("text_salt", Bytea, {**PLAIN, "null": True}),
        ("due_on", Date, {**PLAIN, "null": True}),
        ("done_on", Date, {**PLAIN, "null": True}),
    ),
    ("Case", "case"): (
        ("suggestion", ForeignKey, {**LINK, "references": Suggestion, "index": True}),
        ("start", Integer, {**PLAIN, "null": True}),
        ("length", Integer, {**PLAIN, "null": True}),
        ("topic", ForeignKey, {**LINK, "references": Topic, "index": True}),
        ("root", ForeignKey, {**LINK, "references": Organisation}),
        ("kind", Varchar, {**PLAIN, "length": 12, "default": ""}),
        ("title", Text, {**PLAIN, "null": True}),
        ("title_salt", Bytea, {**PLAIN, "null": True}),
        ("state", Varchar, {**PLAIN, "length": 12, "default": ""}),
        ("round", SmallInt, {**PLAIN, "default": 1}),
        ("lead", ForeignKey, {**LINK, "references": Organisation}),
        ("supervisor", ForeignKey, {**LINK, "references": Account}),
        ("supervising", ForeignKey, {**LINK, "references": Organisation}),
        ("opened_at", Timestamptz, PLAIN),
        ("return_by", Date, {**PLAIN, "null": True}),
        ("due_on", Date, {**PLAIN, "null": True}),
        ("asked_due_on", Date, {**PLAIN, "null": True}),
        ("chased", SmallInt, {**PLAIN, "default": 0}),
        ("answered_at", Timestamptz, {**PLAIN, "null": True}),
        ("result", Varchar, {**PLAIN, "length": 1, "null": True}),
        ("adoption", Varchar, {**PLAIN, "length": 12, "null": True}),
        ("closed_at", Timestamptz, {**PLAIN, "null": True}),
    ),
}
BELONGS = ("belongs", Boolean, {**PLAIN, "default": False})


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    for (class_name, tablename), columns in TABLES.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
        for column in columns:
            _add(manager, class_name, tablename, *column)
    _add(manager, "Photo", "photo", *BELONGS)
    return manager


def _add(
    manager: MigrationManager, class_name: str, tablename: str, column: str, kind: Any, params: dict[str, Any]
) -> None:
    manager.add_column(
        table_class_name=class_name,
        tablename=tablename,
        column_name=column,
        db_column_name=column,
        column_class_name=kind.__name__,
        column_class=kind,
        params=params,
        schema=None,
    )
