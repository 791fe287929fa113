"""Coupons: who gets one when. How they are used is in `order`, how they draw people in is in `visit`."""

from __future__ import annotations

from sim.base.params import parameter

parameter("coupon_value", 0.0, "yuan", (0, 200), "off in the baseline",
          text="Face value of the coupons that are granted; 0 grants none.")
parameter("coupon_every", 30.0, "days", (1, 180), "once a month: our judgement",
          text="Days from one coupon to the next; users are spread over these days by hash.")
parameter("coupon_valid_days", 7.0, "days", (1, 60), "our judgement",
          text="Days that a granted coupon is valid.")
parameter("winback_coupon", 0.0, "yuan", (0, 200), "off in the baseline",
          text="Coupon that comes with a win-back message; 0 for none.")
parameter("apology_coupon", 0.0, "yuan", (0, 200), "off in the baseline",
          text="Coupon that comes with the solution of a crisis; 0 for none.")
