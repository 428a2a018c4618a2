"""A form being filled in: `record.Record` is what everybody talks to, `engine` computes what depends on a change."""
