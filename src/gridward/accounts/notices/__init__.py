"""Notices: the one way by which a room tells somebody at work something, and takes it back."""

from gridward.accounts.notices.actions import NoticeFact, mark_read, send, withdraw
from gridward.accounts.notices.kinds import NoticeKind, NoticeWords, channels, notice_kinds

__all__ = [
    "NoticeFact",
    "NoticeKind",
    "NoticeWords",
    "channels",
    "mark_read",
    "notice_kinds",
    "send",
    "withdraw",
]
