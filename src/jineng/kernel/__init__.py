"""Pure vocabulary shared by every floor: text in two languages, money in fen, class hours, dates, identifiers, problems."""
