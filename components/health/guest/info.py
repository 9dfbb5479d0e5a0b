# info.py <format>: the engine's answer to /info on stdin, in the words of `docker info --format`: each {{.Field}} and
# {{json .Field}} becomes the field. The docker command asks all its plugins before it answers, which takes seconds where
# processors are slow.
import json, re, sys

text = sys.stdin.read()
try:
    info = json.loads(text)
except ValueError:
    sys.exit("the engine's /info cannot be read: " + (text[:200] or "no answer"))
# So it answers where a plugin forbids the question.
if "Driver" not in info:
    sys.exit("the engine does not say how it is set up: %s" % info.get("message", text[:200]))


def field(found):
    value = info
    for name in found.group(2).split("."):
        value = (value or {}).get(name)
    if isinstance(value, str) and not found.group(1):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


print(re.sub(r"\{\{(json )?\.([\w.]+)\}\}", field, sys.argv[1]), end="")
