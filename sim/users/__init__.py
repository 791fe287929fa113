"""What one person does in a day: state, rules, visits, the day itself, and what is counted of it."""
