"""The lead's board: what waits longest, what is overdue, and who has how much, of the sellers that a person leads."""

from chats.services.board.board import Board, board_of
from chats.services.board.counted import MOST_COUNTED
from chats.services.board.load import Load
from chats.services.board.sellers import SellerQueue

__all__ = ["MOST_COUNTED", "Board", "Load", "SellerQueue", "board_of"]
