# Google Cloud, behind credential.py of ../../secrets: the metadata service gives a token of the machine's service account, and
# keeps it for as long as it is good.
def login(registry):
    server = os.environ.get("GCE_METADATA_HOST", "169.254.169.254")
    path = "/computeMetadata/v1/instance/service-accounts/default/token"
    status, text = metadata(server, "GET", path, {"Metadata-Flavor": "Google"})
    if status == 404:
        raise Trouble("this machine has no service account")
    if status != 200:
        raise Trouble("the metadata service gives this machine no token, with status %d" % status)
    return "oauth2accesstoken", json.loads(text)["access_token"]


if __name__ == "__main__":
    serve(login)
