"""The tables of a catalogue, in the order in which the build fills them.

The file is SQLite, written once by `atlas build` and never changed. `APPLICATION_ID` in its header
tells it from any other database; `SCHEMA` in `meta` from catalogues of another Atlas. Catalogues
of older schemas are read too: the tables that came later (`ADDED_IN`) are empty then.
"""

APPLICATION_ID = 0x41544C53  # "ATLS"
SCHEMA = 3
SCHEMAS_READ = ("1", "2", "3")

ADDED_IN = {
    2: """
CREATE {temporary} TABLE technology (
  name TEXT PRIMARY KEY, diagrams INTEGER NOT NULL, pages INTEGER NOT NULL
);
CREATE {temporary} TABLE mention (
  technology TEXT NOT NULL, page TEXT NOT NULL, diagram TEXT, node TEXT, label TEXT NOT NULL
);
CREATE {temporary} TABLE concept (page TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (page, name));
""",
    3: "CREATE {temporary} TABLE scenario_file (page TEXT PRIMARY KEY, text TEXT NOT NULL);\n",
}

TABLES = (
    "".join(ADDED_IN.values()).format(temporary="")
    + """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE tree (id TEXT PRIMARY KEY, title TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE page (
  id TEXT PRIMARY KEY, tree TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL,
  description TEXT NOT NULL, difficulty TEXT, minutes INTEGER NOT NULL, position INTEGER NOT NULL,
  front_matter TEXT NOT NULL, html TEXT NOT NULL, source TEXT NOT NULL, words INTEGER NOT NULL,
  sources TEXT NOT NULL
);
CREATE TABLE heading (
  page TEXT NOT NULL, position INTEGER NOT NULL, level INTEGER NOT NULL, anchor TEXT NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY (page, position)
);
CREATE TABLE diagram (
  id TEXT PRIMARY KEY, page TEXT NOT NULL, ordinal INTEGER NOT NULL, kind TEXT NOT NULL,
  typed INTEGER NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, geometry TEXT, svg TEXT
);
CREATE TABLE passage (
  page TEXT NOT NULL, position INTEGER NOT NULL, heading TEXT NOT NULL, anchor TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE TABLE link (
  source TEXT NOT NULL, target TEXT, anchor TEXT NOT NULL, text TEXT NOT NULL, url TEXT NOT NULL,
  broken INTEGER NOT NULL
);
CREATE TABLE exercise (
  id TEXT PRIMARY KEY, page TEXT NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL,
  source TEXT NOT NULL
);
CREATE TABLE quiz (
  page TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (page, position)
);
CREATE TABLE problem (
  path TEXT NOT NULL, line INTEGER NOT NULL, code TEXT NOT NULL, sentence TEXT NOT NULL
);
CREATE INDEX page_by_tree ON page (tree, position);
CREATE INDEX diagram_by_page ON diagram (page, ordinal);
CREATE INDEX passage_by_page ON passage (page, position);
CREATE INDEX link_by_target ON link (target);
CREATE INDEX exercise_by_page ON exercise (page);
CREATE INDEX mention_by_technology ON mention (technology);
CREATE INDEX mention_by_page ON mention (page);
"""
)

# Its heading column holds the page's title and the section's heading: a question names either.
SEARCH_TABLE = """
CREATE VIRTUAL TABLE passage_fts USING fts5(heading, text, tokenize = 'porter unicode61');
"""
