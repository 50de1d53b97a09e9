"""What the answers of the API look like: one class a thing, every field with its meaning."""
