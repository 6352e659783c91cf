from __future__ import annotations

import pytest

from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.pristine import is_pristine

A, B = "select a\n", "select b\n"
CONFLICT = f"<<<<<<< HEAD\n{A}=======\n{B}>>>>>>> other\n"


def ids(*texts):
    return {blob_id(text) for text in texts}


@pytest.mark.parametrize("text", [A, "select a\r\n", CONFLICT, CONFLICT.replace("\n", "\r\n")])
def test_generated_text_and_a_conflict_between_two_of_them_are_pristine(text):
    assert is_pristine(text, ids(A, B))


@pytest.mark.parametrize("text", ["select a, mine\n", "", CONFLICT])
def test_edit_is_not_pristine_not_even_on_one_side_of_a_conflict(text):
    assert not is_pristine(text, ids(A))
