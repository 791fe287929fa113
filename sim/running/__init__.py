"""Simulating replicates: one world or many, on several processes, kept in a results folder."""
