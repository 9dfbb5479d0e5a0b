# ports.py listen <seconds> <address> <word> | send <targets>: whether what one machine sends arrives at another. A listener takes the ports
# that nobody has, says which these are, and goes on behind the one who started it until its time is over. `send` reads lines
# `<place> <address> <protocol> <port> <word>`; without a word, the engine listens there, and it is enough that it takes connections.
import os, selectors, socket, sys, threading, time

# Datagrams get lost, so more than one is sent.
TRIES, PATIENCE = 4, float(os.environ.get("PATIENCE", "2.5"))


def opened(address, protocol, port):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)
    try:
        if protocol == "tcp":
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((address, port))
        if protocol == "tcp":
            s.listen(128)
        return s
    except OSError:
        s.close()
        return None


def answer(s, word):
    if s.type == socket.SOCK_STREAM:
        peer, _ = s.accept()
        peer.settimeout(1)
        peer.sendall(word)
        peer.close()
    else:
        s.sendto(word, s.recvfrom(64)[1])


def listen(seconds, address, word, wanted):
    ready = selectors.DefaultSelector()
    for one in wanted:
        protocol, port = one.split("/")
        s = opened(address, protocol, int(port))
        print("listening" if s else "taken", protocol, port, flush=True)
        if s:
            ready.register(s, selectors.EVENT_READ)
    if not ready.get_map():
        return
    if os.fork():
        os._exit(0)
    os.setsid()
    # Whoever started this waits for the end of its output.
    null = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for key, _ in ready.select(max(end - time.monotonic(), 0)):
            try:
                answer(key.fileobj, word)
            except OSError:
                pass


def tcp(address, port, word):
    try:
        with socket.create_connection((address, port), 2 * PATIENCE) as s:
            s.settimeout(2 * PATIENCE)
            if not word or s.recv(64) == word:
                return "open"
            return "another machine answers at %s" % address
    except socket.timeout:
        return "no answer"
    except OSError as error:
        return (error.strerror or str(error)).lower()


def udp(address, port, word):
    seen = "no answer"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(PATIENCE)
        for _ in range(TRIES):
            try:
                # Connected, so that the word of a firewall on the way is heard.
                s.connect((address, port))
                s.send(b"docker-host")
                if s.recv(64) == word:
                    return "open"
                return "another machine answers at %s" % address
            except socket.timeout:
                pass
            except OSError as error:
                seen = (error.strerror or str(error)).lower()
                time.sleep(PATIENCE / 4)
    return seen


def send(lines):
    waiting, lock = [line.split(" ") for line in lines if line], threading.Lock()

    def work():
        while waiting:
            try:
                place, address, protocol, port, word = waiting.pop()
            except IndexError:
                return
            seen = (tcp if protocol == "tcp" else udp)(address, int(port), word.encode())
            with lock:
                print(place, protocol, port, seen, flush=True)

    threads = [threading.Thread(target=work) for _ in range(32)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


if sys.argv[1] == "listen":
    listen(float(sys.argv[2]), sys.argv[3], sys.argv[4].encode(), sys.argv[5:])
else:
    send(sys.argv[2].split("\n"))
