"""Keyed chance: the same question gets the same draw, in any order, thread, engine or world."""
