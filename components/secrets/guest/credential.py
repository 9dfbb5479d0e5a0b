# credential.py: what docker's credential helpers of all clouds share; the part of one cloud stands behind it. docker starts the program
# with one word and the registry's name on stdin, and reads stdout, on which it also wants what is wrong. Nothing is kept: each
# login is a new one.
import http.client, json, os, re, sys, threading

# The metadata service answers at once, or there is none. What is outside may take longer: so long at each address of its name, and
# so long in all. The probe `registry` ends this program after a minute, and all of it has to be over before.
PATIENCE = {"metadata": 5, "outside": 20, "together": 30}
# The words by which docker knows that there is no login, and goes on without.
NOT_FOUND = "credentials not found in native keychain"


def reason(problem):
    return getattr(problem, "strerror", None) or str(problem) or type(problem).__name__


# Ends the program with a reason, unless it is cancelled in time: nothing else ends the lookup of a name, or adds up its addresses.
def deadline(seconds, why):
    def end():
        print("%s: no answer within %g s" % (why, seconds), flush=True)
        os._exit(1)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    return timer


# Status and text of the metadata service's answer. It is on the machine itself, so that no proxy is asked.
def metadata(server, method, path, headers):
    service = http.client.HTTPConnection(server, timeout=PATIENCE["metadata"])
    try:
        service.request(method, path, headers=headers)
        answer = service.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as problem:
        raise Trouble("the metadata service of this machine, %s, does not answer: %s" % (server, reason(problem)))
    finally:
        service.close()


# The part of an address that credHelpers has.
def registry_of(text):
    return re.sub(r"^https?://|/.*$", "", text.strip())


# `login` gives name and password for a registry.
def serve(login):
    word = sys.argv[1] if len(sys.argv) == 2 else ""
    try:
        if word == "get":
            server = sys.stdin.read().strip()
            registry = registry_of(server)
            if not re.search(json.loads(SETTINGS)["registries"], registry):
                raise Trouble(NOT_FOUND)
            name, password = login(registry)
            print(json.dumps({"ServerURL": server, "Username": name, "Secret": password}))
        elif word == "list":
            print("{}")
        elif word in ("store", "erase"):
            raise Trouble("the login at this registry is that of the machine's role; there is nothing to %s" % word)
        else:
            raise Trouble("usage: docker-credential-machine-role get|list|store|erase")
    except Trouble as problem:
        print(problem)
        sys.exit(1)
    except Exception as problem:
        # Its text might hold a part of a login.
        print("no login: %s in line %d" % (type(problem).__name__, line_of(problem)))
        sys.exit(1)
