"""Names that moved to `dialect` (conversions) and `dates` (reading dates); kept until every importer follows."""

from .dates import days, from_days, moment_text, read_date, read_moment, read_time
from .dialect import Value, number_text, to_boolean, to_number, to_string

__all__ = ["Value", "days", "from_days", "moment_text", "number_text", "read_date", "read_moment", "read_time",
           "to_boolean", "to_number", "to_string"]
