"""One Spark for all tests, on this machine, and a folder of tables for it to read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from tests.spark.inputs import write_inputs


def pytest_configure(config: pytest.Config) -> None:
    # Both are pyspark's: 4.3 says so of pandas 3, which is not used here, and 4.0 leaves sockets to be collected.
    config.addinivalue_line("filterwarnings", "ignore:PySpark does not yet fully support pandas:FutureWarning")
    config.addinivalue_line("filterwarnings", "ignore:unclosed <socket:ResourceWarning")


@pytest.fixture(scope="session")
def session() -> Iterator[SparkSession]:
    """Spark with two threads, which tries a task four times; its workers are of the Python that runs the tests."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
    # A short run is over before the JVM's second compiler pays.
    builder = builder.config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "10").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The paths of 200 tables in files of every kind, and of files that cannot be read, the last of which is not there."""
    return write_inputs(tmp_path_factory.mktemp("inputs"))
