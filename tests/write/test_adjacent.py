from __future__ import annotations

import pytest

from reflekt_dbt.write.adjacent import together
from reflekt_dbt.write.merge import merge

SKU, PRICE = "        sku,", "        price,"
A = ["      - name: a", "        description: 'A.'"]
B = ["      - name: b", "        description: 'B.'"]
C = ["      - name: c", "        description: 'C.'"]
META = "        meta: {owner: me}"
OURS_B = "        description: 'Ours.'"

TOGETHER = {
    "property behind an edited one": (
        [SKU, "        price / 100 as price,"],
        [SKU, PRICE],
        [SKU, PRICE, "        gift,"],
        [SKU, "        price / 100 as price,", "        gift,"],
    ),
    "property that goes before an edited one": (
        [SKU, "        price / 100 as price,"],
        [SKU, PRICE],
        [PRICE],
        ["        price / 100 as price,"],
    ),
    "column of one's own and a new property behind one": (
        [PRICE, "        1 as one,"],
        [PRICE],
        [PRICE, "        gift,"],
        [PRICE, "        1 as one,", "        gift,"],
    ),
    "description of one's own, and a new column below": (
        [*A, B[0], OURS_B],
        [*A, *B],
        [*A, *B, *C],
        [*A, B[0], OURS_B, *C],
    ),
    "more about the last column, and a new column below": (
        [*A, META],
        A,
        [*A, *B],
        [*A, META, *B],
    ),
    "comment above a column that goes": (
        [*A, "# ours", *B],
        [*A, *B],
        A,
        [*A, "# ours"],
    ),
    "new name, and a new description": (
        [B[0].replace("b", "cents"), B[1]],
        B,
        [B[0], "        description: 'Anew.'"],
        [B[0].replace("b", "cents"), "        description: 'Anew.'"],
    ),
    "more about a column that is described anew": (
        [*B, META],
        B,
        [B[0], "        description: 'Anew.'"],
        [B[0], "        description: 'Anew.'", META],
    ),
}
APART = {
    "one line of both": ([f"{SKU} -- a"], [SKU], [f"{SKU} -- b"]),
    "edited line that goes": ([SKU, f"{PRICE} -- a"], [SKU, PRICE], [SKU]),
    "one and the same on both sides": ([SKU, PRICE], [SKU], [SKU, PRICE, PRICE]),
    "more about a column that goes": ([*A, *B, META], [*A, *B], A),
    "more about a column that another takes the place of": ([*B, META], B, C),
    "column of one's own, and more about the one before": ([*A, *B], A, [*A, META]),
}


@pytest.mark.parametrize(("ours", "base", "theirs", "made"), TOGETHER.values(), ids=TOGETHER)
def test_changes_that_only_touch_go_together(ours, base, theirs, made):
    assert together(ours, base, theirs) == made


@pytest.mark.parametrize(("ours", "base", "theirs"), APART.values(), ids=APART)
def test_changes_that_are_in_each_others_way_do_not(ours, base, theirs):
    assert together(ours, base, theirs) is None


def test_merge_has_them_together_where_git_has_a_conflict():
    around = ("select\n", "from shop\n")
    texts = (
        "\n".join([*lines, ""]).join(around)
        for lines in TOGETHER["property behind an edited one"]
    )
    ours, base, theirs, made = texts

    found = merge(ours, base, theirs)

    assert (found.text, found.is_clean) == (made, True)


def test_merge_that_cannot_be_shows_conflicts_as_git_does():
    ours = f"{SKU}\n        price as ours,\nfrom shop\n"
    theirs = f"{SKU}\n        price as theirs,\nfrom shop\n"

    found = merge(ours, f"{SKU}\n{PRICE}\nfrom shop\n", theirs)

    assert not found.is_clean
    assert "<<<<<<< yours\n        price as ours,\n=======\n" in found.text
    assert "|||||||" not in found.text
