"""An author's workbook: its sheets as rows, and every fault in them. Knows no XForm and no record."""
