"""The tables, as SQLAlchemy Core knows them. No table object leaves ``store``.

Rows point at one another by small integers (`n`); the ids of the nouns stand once, beside them. Integers are
given in the order of writing and mean nothing outside: what a View answers never depends on them.
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _n() -> Column[int]:
    return Column("n", Integer, primary_key=True)


def _id() -> Column[str]:
    return Column("id", Text, nullable=False, unique=True)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


def _to(name: str, target: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=null)


schema_version = Table(
    "schema_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False)
)

originals = Table(
    "originals",
    metadata,
    Column("sha256", Text, primary_key=True),
    _number("size_bytes"),
    Column("packed", LargeBinary, nullable=False, comment="the bytes, zlib"),
)

sources = Table("sources", metadata, _n(), _id(), _text("name"), _text("reliability"), _text("reason"))

documents = Table(
    "documents",
    metadata,
    _n(),
    _id(),
    Column("sha256", Text, ForeignKey("originals.sha256"), nullable=False, index=True),
    _number("size_bytes"),
    _text("media_type"),
    _text("address"),
    _to("source_n", "sources.n"),
    _text("kind"),
    _text("title", null=True),
    _text("publisher", null=True),
    _text("published", null=True),
    _text("language", null=True),
    _text("tlp"),
    _text("ingested"),
    Column(
        "date",
        Text,
        nullable=False,
        comment="the last day that `published` can mean, else the day of ingestion",
    ),
    Index("documents_versions", "address", "date", "ingested", "id"),
)

renditions = Table(
    "renditions",
    metadata,
    _n(),
    _id(),
    Column("document_n", Integer, ForeignKey("documents.n"), nullable=False, index=True),
    _text("reader"),
    _text("text"),
)

blocks = Table(
    "blocks",
    metadata,
    # Keys stand first: integrity_check of some SQLite (3.40) misreads the columns of such tables otherwise.
    _to("rendition_n", "renditions.n"),
    _number("start"),
    _number("position"),
    _number("end"),
    _text("kind"),
    _number("level"),
    _text("locator", null=True),
    PrimaryKeyConstraint("rendition_n", "start", "position"),
    sqlite_with_rowid=False,
)

name_keys = Table(
    "name_keys",
    metadata,
    _n(),
    Column("id", Text, nullable=False, unique=True, comment="the id of an entity that this key stands for"),
    _text("type"),
    _text("normal"),
    Column("island", Integer, nullable=False, index=True, comment="keys that any chain of ties connects"),
    Column("entity", Integer, nullable=False, index=True, comment="the key that stands for the entity"),
    UniqueConstraint("normal", "type"),
)

names = Table(
    "names",
    metadata,
    _n(),
    Column("main_n", Integer, ForeignKey("name_keys.n"), nullable=False, comment="main key of the referents"),
    Column(
        "key_n", Integer, ForeignKey("name_keys.n"), nullable=False, index=True, comment="key of the name"
    ),
    _text("name"),
    Column("rule", Text, nullable=False, comment="the rule that ties the two keys, or empty"),
    Column("documents", Integer, nullable=False, comment="how many use it"),
    Column("heads", Integer, nullable=False, comment="in how many it is the name of the referent"),
    UniqueConstraint("main_n", "key_n", "name", "rule"),
)

name_uses = Table(
    "name_uses",
    metadata,
    _to("name_n", "names.n"),
    _to("document_n", "documents.n"),
    _number("head"),
    PrimaryKeyConstraint("name_n", "document_n"),
    sqlite_with_rowid=False,
)

judgements = Table(
    "judgements",
    metadata,
    _n(),
    _id(),
    Column("left_n", Integer, ForeignKey("name_keys.n"), nullable=False, index=True),
    Column("right_n", Integer, ForeignKey("name_keys.n"), nullable=False, index=True),
    _text("verdict"),
    _text("reason"),
    _text("author"),
    _text("document_id", null=True),
    _text("made", null=True),
    _text("withdrawn_reason", null=True),
    _text("withdrawn_made", null=True),
)

contests = Table(
    "contests",
    metadata,
    _to("left_n", "name_keys.n"),
    _to("right_n", "name_keys.n"),
    _text("rule"),
    PrimaryKeyConstraint("left_n", "right_n", "rule"),
    Index("contests_right", "right_n"),
    comment="ties that were not followed because they would join what is kept apart; computed, like entities",
    sqlite_with_rowid=False,
)

referents = Table(
    "referents",
    metadata,
    _n(),
    _id(),
    Column("document_n", Integer, ForeignKey("documents.n"), nullable=False, index=True),
    Column("key_n", Integer, ForeignKey("name_keys.n"), nullable=False, index=True),
    _text("type"),
    _text("name"),
    _text("concept", null=True),
    _text("kind", null=True),
    _text("role", null=True),
)

mentions = Table(
    "mentions",
    metadata,
    _to("referent_n", "referents.n"),
    _number("position"),
    _number("start"),
    _number("end"),
    _text("surface"),
    _text("name"),
    _text("normal"),
    _text("type"),
    _text("rule"),
    _text("concept", null=True),
    _text("kind", null=True),
    _text("role", null=True),
    PrimaryKeyConstraint("referent_n", "position"),
    sqlite_with_rowid=False,
)

claims = Table(
    "claims",
    metadata,
    _n(),
    _id(),
    Column("document_n", Integer, ForeignKey("documents.n"), nullable=False, index=True),
    _to("rendition_n", "renditions.n"),
    Column("subject_n", Integer, ForeignKey("referents.n"), nullable=False, index=True),
    _text("predicate"),
    Column("object_n", Integer, ForeignKey("referents.n"), nullable=True, index=True),
    _text("object_date", null=True),
    _text("quote"),
    _number("start"),
    _number("end"),
    Column("speaker_n", Integer, ForeignKey("referents.n"), nullable=True, index=True),
    Column("via", Text, nullable=True, comment="referents' n, parted by commas"),
    _text("stance"),
    _text("likelihood", null=True),
    _text("confidence", null=True),
    _text("words", null=True),
    _text("time", null=True),
    _text("basis", null=True),
    _text("reader"),
    _text("rule"),
)

claim_status = Table(
    "claim_status",
    metadata,
    Column("claim_n", Integer, ForeignKey("claims.n"), primary_key=True, autoincrement=False),
    _text("status"),
    _text("reason"),
    _text("made"),
    comment="claims that were withdrawn; which are superseded follows from the versions of documents",
)

exhibits = Table(
    "exhibits",
    metadata,
    _n(),
    _id(),
    Column("attached_to", Text, nullable=False, index=True),
    Column("sha256", Text, ForeignKey("originals.sha256"), nullable=False),
    _text("media_type"),
    _text("title"),
    _text("address", null=True),
    _text("accessed"),
)

log = Table(
    "log",
    metadata,
    _n(),
    _text("made"),
    _text("action"),
    Column("about", Text, nullable=False, index=True, comment="id of a document or judgement"),
    Column(
        "detail",
        Text,
        nullable=False,
        comment="JSON: counts and issues of an ingestion, reason of a withdrawal",
    ),
)
