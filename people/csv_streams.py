"""CSV files that leave the site: streamed row by row, no cell that a spreadsheet would run."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from records.csv_cells import safe_cell

BYTE_ORDER_MARK = "\ufeff"
ROWS_AT_ONCE = 200


class _Echo:
    """Hands back what the writer writes."""

    def write(self, value: str) -> str:
        return value


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Stream rows as CSV in UTF-8 with a mark, so that spreadsheets read the letters right."""
    response = StreamingHttpResponse(_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    write = csv.writer(_Echo()).writerow
    kept = [BYTE_ORDER_MARK + str(write(header))]
    for row in rows:
        kept.append(str(write([safe_cell("" if cell is None else cell) for cell in row])))
        if len(kept) >= ROWS_AT_ONCE:
            yield "".join(kept)
            kept.clear()
    yield "".join(kept)
