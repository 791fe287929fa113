"""The Mesa front: a scenario's world as a Mesa model, with agents or with compiled rows inside."""

from sim.model.live_commerce import LiveCommerceModel

__all__ = ["LiveCommerceModel"]
