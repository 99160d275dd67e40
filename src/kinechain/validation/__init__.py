"""How well kinechain measures: walks whose truth others recorded, and the table of our errors."""
