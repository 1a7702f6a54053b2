"""The nightly batch as an Airflow DAG: the one command, retried because it is idempotent."""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(
    dag_id="groundwood_nightly",
    schedule="15 2 * * *",
    start_date=datetime(2024, 6, 1),
    catchup=False,
    max_active_runs=1,
) as dag:
    BashOperator(
        task_id="batch",
        # The moment is the run's own, so that a retry the next morning is still that night's run.
        bash_command="groundwood batch nightly.toml --json --now '{{ data_interval_end }}'",
        cwd="/srv/groundwood",
        retries=5,
        retry_delay=timedelta(minutes=10),
        execution_timeout=timedelta(hours=5),
        skip_on_exit_code=5,
    )
