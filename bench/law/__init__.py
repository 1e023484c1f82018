"""The law twice: `accident_manager.law` beside `bench.law_openfisca`, in agreement (compare) and in speed (measure)."""
