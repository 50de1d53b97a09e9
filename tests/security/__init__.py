"""What hostile eyes would try: every address, every field, every door."""
