"""Jineng (技能通): subsidised vocational training from voucher to payment."""

__version__ = "0.1.0"
