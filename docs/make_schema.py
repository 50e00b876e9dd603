"""Write docs/schema.md: `python docs/make_schema.py` from the root of the project."""

from pathlib import Path
from tempfile import TemporaryDirectory

from harvester.inspect.schema_page import make_schema_page
from harvester.store import Store

if __name__ == "__main__":
    with TemporaryDirectory() as directory, Store.open(Path(directory) / "empty.db") as store:
        Path("docs/schema.md").write_text(make_schema_page(store.connection), encoding="utf-8")
