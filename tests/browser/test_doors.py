def test_x(house, cast):
    print(house.url, cast("belfius","handler"))
