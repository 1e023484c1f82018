"""One file per subject; OpenFisca reads them all (`add_variables_from_directory`)."""
