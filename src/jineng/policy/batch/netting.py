"""Setting off what was paid before, for every item alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from jineng.policy.batch.expressions import first_of, integer

if TYPE_CHECKING:
    from jineng.policy.batch.expressions import Frame


def net(lines: Frame) -> Frame:
    """Set off ``paid_fen`` from ``now_fen`` and ``rest_fen``; what may come later is used up before anything is asked back."""
    zero, left, rest = integer(0), nw.col("left_fen"), nw.col("rest_fen")
    lines = lines.with_columns((nw.col("now_fen") + rest).alias("due_fen")).with_columns(
        (nw.col("due_fen") - nw.col("paid_fen")).alias("left_fen")
    )
    lines = lines.with_columns(first_of([(left > rest, rest), (left > 0, left)], zero).alias("later_fen"))
    return lines.with_columns(
        nw.when(left > 0).then(left - nw.col("later_fen")).otherwise(zero).alias("payable_now_fen"),
        nw.when(left < 0).then(zero - left).otherwise(zero).alias("recover_fen"),
    )


def fixed_verdict(lines: Frame) -> Frame:
    """Finish lines that are paid at once or refused: certificates and hires."""
    return net(lines.with_columns(integer(0).alias("rest_fen"))).with_columns(
        nw.when(nw.col("reason").is_null()).then(nw.lit("payable")).otherwise(nw.lit("refused")).alias("status"),
        nw.lit(None, nw.String).alias("gate_note"),
        nw.lit(None, nw.String).alias("release_note"),
        nw.lit("none").alias("standard"),
        integer(0).alias("days"),
        nw.lit(None, nw.Int64).alias("least_fen"),
        nw.lit(None, nw.Int64).alias("most_fen"),
    )
