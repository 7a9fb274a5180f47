"""The words of flags, indexed by the database: FTS5 on SQLite, a GIN index of word vectors on PostgreSQL."""

import re
from typing import Any

from django.apps.registry import Apps
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.expressions import RawSQL

from records.append_only import RunStatements

_WORD = re.compile(r"\w+", re.UNICODE)
MOST_WORDS = 12
VECTOR = "to_tsvector('simple', claim || ' ' || suggestion || ' ' || excerpt)"
SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS review_flag_words USING fts5("
    "claim, suggestion, excerpt, content='review_flag', content_rowid='id', tokenize='unicode61 remove_diacritics 2',"
    " prefix='2 3')",
    "INSERT INTO review_flag_words(review_flag_words) VALUES('rebuild')",
    "CREATE TRIGGER IF NOT EXISTS flag_words_added AFTER INSERT ON review_flag BEGIN"
    " INSERT INTO review_flag_words(rowid, claim, suggestion, excerpt)"
    " VALUES (NEW.id, NEW.claim, NEW.suggestion, NEW.excerpt); END",
    "CREATE TRIGGER IF NOT EXISTS flag_words_changed AFTER UPDATE OF claim, suggestion, excerpt ON review_flag BEGIN"
    " INSERT INTO review_flag_words(review_flag_words, rowid, claim, suggestion, excerpt)"
    " VALUES ('delete', OLD.id, OLD.claim, OLD.suggestion, OLD.excerpt);"
    " INSERT INTO review_flag_words(rowid, claim, suggestion, excerpt)"
    " VALUES (NEW.id, NEW.claim, NEW.suggestion, NEW.excerpt); END",
    "CREATE TRIGGER IF NOT EXISTS flag_words_removed AFTER DELETE ON review_flag BEGIN"
    " INSERT INTO review_flag_words(review_flag_words, rowid, claim, suggestion, excerpt)"
    " VALUES ('delete', OLD.id, OLD.claim, OLD.suggestion, OLD.excerpt); END",
)
SQLITE_AWAY = (
    "DROP TRIGGER IF EXISTS flag_words_added",
    "DROP TRIGGER IF EXISTS flag_words_changed",
    "DROP TRIGGER IF EXISTS flag_words_removed",
    "DROP TABLE IF EXISTS review_flag_words",
)


def index_flag_words() -> RunStatements:
    """Install the index. Repeat it after each change of `review_flag`: SQLite rebuilds tables without triggers."""
    return RunStatements(_install, _remove)


def matching_flags(flags: Any, words: str) -> Any:
    """Narrow to the flags that hold every one of these words, each as a whole word or its beginning."""
    found = _WORD.findall(words)[:MOST_WORDS]
    if not found:
        return flags.none()
    if connections[flags.db].vendor == "sqlite":
        asked = " ".join(f'"{word}"*' for word in found)
        sql = "SELECT rowid FROM review_flag_words WHERE review_flag_words MATCH %s"
    else:
        asked = " & ".join(f"{word}:*" for word in found)
        sql = f"SELECT id FROM review_flag WHERE {VECTOR} @@ to_tsquery('simple', %s)"  # noqa: S608 - our constant
    return flags.filter(pk__in=RawSQL(sql, [asked]))  # noqa: S611 - the words are a parameter


def _install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _remove(apps, schema_editor)
    postgres = [f"CREATE INDEX flag_words ON review_flag USING gin ({VECTOR})"]
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else postgres:
        schema_editor.execute(statement, params=None)


def _remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    away = ["DROP INDEX IF EXISTS flag_words"]
    for statement in SQLITE_AWAY if schema_editor.connection.vendor == "sqlite" else away:
        schema_editor.execute(statement, params=None)
