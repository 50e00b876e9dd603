"""Plans of shards: portals of one server stay together, and stay where they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import ConfigError
from harvester.portals.shards import Shard, ShardPlan, plan_shards, read_plan, write_plan

SERVERS = {"xa-a": "10.0.0.1", "xa-b": "10.0.0.1", "xa-c": "10.0.0.2", "xa-d": "10.0.0.3"}


@given(st.dictionaries(st.text("abc", min_size=1), st.sampled_from("12345")), st.integers(1, 4))
def test_no_server_is_in_two_shards(servers, count):
    plan = plan_shards(servers, count)
    assert plan.portals.keys() == servers.keys()
    assert len({(server, plan.portals[portal]) for portal, server in servers.items()}) == len(set(servers.values()))


def test_shards_are_of_one_size_as_far_as_servers_allow():
    plan = plan_shards({f"xa-{n}": str(n // 2) for n in range(24)}, 4)
    assert [len(plan.list_portals(shard)) for shard in (1, 2, 3, 4)] == [6, 6, 6, 6]


def test_portal_stays_where_its_address_changes():
    before = plan_shards(SERVERS, 2)
    after = plan_shards({**SERVERS, "xa-b": "10.0.0.9", "xa-e": "10.0.0.8"}, 2, before)
    assert before.portals.items() <= after.portals.items()


def test_portals_that_have_come_to_one_server_come_together():
    before = ShardPlan(count=2, portals={"xa-a": 1, "xa-b": 2})
    assert plan_shards({"xa-a": "1", "xa-b": "1"}, 2, before).portals == {"xa-a": 1, "xa-b": 1}


def test_another_number_of_shards_is_planned_anew():
    plan = plan_shards(SERVERS, 1, plan_shards(SERVERS, 3))
    assert set(plan.portals.values()) == {1}


def test_written_plan_is_read_back(tmp_path):
    plan = plan_shards({**SERVERS, 'xa "lạ"': "1"}, 3)
    write_plan(tmp_path, plan)
    assert read_plan(tmp_path) == plan


@pytest.mark.parametrize(
    "text",
    [
        "count = 0\n[portals]\n",
        "count = 2",
        "count = 2\n[portals]\na = 3",
        "[",
        "count = 1\nmore = 1\n[portals]",
        "count = " + "[" * 9000,
        "count = " + "1" * 9000,
    ],
)  # fmt: skip
def test_what_is_no_plan(tmp_path, text):
    (tmp_path / "shards.toml").write_text(text)
    with pytest.raises(ConfigError, match="no plan of shards"):
        read_plan(tmp_path)


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2", "1/99999999999999999999"])
def test_what_is_no_shard(text):
    with pytest.raises(ConfigError, match="no shard"):
        Shard.parse(text)
