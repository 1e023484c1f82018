def test_x(belfius, in_belfius):
    from accident_manager.identity.actions.accounts import create_account, RoleGrant
    from accident_manager.foundation.actor import system
    a = create_account(email="a@b.be", first_name="A", last_name="B", language="fr", roles=[RoleGrant("handler")], by=system(belfius.id))
    print(a)
