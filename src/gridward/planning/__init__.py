"""Dividing, assigning and routing: pure functions over plain data; no model, no database, no Django."""
