"""A roster's way in: sealed and staged in small batches, looked at, then applied whole or not at all."""
