"""A hook of MkDocs: pages of the documentation site that are read from the project's top, where people look for them.

There is one copy of each. On the forge its links lead through the tree; here they are turned to the site's own pages.
"""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
}
# [dates](docs/dates.md#years), ![front page](docs/pictures/front-page.png)
LINK = re.compile(r"\]\((?:\.\./|docs/)?(?P<file>[\w-]+\.md|pictures/[\w-]+\.png)(?P<anchor>#[\w-]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie outside of docs/."""
    root = Path(config.config_file_path).parent
    for source, page in PAGES.items():
        files.append(File.generated(config, page, content=(root / source).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links between files of the project to links between pages."""
    return LINK.sub(turn_link, markdown)


def turn_link(link: re.Match[str]) -> str:
    """Return a link as it has to be on the site, where all pages lie in one folder."""
    file = link["file"]
    return f"]({PAGES.get(file, file)}{link['anchor'] or ''})"
