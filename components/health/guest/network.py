# network.py look <address> | serve <ip port scheme name>: whether name servers answer, how large packets may be, whether a
# TCP connection goes out, and whether more than one packet gets through on it, one line each, and one with what `serve`
# is to ask; `look` ends with whether Docker may take the address of whoever asks. `serve` runs inside a container and gives its lines to whoever connects to port 8080.
import ipaddress, json, os, socket, sys
from urllib.parse import urlsplit

# A question for the root's name servers, which every resolver can answer, whatever names it serves.
QUESTION = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01"
# Seconds for each step of an exchange.
PATIENCE = float(os.environ.get("PATIENCE", "10"))


def dns():
    with open(os.environ.get("ROOT", "") + "/etc/resolv.conf") as f:
        servers = [line.split()[1] for line in f if line.startswith("nameserver") and len(line.split()) > 1]
    for server in servers:
        try:
            kind = socket.AF_INET6 if ":" in server else socket.AF_INET
            with socket.socket(kind, socket.SOCK_DGRAM) as s:
                s.settimeout(5)
                # Connected, as glibc does it, so that a server that is not there is noticed at once.
                s.connect((server, 53))
                s.send(QUESTION)
                answer = s.recv(4096)
            if len(answer) > 3 and answer[3] & 15 in (0, 3):
                return "dns ok " + server
        except OSError:
            pass
    return "dns failed: no answer from " + (", ".join(servers) or "any name server: none is named")


def tcp(host, port):
    try:
        ip = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)[0][4][0]
        socket.create_connection((ip, port), PATIENCE).close()
        return "tcp ok %s %d" % (ip, port)
    except OSError as error:
        return "tcp failed: %s port %d: %s" % (host, port, error)


# A server's certificates fill several packets, and so does the question. Whatever comes back will do: where packets are too
# large for the way, nothing does.
def packets(ip, port, scheme, name):
    try:
        with socket.create_connection((ip, port), PATIENCE) as s:
            if scheme == "https":
                import ssl

                s = ssl._create_unverified_context().wrap_socket(s, server_hostname=name)
            question = "HEAD / HTTP/1.1\r\nHost: %s\r\nX-Padding: %s\r\nConnection: close\r\n\r\n"
            s.sendall((question % (name, "0" * 3000)).encode())
            s.recv(1)
    except socket.timeout:
        return "packets failed: %s port %d takes connections, and then nothing larger than one packet gets through" % (ip, port)
    except Exception:
        pass
    return "packets ok"


# How large packets may be on the interface by which the default route goes.
def mtu():
    root = os.environ.get("ROOT", "")
    try:
        with open(root + "/proc/net/route") as f:
            name = next(words[0] for words in map(str.split, f) if words[1:2] == ["00000000"])
        with open(root + "/sys/class/net/%s/mtu" % name) as f:
            return "mtu " + f.read().strip()
    except (OSError, StopIteration):
        return "mtu unknown"


# Docker's own: what it takes its networks from, and how many bits of a network each has.
POOLS = [("172.17.0.0/16", 16), ("172.18.0.0/16", 16), ("172.19.0.0/16", 16), ("172.20.0.0/14", 16)]
POOLS += [("172.24.0.0/14", 16), ("172.28.0.0/14", 16), ("192.168.0.0/16", 20)]


def given_pools(root):
    try:
        with open(root + "/etc/docker/daemon.json") as f:
            config = {key.lower(): value for key, value in json.load(f).items()}
        pools = [(pool["base"], pool["size"]) for pool in config.get("default-address-pools") or []]
        bridge = config.get("bip") or config.get("fixed-cidr")
        return [(bridge, None)] * bool(bridge) + (pools or POOLS)
    except (OSError, ValueError):
        return POOLS


# Docker leaves out what overlaps a network in which the machine itself is, but knows of none behind a gateway.
def near(root):
    with open(root + "/proc/net/route") as f:
        routes = [line.split() for line in f][1:]
    number = lambda text: ipaddress.ip_address(int.from_bytes(bytes.fromhex(text), "little"))
    there = [r for r in routes if r[2] == "00000000" and r[7] != "00000000"]
    return [ipaddress.ip_network("%s/%s" % (number(r[1]), number(r[7]))) for r in there]


# Whether one of Docker's networks may have the address of whoever asks: from then on, no answer reaches them.
def client(address):
    root = os.environ.get("ROOT", "")
    try:
        asks = ipaddress.ip_address(address)
        for base, size in given_pools(root):
            pool = ipaddress.ip_network(base, strict=False)
            if asks not in pool:
                continue
            part = ipaddress.ip_network("%s/%d" % (asks, size), strict=False) if size else pool
            if size is None or not any(part.overlaps(one) for one in near(root)):
                return "client inside: %s asks, and Docker may give a network of its own the range %s" % (asks, part)
    except Exception:
        pass
    return "client ok"


def look(host, port, scheme, name):
    lines = [dns(), mtu()]
    if host:
        lines.append(tcp(host, port))
        if lines[-1].startswith("tcp ok"):
            ip = lines[-1].split()[2]
            lines += [packets(ip, port, scheme, name), "ask %s %d %s %s" % (ip, port, scheme, name)]
    return "\n".join(lines) + "\n"


if sys.argv[1] == "look":
    url = urlsplit(sys.argv[2])
    print(look(url.hostname, url.port or (443 if url.scheme == "https" else 80), url.scheme, url.hostname), end="")
    print(client(os.environ.get("EXPECT_CLIENT", "")))
else:
    host, port, scheme, name = sys.argv[2].split() or ("", "0", "", "")
    lines = look(host, int(port), scheme, name)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("0.0.0.0", 8080))
        listener.listen(8)
        listener.settimeout(120)
        peer, _ = listener.accept()
        peer.sendall((lines + "docker-host-probe\n").encode())
        peer.close()
