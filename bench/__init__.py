"""Peers that the product is measured beside. `./acm bench` and tests/bench run them, nothing in `src/` imports them."""
