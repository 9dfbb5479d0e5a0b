# Reads user data as cloud-init does: a text that says "mime-version:" near its beginning is taken for a mail, and what is
# in it is YAML 1.1 by PyYAML's safe loader. A JSON list of texts comes on stdin; on stdout goes a list of what each one
# says, or why it says nothing. A value that JSON does not have, such as a date, would be a mistake of ours.
import email
import json
import sys

import yaml


def body(text):
    data = text.encode()
    if b"mime-version:" not in data[:4096].lower():
        return text
    return email.message_from_string(text).get_payload(decode=True).decode("utf-8", "surrogateescape")


def plain(value):
    if isinstance(value, dict):
        odd = [name for name in value if not isinstance(name, str)]
        if odd:
            raise ValueError(f"not a text as a name: {odd[0]!r}")
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise ValueError(f"read as a {type(value).__name__}: {value!r}")


def load(text):
    try:
        if not text.startswith("#cloud-config\n"):
            raise ValueError("not a cloud-config")
        return {"value": plain(yaml.safe_load(body(text)))}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([load(text) for text in json.load(sys.stdin)], sys.stdout, allow_nan=False)
