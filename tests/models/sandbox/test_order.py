from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.order import Order, from_text, to_text


def test_an_order_survives_the_way():
    order = Order(
        ("a", "b"), "/s", "/s/f", ("/r",), "/l", {"X": "y\n"}, Limits(seconds=3), ("seccomp",), "/bwrap", 5, 2, (7,)
    )
    assert from_text(to_text(order)) == order
    assert "\n" not in to_text(order)
