"""A class on livesim: laptops checked the day before, notebooks handed out, an offline folder, and two games."""
