"""The pages at which samples are taken."""
