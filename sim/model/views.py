"""Compiled rows seen as Mesa agents: each view reads and writes its user's row in place."""

from __future__ import annotations

from typing import Any

from sim.base.errors import ResultError
from sim.base.message import said
from sim.engines.agents import GenZUser, NewMiddleUser, SilverUser, User
from sim.engines.compat import mesa
from sim.engines.readable import Traits
from sim.users.state import STATE, fields


class Column:
    """A field of the STATE row behind a view."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, view: Any, owner: type | None = None) -> Any:
        return self if view is None else view.model.world.state[self.name][view.row].item()

    def __set__(self, view: Any, value: float) -> None:
        view.model.world.state[self.name][view.row] = value


class UserView(User):
    """A user of a compiled world, with the fields of his STATE row as attributes."""

    def __init__(self, model: Any, row: int) -> None:
        mesa.Agent.__init__(self, model)
        self.row = row

    @property
    def who(self) -> Any:  # type: ignore[override]
        """What never changes about the user."""
        return Traits(*self.model.world.traits[self.row].tolist())

    @property
    def done(self) -> Any:  # type: ignore[override]
        """Refused: rows keep sums of days, not what one user did on one."""
        raise ResultError(said("the compiled engine keeps no record of a user's day; build the model with "
                               "engine='agents'"))

    @property
    def p(self) -> Any:  # type: ignore[override]
        """The parameters in force for the user on the last day lived."""
        return self.model.parameters_of(self.row)


for _name in fields(STATE):
    setattr(UserView, _name, Column(_name))


class GenZView(UserView, GenZUser):
    """A view of a user born 1995 to 2009."""


class NewMiddleView(UserView, NewMiddleUser):
    """A view of a user between gen_z and silver."""


class SilverView(UserView, SilverUser):
    """A view of a user of sixty or older."""


VIEWS_BY_AGE = (GenZView, NewMiddleView, SilverView)
