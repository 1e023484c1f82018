"""How rows that belong to an insurer are kept: in scope only, and refused by the database when the code forgets."""
