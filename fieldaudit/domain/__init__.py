"""What an audit is: types, states, rights, terms, calendar, the fold. Pure: no clock, disk or SQL."""
