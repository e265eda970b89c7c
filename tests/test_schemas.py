"""What each version of the file is made of."""

import pytest

from ofsted_tui.store import foreign_values, schemas
from ofsted_tui.store.store import SCHEMA_VERSION


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_the_digests_are_those_of_what_the_migrations_make(version):
    assert schemas.digest(schemas.expected_objects(version)) == schemas.DIGESTS[version]


def test_every_version_has_a_digest():
    assert set(schemas.DIGESTS) == set(range(1, SCHEMA_VERSION + 1))
    assert foreign_values.VERSION == SCHEMA_VERSION
