"""LC1 as plain Mesa agents: a user is an object, his day a method. The readable version of the story."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, log1p

import mesa

from benchmarks.peers import keyed as draw
from benchmarks.peers import story as of
from benchmarks.peers.story import K, Totals


def version() -> str:
    """The tool's version."""
    return f"Mesa {mesa.__version__}"


def ready(users: int) -> Callable[[int], Totals]:
    """A function that lives a day of so many users."""
    model = LC1(users)

    def day_of(day: int) -> Totals:
        model.live(day)
        return Totals(*model.totals.values())

    return day_of


class LC1(mesa.Model):
    """The platform: today's rooms, and what was counted today."""

    def __init__(self, users: int) -> None:
        super().__init__()
        columns = vars(of.people_of(users))
        for number in range(users):
            User(self, number, {name: column[number].tolist() for name, column in columns.items()})

    def live(self, day: int) -> None:
        """Live one day of all users."""
        self.day = day
        self.totals = dict.fromkeys(Totals._fields, 0)
        self.rooms = {name: column.tolist() for name, column in vars(of.rooms_of(day)).items()}
        self.agents.do("live")


class User(mesa.Agent):
    """A user with the fields of `People`."""

    def __init__(self, model: LC1, number: int, fields: dict) -> None:
        super().__init__(model)
        self.number = number
        self.__dict__.update(fields)

    def live(self) -> None:
        """Open or not, look, visit, and the evening."""
        day, key = self.model.day, draw.day_key(of.SEED, self.model.day, self.number)
        x = (K.open_intercept + self.own + K.open_habit * self.habit
             + K.open_satisfaction * (self.satisfaction - K.satisfaction_pivot)
             - K.open_fatigue * (self.fatigue - K.fatigue_pivot)
             - K.open_idle * log1p(min(day - self.last_open - 1, of.LONGEST_IDLE)))
        minutes, fit, same = 0.0, 0.0, False
        if draw.uniform(key, of.OPEN) < logistic(x):
            self.model.totals["opens"] += 1
            self.last_open = day
            host = self.choose(key)
            if host >= 0:
                minutes, fit, same = self.visit(key, host)
        self.evening(minutes, fit, same)

    def choose(self, key: int) -> int:
        """The room that is entered, or -1 for none."""
        rooms, chosen = self.model.rooms, of.NOBODY
        best = -log(draw.uniform(key, of.CHOOSE)) / K.none_weight
        for place in range(of.BOARD_PLACES + (self.favourite >= 0)):
            z = draw.bits(key, of.BOARD, place)
            host = self.favourite if place == of.BOARD_PLACES else self.recommended(z)
            price = max(0.1, 1.0 + K.price_pull * self.sensitivity * (K.usual_price - rooms["price"][host]))
            weight = self.interest[rooms["category"][host]] * price
            score = -log(((z >> 25) + 0.5) * draw.PLACE_SCALE) / weight
            if score < best:
                best, chosen = score, host
            self.model.totals["shown"] += 1
        return chosen

    def recommended(self, z: int) -> int:
        """The room of a place on the board: by the user's interests, or what is popular."""
        u, slot = ((z >> 9 & 0xFFFF) + 0.5) * draw.WISH_SCALE, z & (draw.SLOTS - 1)
        if u >= K.relevance:
            return self.model.rooms["popular"][slot]
        wish, category = u / K.relevance * of.CATEGORIES, 0
        for interest in self.interest[:-1]:
            wish -= interest
            category += wish >= 0.0
        return self.model.rooms["by_category"][category][slot]

    def visit(self, key: int, host: int) -> tuple[float, float, bool]:
        """Minutes engaged (0 for a bounce), the room's fit, and whether it looks like one seen lately."""
        rooms, count = self.model.rooms, self.model.totals
        match, look = self.interest[rooms["category"][host]], rooms["look"][host]
        fit = match / (1.0 + match)
        same = any((self.looks >> (8 * k)) & 255 == look for k in range(of.LOOKS_KEPT))
        self.looks = ((self.looks << 8) | look) & of.LOOKS_MASK
        count["visits"] += 1
        x = K.bounce_intercept - K.bounce_fit * (fit - of.PIVOT) + K.bounce_same * same
        bounced, z = draw.uniform(key, of.BOUNCE) < logistic(x), draw.normal_quantile(draw.uniform(key, of.MINUTES))
        if bounced:
            minutes = min(of.LONGEST_BOUNCE, K.bounce_seconds * exp(K.bounce_sigma * z)) / 60.0
            count["bounces"] += 1
            count["milliminutes"] += int(minutes * 1000.0 + 0.5)
            return 0.0, fit, same
        wish = K.watch_minutes * exp(self.watch_own + K.watch_fit * (fit - of.PIVOT) + K.watch_sigma * z)
        minutes = max(of.BOUNCE_BELOW, min(wish, K.patience))
        milli = int(minutes * 1000.0 + 0.5)
        count["milliminutes"] += milli
        self.shop(key, rooms, host, fit, minutes)
        self.favourite = host
        return milli / 1000.0, fit, same

    def shop(self, key: int, rooms: dict, host: int, fit: float, minutes: float) -> None:
        """Buy or not."""
        x = (K.buy_intercept + self.buy_own + K.buy_fit * (fit - of.PIVOT)
             + K.buy_price * (self.sensitivity * (K.usual_price - rooms["price"][host]))
             + K.buy_minutes * log1p(minutes))
        if draw.uniform(key, of.BUY) < logistic(x) and draw.uniform(key, of.CHECKOUT) < logistic(K.checkout_intercept):
            z = draw.normal_quantile(draw.uniform(key, of.BASKET))
            value = 100.0 * rooms["list_price"][host] * rooms["price"][host] * exp(K.basket_sigma * z)
            self.model.totals["orders"] += 1
            self.model.totals["spent_fen"] += int(value + 0.5)

    def evening(self, minutes: float, fit: float, same: bool) -> None:
        """Habit, satisfaction and fatigue move on."""
        self.satisfaction += K.satisfaction_drift * (K.satisfaction_level - self.satisfaction)
        if minutes > 0.0:
            saturation = 1.0 - exp(-minutes / K.saturation_minutes)
            self.habit += K.habit_rate * (1.0 - self.habit) * saturation
            self.satisfaction += K.satisfaction_watch * (fit / of.PIVOT) * saturation * (1.0 - self.satisfaction)
        else:
            self.habit *= 1.0 - K.habit_loss
        self.fatigue += K.fatigue_rate * (same - self.fatigue)


def logistic(x: float) -> float:
    """The probability of log-odds."""
    return 1.0 / (1.0 + exp(-min(of.STEEPEST, max(-of.STEEPEST, x))))


