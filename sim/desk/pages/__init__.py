"""The pages of the desk, one a file; each has one function `show`."""
