from __future__ import annotations

import pickle

import pytest

from reflekt_dbt.config.secret import Secret


@pytest.mark.parametrize(
    "shown", [str, repr, "{}".format, "{!r:>5}".format, lambda s: f"{[s]}"]
)
def test_a_secret_is_not_shown_whatever_prints_it(shown):
    assert "hunter2" not in shown(Secret("hunter2"))
    assert "***" in shown(Secret("hunter2"))


def test_a_secret_is_hidden_in_what_others_say_of_it():
    assert Secret("hunter2").hidden_in("no user hunter2 (hunter2)") == "no user *** (***)"
    assert Secret("").hidden_in("text") == "text"


def test_a_secret_is_not_written_to_disk():
    with pytest.raises(TypeError, match="never written"):
        pickle.dumps(Secret("hunter2"))


def test_secrets_compare_by_what_they_hide():
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert not Secret("")
    assert len({Secret("a"), Secret("a")}) == 1
