import pytest

from tests import suite


@pytest.mark.parametrize("place", [*suite.ENGINE_FREE, *suite.MARKET_SIDE, *suite.LONG, *suite.SHORT])
def test_every_place_with_a_rule_of_its_own_is_there(place):
    assert (suite.BASE_DIR / place).exists() or [*suite.BASE_DIR.glob(f"{place}*")]


@pytest.mark.parametrize("way", ["marker", "fixture"])
def test_an_engine_free_test_may_not_use_the_database(request, way):
    test = request.node
    test.add_marker("engine_free")
    if way == "marker":
        test.add_marker("django_db")
    else:
        test.fixturenames.append("transactional_db")

    with pytest.raises(pytest.fail.Exception, match="on one engine only"):
        suite.pytest_runtest_setup(test)
