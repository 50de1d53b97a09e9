"""The guides in docs/: what they show is run, what they name is there."""
