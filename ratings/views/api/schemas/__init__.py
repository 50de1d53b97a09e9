"""Response schemas of the API: one class per object, every field described."""
