"""The door for the clock: work done later or again, on queues of the same PostgreSQL.

`tasks` holds the jobs, thin: ids in, scope on, one act, safe to run twice. `worker` does them, each queue at its pace.
Rooms below ask for a job by its name, in the transaction that needs it.
"""
