"""TLS to PostgreSQL, to a mail relay and to an exchange's webhook: a peer that proves its name, one that another
authority vouches for, and one that has another name."""

import os
import shutil
import subprocess
from urllib.parse import quote, urlsplit

import pytest

import exchange as exchanges
from authority import Authority
from client import Client
from deployment import Cluster, Deployment, free_port, psql, url_for, wait_until
from receivers import MailServer, WebhookServer

SECONDS_MAX = 30
OWN = "localhost"


@pytest.fixture(scope="module")
def trusted(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("trusted"), "trusted")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("stranger"), "stranger")


# A peer's certificate: by which authority, for which name; and whether it is believed.
PEERS = {
    "good": ("trusted", OWN, True),
    "another authority": ("stranger", OWN, False),
    "another name": ("trusted", "other.test", False),
}


@pytest.fixture(params=PEERS)
def peer(request, trusted, stranger):
    """TLS context of a peer that answers to localhost, and whether we may talk to it."""
    authority, name, is_believed = PEERS[request.param]
    return {"trusted": trusted, "stranger": stranger}[authority].context(name), is_believed


def answered(exchange, channel):
    """A case whose customer is answered; its delivery is under way."""
    body = {"customer": {"id": "tls", "email": "tls@customers.test"}, "channel": channel, "text": "Hello?"}
    ticket = exchange.intake.insist("POST", f"{exchange.path}/tickets", body, once="tls")
    exchange.agent.insist("POST", f"{exchange.path}/tickets/{ticket['id']}/replies", {"text": "Here."}, once="tls-r")


def refusal(made):
    """The code with which the one delivery waits for another attempt."""
    query = "SELECT last_code FROM switchyard.job WHERE kind = 'deliver' AND last_code IS NOT NULL"
    rows = wait_until(lambda: made.sql(query), SECONDS_MAX, "the delivery was tried")
    return rows[0][0]


def test_mail_leaves_over_smtps_only_to_a_relay_that_proves_its_name(deploy, trusted, peer):
    context, is_believed = peer
    with MailServer(tls=context) as mail:
        made = deploy(
            SWITCHYARD_SMTP_URL=f"smtps://{OWN}:{mail.port}", SWITCHYARD_CA_FILE=str(trusted.certificate)
        ).start()
        answered(exchanges.found(Client(made.base_url, made.operator_key()), "smtps"), "email")
        if is_believed:
            wait_until(lambda: len(mail.inbox) == 1, SECONDS_MAX, "the mail arrives")
        else:
            assert refusal(made) == "tls_failed"
            assert len(mail.inbox) == 0


def test_a_webhook_goes_over_https_only_to_a_receiver_that_proves_its_name(deploy, trusted, peer):
    context, is_believed = peer
    with WebhookServer(tls=context) as hooks:
        made = deploy(
            SWITCHYARD_EGRESS_ALLOW=f"127.0.0.1/32:{hooks.port}", SWITCHYARD_CA_FILE=str(trusted.certificate)
        ).start()
        operator = Client(made.base_url, made.operator_key())
        one = exchanges.found(operator, "https", endpoints={"reply": f"https://{OWN}:{hooks.port}/replies"})
        hooks.secrets["/replies"] = one.endpoints["reply"]
        answered(one, "api")
        if is_believed:
            wait_until(lambda: len(hooks.inbox) == 1, SECONDS_MAX, "the webhook arrives")
        else:
            assert refusal(made) == "tls_failed"
            assert len(hooks.inbox) == 0


@pytest.fixture(scope="module")
def tls_cluster(trusted):
    """A server that also listens on TCP, with a certificate for localhost, and takes no TCP connection without TLS."""
    port = free_port()
    cluster = Cluster("e2e-tls", fast=True)
    cluster.environment["SWITCHYARD_CLUSTER_PORT"] = str(port)
    try:
        cluster.start()
        for kind, source in zip(("key", "crt"), trusted.issue(OWN)):
            place = cluster.data / f"server.{kind}"
            shutil.copyfile(source, place)
            owner = os.stat(cluster.data)
            os.chown(place, owner.st_uid, owner.st_gid)
            place.chmod(0o600)
        rules = cluster.data / "pg_hba.conf"
        rules.write_text("local all all scram-sha-256\nhostssl all all 127.0.0.1/32 scram-sha-256\n")
        for setting in ("ssl = on", "ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'"):
            psql(cluster.url, f"ALTER SYSTEM SET {setting}")
        psql(cluster.url, "SELECT pg_reload_conf()")
        yield cluster, port
    finally:
        cluster.remove()


def over_tls(cluster, port, host, authority):
    """The administrator's URL by TCP."""
    parts = urlsplit(cluster.url)
    return (
        f"postgresql://{parts.username}:{parts.password}@{host}:{port}/postgres"
        f"?sslmode=verify-full&sslrootcert={quote(str(authority.certificate), safe='')}"
    )


def test_both_tiers_talk_to_postgresql_over_tls(tls_cluster, trusted, tmp_path):
    with Deployment(over_tls(*tls_cluster, OWN, trusted), tmp_path) as made:
        made.start()
        exchange = exchanges.found(Client(made.base_url, made.operator_key()), "tls")
        answered(exchange, "email")
        wait_until(lambda: list(made.mail_folder.glob("*.eml")), SECONDS_MAX, "the mail is there")
        plain = made.sql(
            "SELECT DISTINCT a.application_name FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid) "
            "WHERE a.usename LIKE 'switchyard%' AND NOT s.ssl"
        )
        encrypted = made.value(
            "SELECT count(DISTINCT a.usename) FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid) "
            "WHERE a.usename LIKE 'switchyard%' AND s.ssl"
        )
        assert plain == []
        assert encrypted >= 3, "api, worker and dispatcher"


@pytest.mark.parametrize("tier_name", ["api", "worker"])
@pytest.mark.parametrize("wrong", ["another authority", "another name", "no TLS"])
def test_a_server_that_does_not_prove_its_name_is_refused_in_one_sentence(
    tls_cluster, trusted, stranger, tmp_path, tier_name, wrong
):
    good = over_tls(*tls_cluster, OWN, trusted)
    bad = {
        "another authority": over_tls(*tls_cluster, OWN, stranger),
        "another name": over_tls(*tls_cluster, "127.0.0.1", trusted),
        "no TLS": good.partition("?")[0] + "?sslmode=disable",
    }[wrong]
    with Deployment(good, tmp_path) as made:
        made.create()
        tier = getattr(made, tier_name)
        name = f"SWITCHYARD_{tier_name.upper()}_DATABASE_URL"
        own = urlsplit(tier.environment[name])
        environment = dict(
            tier.environment,
            **{name: url_for(bad, user=own.username, password=own.password, database=made.database)},
        )
        done = subprocess.run(
            [str(tier.binary)], capture_output=True, text=True, env=environment, timeout=SECONDS_MAX, check=False
        )
        assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert own.password not in done.stderr
