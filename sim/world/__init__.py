"""What happens between days: the shared state, the platform, strategies, coupons, shares, accounts."""
