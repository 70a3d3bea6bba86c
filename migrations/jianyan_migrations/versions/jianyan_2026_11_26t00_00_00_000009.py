from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import DoublePrecision, ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000009"
VERSION = "1.38.0"
DESCRIPTION = "which suggestions say the same, whose turn it is to find out, and what was merged into what"


class Account(Table, tablename="account", schema=None):
    id = Serial(primary_key=True, db_column_name="id")


class Suggestion(Table, tablename="suggestion", schema=None):
    id = Serial(primary_key=True, db_column_name="id")


class Topic(Table, tablename="topic", schema=None):
    id = Serial(primary_key=True, db_column_name="id")


def foreign(to: type[Table], *, unique: bool = False, index: bool = False) -> ForeignKey:
    return ForeignKey(to, on_delete=OnDelete.restrict, unique=unique, index=index)


TABLES = {
    ("GroupMember", "group_member"): {
        "suggestion": foreign(Suggestion, unique=True),
        "topic": foreign(Topic, index=True),
        "first": foreign(Suggestion, index=True),
        "likeness": DoublePrecision(),
    },
    ("GatherTurn", "gather_turn"): {
        "topic": foreign(Topic, unique=True),
        "holder": Varchar(32, default=""),
        "turn": Integer(default=0),
        "held_until": Timestamptz(null=True, default=None),
    },
    ("Merge", "merge"): {
        "suggestion": foreign(Suggestion, unique=True),
        "into": foreign(Suggestion, index=True),
        "by": foreign(Account),
        "at": Timestamptz(default=None),
    },
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    for (class_name, tablename), columns in TABLES.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
        for name, column in columns.items():
            manager.add_column(
                table_class_name=class_name,
                tablename=tablename,
                column_name=name,
                db_column_name=name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
                schema=None,
            )
    return manager
