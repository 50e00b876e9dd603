"""What a journal keeps of a remedy."""

from datetime import datetime, timedelta

from harvester.jobs.remedies import NOTES, Patient, Reading, Remedy, RemedyNote
from harvester.portals import Portal
from harvester.vietnamese.dates.zones import VIETNAM

NOW = datetime(2026, 3, 7, 2, tzinfo=VIETNAM)
PORTAL = Portal(id="lam-khe", name="Xã Lâm Khê", level="commune", province="Hà Tĩnh", url="https://lam-khe.example/")
PATIENT = Patient(PORTAL, "nukeviet")


def test_a_remedy_is_read_back_from_its_line():
    changes = {("", "sections"): ("/tin/", "/xa/"), ("", "platform"): "wordpress", ("selectors", "date"): None}
    remedy = Remedy(PATIENT, changes, (Reading("https://lam-khe.example/1", "not read", "“Họp”"),), None)
    line = NOTES.dump_json(RemedyNote.of_remedy(remedy, NOW))
    assert b"\n" not in line
    assert NOTES.validate_json(line).restore(PATIENT) == remedy


def test_another_file_or_platform_is_another_patient():
    changed = Patient(PORTAL.model_copy(update={"sections": ["https://lam-khe.example/tin/"]}), "nukeviet")
    assert len({PATIENT.key, changed.key, Patient(PORTAL, "wordpress").key}) == 3


def test_what_was_found_out_days_ago_is_not_believed():
    note = RemedyNote.of_remedy(Remedy(PATIENT, failure="does not answer"), NOW)
    assert note.holds(NOW + timedelta(hours=20))
    assert not note.holds(NOW + timedelta(hours=25))
