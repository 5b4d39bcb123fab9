"""The folded tree is that of RFC 6962, and each leaf has a path to its root."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from cmsdk.sealing.merkle import MerkleFold, Step, leaf


def _root(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, as it is written there."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + _root(leaves[:split]) + _root(leaves[split:])).digest()


def _walk(text: bytes, path: tuple[Step, ...]) -> str:
    node = sha256(b"\0" + text).digest()
    for side, other in path:
        neighbour = bytes.fromhex(other)
        node = sha256(b"\1" + (neighbour + node if side == "left" else node + neighbour)).digest()
    return node.hex()


@given(count=st.integers(0, 70), data=st.data())
def test_every_leaf_has_a_path_to_the_root_of_the_rfc(count: int, data: st.DataObject):
    leaves = [leaf(f"c-{n}", n, "f0") for n in range(count)]
    wanted = data.draw(st.integers(0, count - 1)) if count else -1
    fold = MerkleFold()
    for n, text in enumerate(leaves):
        fold.add(text, wanted=n == wanted)
    root, path = fold.close()
    assert root == _root(leaves).hex()
    if count:
        assert _walk(leaves[wanted], path) == root
        assert len(path) <= max(count - 1, 0).bit_length()


def test_what_the_rfc_gives_for_seven_leaves():
    """The vectors of the reference implementation of certificate transparency."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    fold = MerkleFold()
    for text in inputs:
        fold.add(bytes.fromhex(text))
    assert fold.close()[0] == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"


def test_a_leaf_is_json_and_no_stream_passes_for_another():
    assert leaf('a"b', 3, "f0") == b'["a\\"b",3,"f0"]'
    assert leaf("路", 1, "f0").decode() == '["路",1,"f0"]'
    assert leaf('c",2,"', 1, "f0") != leaf("c", 2, "f0")


def test_a_node_does_not_pass_for_a_leaf():
    two = MerkleFold()
    two.add(b"a")
    two.add(b"b")
    inner = sha256(b"\0a").digest() + sha256(b"\0b").digest()
    one = MerkleFold()
    one.add(inner)
    assert two.close()[0] != one.close()[0]
