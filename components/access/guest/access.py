# access.py: who may use this machine; see ../order.ts for what is on stdin.
import json, sys

order = json.load(sys.stdin)["access"]
print("as on the first boot: %s" % ", ".join([order["login"]["name"]] + [user["name"] for user in order["users"]]))
