"""``python -m groundwood.render.schema``: print the published JSON Schema."""

import json

from groundwood.render.json import schema

if __name__ == "__main__":
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
