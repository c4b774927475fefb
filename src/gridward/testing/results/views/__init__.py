"""The pages of results: at the laboratory's table, at the health contact's, at the worker's hand."""
