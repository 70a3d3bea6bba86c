import pytest

from jianyan.trail.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash

# The eight leaves with which implementations of RFC 6962 and RFC 9162 are compared, and the roots of their
# first one to eight. Source: Certificate Transparency reference tests (merkletree/merkle_tree_test).
LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves: list[bytes]) -> bytes:
    """Give the root by the definition of RFC 9162, section 2.1.1."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(naive_root(leaves[:half]), naive_root(leaves[half:]))


def test_the_known_leaves_have_the_known_roots() -> None:
    frontier = Frontier()
    assert frontier.root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        frontier.append(leaf_hash(bytes.fromhex(leaf)))
        assert frontier.root().hex() == root


def test_growing_leaf_by_leaf_gives_the_root_of_the_definition() -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(300)]
    frontier = Frontier()
    for size in range(301):
        assert frontier.root() == naive_root(leaves[:size])
        assert len(frontier.nodes) == size.bit_count()
        if size < 300:
            frontier.append(leaves[size])


def test_a_kept_frontier_grows_on_as_if_it_had_never_been_away() -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(40)]
    frontier = Frontier()
    for leaf in leaves:
        frontier = Frontier(frontier.size, frontier.nodes)
        frontier.append(leaf)
    assert frontier.root() == naive_root(leaves)


def test_a_leaf_cannot_pose_as_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize(("size", "nodes"), [(3, []), (4, [bytes(32)] * 2), (0, [bytes(32)])])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size: int, nodes: list[bytes]) -> None:
    with pytest.raises(ValueError, match="full subtrees"):
        Frontier(size, nodes)
