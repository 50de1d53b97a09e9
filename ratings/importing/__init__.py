"""Import data: read files, plan the changes, apply or undo them."""
