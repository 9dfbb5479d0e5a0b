# proof.py serve | mesh <address> <port> <seconds> <nodes> | inside <service> <seconds> <nodes>: a service that says on which node its task
# runs, by TCP and, to large packets, by UDP; whether a published port leads to the tasks of these nodes; and, in a task's own container,
# whether names are found, and all tasks are reached by packets of full size. Nodes are their ids, with commas. One line for each thing seen.
import os, selectors, socket, sys, threading, time

PORT = 8080
PATIENCE = float(os.environ.get("PATIENCE", "5"))
IP_MTU_DISCOVER, IP_PMTUDISC_DO, IP_MTU = 10, 2, 14


def serve():
    me, ready = os.environ["NODE"].encode(), selectors.DefaultSelector()
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        s = socket.socket(socket.AF_INET, kind)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("0.0.0.0", PORT))
        if kind == socket.SOCK_STREAM:
            s.listen(128)
        ready.register(s, selectors.EVENT_READ)
    while True:
        for key, _ in ready.select():
            s = key.fileobj
            try:
                if s.type == socket.SOCK_STREAM:
                    peer, _ = s.accept()
                    peer.settimeout(1)
                    peer.sendall(me)
                    peer.close()
                else:
                    data, peer = s.recvfrom(65536)
                    s.sendto(b"%s %d" % (me, len(data)), peer)
            except OSError:
                pass


def said(error):
    return "no answer" if isinstance(error, socket.timeout) else (error.strerror or str(error)).lower()


# Which node answers there.
def call(address, port):
    with socket.create_connection((address, port), PATIENCE) as s:
        s.settimeout(PATIENCE)
        return s.recv(64).decode()


# A packet as large as the interface takes, which nobody may cut on its way inside the network.
def large(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(PATIENCE / 2)
        s.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO)
        s.connect((address, PORT))
        mtu = s.getsockopt(socket.IPPROTO_IP, IP_MTU)
        for _ in range(4):
            try:
                s.send(b"x" * (mtu - 28))
                if s.recv(128).split(b" ")[1:] == [b"%d" % (mtu - 28)]:
                    return "ok %d" % mtu
            except socket.timeout:
                pass
        return "failed %d" % mtu


def side_by_side(work, all):
    threads = [threading.Thread(target=work, args=(one,)) for one in all]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def mesh(address, port, seconds, nodes):
    end, seen, last = time.monotonic() + seconds, set(), ["no answer"]

    def ask(_):
        while not nodes <= seen and time.monotonic() < end:
            try:
                seen.add(call(address, port))
            except OSError as error:
                last[0] = said(error)
                time.sleep(0.2)

    side_by_side(ask, range(4))
    for node in sorted(seen):
        print("mesh seen", node)
    if not nodes <= seen:
        print("mesh last", last[0])


def addresses(name):
    try:
        return sorted({one[4][0] for one in socket.getaddrinfo(name, PORT, socket.AF_INET, socket.SOCK_STREAM)})
    except OSError:
        return []


def inside(service, seconds, nodes):
    end = time.monotonic() + seconds
    while True:
        one, tasks = addresses(service), addresses("tasks." + service)
        if one and len(tasks) >= len(nodes) or time.monotonic() > end:
            break
        time.sleep(0.5)
    print("dns service", *one)
    print("dns tasks", *tasks)

    def reach(address):
        while True:
            try:
                node = call(address, PORT)
                print("traffic seen", node, large(address), flush=True)
                return
            except OSError as error:
                if time.monotonic() > end:
                    print("traffic last", address, said(error), flush=True)
                    return
                time.sleep(0.5)

    side_by_side(reach, tasks)
    for address in one:
        try:
            print("dns answers", call(address, PORT))
        except OSError as error:
            print("dns last", said(error))


mode, *rest = sys.argv[1:]
if mode == "serve":
    serve()
elif mode == "mesh":
    mesh(rest[0], int(rest[1]), float(rest[2]), set(filter(None, rest[3].split(","))))
else:
    inside(rest[0], float(rest[1]), set(filter(None, rest[2].split(","))))
