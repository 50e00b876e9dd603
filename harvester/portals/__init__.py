"""Portals: one TOML file each, packaged here or in a directory of the user's."""

from harvester.portals.files import check_directory, list_ids, load_portals, read_portal
from harvester.portals.model import Level, Portal, Status

__all__ = ["Level", "Portal", "Status", "check_directory", "list_ids", "load_portals", "read_portal"]
