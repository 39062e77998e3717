from chats.worker.kinds import KINDS
from tests.desk_fixture import NOW


def test_every_kind_has_a_name_of_its_own_and_a_way_from_its_rows_to_their_seller(db):
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        rows = kind.due(now=NOW)
        assert rows.ordered
        assert [*rows.values_list("pk", "due_at", *filter(None, [kind.seller]))] == []
