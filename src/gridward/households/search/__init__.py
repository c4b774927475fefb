"""Search: one box finds plates, addresses, names, pinyin, initials, IDs and phones, without any of them in clear."""

from gridward.households.search.finding import SearchResult, search
from gridward.households.search.tokens import refresh_tokens, tokens_of, valid_id_token, write_tokens

__all__ = ["SearchResult", "refresh_tokens", "search", "tokens_of", "valid_id_token", "write_tokens"]
