"""The JSON Schema of a batch's summary: ``python -m groundwood.pipelines.batch.schema``."""

import json
import sys
from typing import Any

from groundwood.pipelines.batch.summary import SCHEMA_ID, BatchSummary


def schema_text() -> str:
    """Return the JSON Schema (2020-12) of the summary, with a newline at its end."""
    schema: dict[str, Any] = BatchSummary.model_json_schema(mode="serialization")
    properties = {"$schema": {"const": SCHEMA_ID}, **schema.pop("properties")}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    whole = {**head, **schema, "title": "What a Groundwood batch came to", "properties": properties}
    whole["$defs"]["BatchRun"]["properties"].pop("document")
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
