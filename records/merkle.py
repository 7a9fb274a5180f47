"""The Merkle tree (RFC 6962) over the ledger's leaves, read in tiles of 256 so that a proof costs a few queries."""

from collections.abc import Iterable, Sequence

from pymerkle.core import BaseMerkleTree

from records.models import LedgerEntry, LedgerLeaf, LedgerNode

TILE_BITS = 8
TILE = 1 << TILE_BITS


class LedgerTree(BaseMerkleTree):
    """pymerkle's tree over our tables: leaves at level 0, kept roots of full tiles above. One instance per task."""

    def __init__(self) -> None:
        super().__init__("sha256", disable_cache=True)
        self._get_subroot = self._subroot_from_tiles
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def extend(self, entries: Sequence[LedgerEntry]) -> int:
        """Append entries in the given order; keep the roots of the tiles they fill; return the new size.

        The caller holds the lock of the sequencer and the transaction.
        """
        before = self._get_size()
        leaves = [
            LedgerLeaf(index=before + offset, entry=entry, leaf_hash=self.hash_buff(entry.leaf_bytes()).hex())
            for offset, entry in enumerate(entries)
        ]
        LedgerLeaf.objects.bulk_create(leaves, batch_size=500)
        self._tiles.clear()
        self._keep_full_tiles(before, before + len(leaves))
        return before + len(leaves)

    def fold(self, row: Iterable[bytes]) -> bytes:
        """The root over a row whose length is a power of two."""
        level = list(row)
        while len(level) > 1:
            level = [self.hash_pair(left, right) for left, right in zip(level[::2], level[1::2], strict=True)]
        return level[0]

    def _keep_full_tiles(self, before: int, after: int) -> None:
        level = 0
        while (before, after) != (before >> TILE_BITS, after >> TILE_BITS):
            first, end = before >> TILE_BITS, after >> TILE_BITS
            LedgerNode.objects.bulk_create(
                LedgerNode(level=level + 1, position=position, node_hash=self.fold(self._tile(level, position)).hex())
                for position in range(first, end)
            )
            level, before, after = level + 1, first, end

    def _subroot_from_tiles(self, offset: int, width: int) -> bytes:
        """The root of an aligned subtree whose width is a power of two."""
        level = (width.bit_length() - 1) // TILE_BITS
        start, count = offset >> (TILE_BITS * level), width >> (TILE_BITS * level)
        tile = self._tile(level, start // TILE)
        return self.fold(tile[start % TILE : start % TILE + count])

    def _tile(self, level: int, number: int) -> list[bytes]:
        key = (level, number)
        if key not in self._tiles:
            span = (number * TILE, (number + 1) * TILE - 1)
            rows = (
                LedgerNode.objects.filter(level=level, position__range=span).values_list("node_hash", flat=True)
                if level
                else LedgerLeaf.objects.filter(index__range=span).values_list("leaf_hash", flat=True)
            )
            self._tiles[key] = [bytes.fromhex(row) for row in rows]
        return self._tiles[key]

    def _encode_entry(self, data: LedgerEntry) -> bytes:
        return data.leaf_bytes()

    def _store_leaf(self, data: LedgerEntry, digest: bytes) -> int:
        return self.extend([data])

    def _get_leaf(self, index: int) -> bytes:
        return self._tile(0, (index - 1) // TILE)[(index - 1) % TILE]

    def _get_leaves(self, offset: int, width: int) -> list[bytes]:
        rows = LedgerLeaf.objects.filter(index__range=(offset, offset + width - 1)).values_list("leaf_hash", flat=True)
        return [bytes.fromhex(row) for row in rows]

    def _get_size(self) -> int:
        last = LedgerLeaf.objects.order_by("-index").values_list("index", flat=True).first()
        return 0 if last is None else last + 1
