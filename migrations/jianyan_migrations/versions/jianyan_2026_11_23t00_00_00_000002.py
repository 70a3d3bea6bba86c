from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.base import Engine
from piccolo.engine.finder import engine_finder

ID = "2026-11-23T00:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "keys over several columns, indexes, and triggers that keep what is only ever added"

INDEXES = (
    "CREATE UNIQUE INDEX trail_subject_n ON trail (subject, n)",
    "CREATE UNIQUE INDEX scan_count_placement_on_day ON scan_count (placement, on_day)",
    "CREATE UNIQUE INDEX suggestion_topic_origin ON suggestion (topic, origin)",
    "CREATE UNIQUE INDEX placement_campaign_origin ON placement (campaign, origin)",
    "CREATE UNIQUE INDEX topic_category_topic_category ON topic_category (topic, category)",
    "CREATE INDEX suggestion_topic_state ON suggestion (topic, state, id)",
    "CREATE INDEX suggestion_state ON suggestion (state, id)",
    "CREATE INDEX suggestion_topic_id ON suggestion (topic, id)",
    "CREATE INDEX suggestion_topic_received_on ON suggestion (topic, received_on)",
    "CREATE INDEX suggestion_placement ON suggestion (placement)",
    "CREATE INDEX suggestion_author ON suggestion (author)",
    "CREATE INDEX answer_suggestion ON answer (suggestion)",
    "CREATE INDEX answer_question ON answer (question)",
    "CREATE INDEX decision_suggestion ON decision (suggestion)",
    "CREATE INDEX contact_delete_on ON contact (delete_on)",
    "CREATE INDEX organiser_topic ON organiser (topic)",
    "CREATE INDEX question_topic ON question (topic)",
    "CREATE INDEX option_question ON option (question)",
    "CREATE INDEX campaign_topic ON campaign (topic)",
    "CREATE INDEX placement_campaign ON placement (campaign)",
    "CREATE INDEX session_account ON session (account)",
)
ADDED_ONLY = ("trail", "tree_head", "decision", "submission_key")

SQLITE_GUARD = (
    "CREATE TRIGGER {table}_no_{word} BEFORE {event} ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table}: rows are added, never changed'); END"
)
POSTGRES_FUNCTION = (
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '%: rows are added, never changed', TG_TABLE_NAME; END $$"
)
POSTGRES_GUARD = (
    "CREATE TRIGGER {table}_no_{word} BEFORE {event} ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)


def statements(engine: Engine) -> list[str]:
    if engine.engine_type == "sqlite":
        events, guard, first = ("UPDATE", "DELETE"), SQLITE_GUARD, []
    else:
        events, guard, first = ("UPDATE", "DELETE", "TRUNCATE"), POSTGRES_GUARD, [POSTGRES_FUNCTION]
    guards = [
        guard.format(table=table, event=event, word=event.lower()) for table in ADDED_ONLY for event in events
    ]
    return [*INDEXES, *first, *guards]


def undoing(engine: Engine) -> list[str]:
    names = [statement.split(" ON ")[0].split()[-1] for statement in INDEXES]
    drops = [f"DROP INDEX {name}" for name in names]
    if engine.engine_type == "sqlite":
        return drops + [f"DROP TRIGGER {table}_no_{word}" for table in ADDED_ONLY for word in ("update", "delete")]
    return [*drops, "DROP FUNCTION refuse_change() CASCADE"]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        for statement in statements(engine):
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        for statement in undoing(engine):
            await engine.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
