import os, time, psycopg, pytest, statistics
from uuid import uuid4, UUID
from datetime import timedelta
from django.db import connection
from accident_manager.audit import search
from accident_manager.audit.search import Wanted
from accident_manager.storage import scope
from audit.test_search import LOAD, START, SEARCHES, CODES, _explained, _touched
CODES70 = tuple(f"tests.k{i}" for i in range(67)) + ("tests.opened","tests.kept","tests.paid")
@pytest.mark.django_db
def test_m(django_db_setup):
    insurer, n2 = uuid4(), uuid4()
    with psycopg.connect(os.environ["ACM_SUPERUSER_DATABASE_URL"], autocommit=True) as su:
        su.execute("SET session_replication_role = replica")
        t=time.time(); su.execute(LOAD, {"insurer": insurer, "start": START, "rows": 1_000_000}); print("load", time.time()-t)
        su.execute(LOAD, {"insurer": n2, "start": START, "rows": 300_000})
        su.execute("VACUUM ANALYZE audit_event")
        print(su.execute("select relname, pg_size_pretty(pg_relation_size(oid)) from pg_class where relname like 'audit_event%'").fetchall())
        S = dict(SEARCHES, seventy=Wanted(CODES70), seventy_month=Wanted(CODES70, since=START+timedelta(days=3), until=START+timedelta(days=4)))
        with scope.of(insurer):
            for name, w in S.items():
                for deep in (None, (START+timedelta(days=6), 518400)):
                    f = lambda: search._places(w, 51, deep)
                    f(); ts=[]
                    for _ in range(21):
                        t=time.perf_counter(); f(); ts.append((time.perf_counter()-t)*1000)
                    print(f"{name:22} deep={bool(deep)} page median {statistics.median(ts):.1f} max {max(ts):.1f} ms touched {_touched(_explained(f))}")
                g = lambda: search.count(w, at_most=1001); g(); ts=[]
                for _ in range(11):
                    t=time.perf_counter(); n=g(); ts.append((time.perf_counter()-t)*1000)
                print(f"{name:22} count {n} median {statistics.median(ts):.1f} ms touched {_touched(_explained(g))}")
            hours=[START+timedelta(hours=200+i) for i in range(24)]
            h=lambda: search.count_by_hour(CODES70[-25:], hours, at_most=1001); h(); t=time.perf_counter(); h(); print("by hour", (time.perf_counter()-t)*1000)
            t=time.perf_counter(); print("full count", search.count(Wanted(CODES70)), (time.perf_counter()-t)*1000)
        su.execute("DELETE FROM audit_event WHERE insurer_id = ANY(%s)", [[insurer, n2]])
