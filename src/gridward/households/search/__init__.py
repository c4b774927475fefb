"""Search: one box finds plates, addresses, names, pinyin, initials, IDs and phones, without any of them in clear."""

from gridward.households.search.tokens import refresh_tokens, tokens_of, write_tokens

__all__ = ["refresh_tokens", "tokens_of", "write_tokens"]
