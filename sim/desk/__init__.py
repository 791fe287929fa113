"""The planner's desk: a page in the browser from question to decision, on what the other rooms compute."""
