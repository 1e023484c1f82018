"""Keys of an insurer, encrypted fields, blind index, rotation. The master key stays outside the database.

`fields` are the model fields whose columns hold ciphertext; `index` makes the keyed tokens by which a row is found
again, `search` the database function that searches them; `keys` are the insurer's keysets, wrapped by `master` and
renewed by `rotation`.
"""
