"""A client whose every text is a marker that nobody else ever writes: what of it turns up with others has passed the wall."""

import email
import email.policy
import secrets

import exchange as exchanges
from client import Client

# Letters alone: nothing that looks like a secret, and no word of a language.
MARK = "zqcanary" + "".join(secrets.choice("bcdfghjkmnpqrtvwxz") for _ in range(10))

# As the administrator, column by column: what a CHECK, a key or its type keeps out stays as the product wrote it, and so does
# what a client cannot be served without, its keys and settings: reports over all clients go on.
FILL = f"""
DO $do$
DECLARE place record;
BEGIN
    CREATE TABLE public.canary (place text, filled boolean);
    FOR place IN SELECT f.table_name AS name, a.attname AS member, format_type(a.atttypid, NULL) AS type
        FROM migration.table_family f JOIN pg_attribute a ON a.attrelid = f.table_name::regclass
        WHERE f.family = 'tenant' AND f.table_name NOT IN ('switchyard.data_key', 'switchyard.setting_version',
                'switchyard.service_level_version', 'switchyard.rota_version')
            AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            AND a.atttypid IN ('text'::regtype, 'bytea'::regtype, 'jsonb'::regtype)
    LOOP
        BEGIN
            EXECUTE format('UPDATE %s SET %I = %s WHERE tenant_id = $1', place.name, place.member, CASE place.type
                WHEN 'text' THEN '''{MARK}'' || translate(ctid::text, ''(,)'', ''xxx'')'
                WHEN 'bytea' THEN 'convert_to(''{MARK}'' || ctid, ''UTF8'')'
                ELSE 'jsonb_build_object(''{MARK}'', ''{MARK}'')' END) USING '@TENANT@'::uuid;
            INSERT INTO public.canary VALUES (place.name || '.' || place.member, true);
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO public.canary VALUES (place.name || '.' || place.member, false);
        END;
    END LOOP;
END
$do$"""


def nest(made, operator):
    """Takes the canary on, lets it say the marker wherever the product asks for a text, and fills the rest as the administrator.
    Counts: columns that hold it, and those that cannot."""
    url = f"https://{MARK}.example/hook"
    exchange = exchanges.found(operator, MARK, endpoints={"notice": url, "reply": url}, source=True)
    admin = operator.call("POST", f"{exchange.path}/keys", {"kind": "tenant_admin", "name": MARK})["key"]
    admin = Client(made.base_url, admin)
    admin.call("POST", f"{exchange.path}/sources", {"name": MARK})
    admin.call("POST", f"{exchange.path}/subscriptions", {"url": url, "types": ["ticket.opened"]})
    admin.call("PUT", f"{exchange.path}/calendars/{MARK}", exchanges.ALWAYS_OPEN)
    admin.call("PUT", f"{exchange.path}/contacts/security", {"name": MARK, "email": f"desk@{MARK}.test"})
    for number in range(4):
        speak(exchange, number)
    assert found_in(str(operator.call("GET", "/v1/tenants"))), "the operator sees it: what looks for it can find it"
    made.sql(FILL.replace("@TENANT@", exchange.id))
    filled = made.value("SELECT count(*) FROM public.canary WHERE filled")
    return {"tenant": exchange.id, "filled": filled, "kept": made.value("SELECT count(*) FROM public.canary WHERE NOT filled")}


def speak(exchange, number):
    customer = {"id": f"{MARK}{number}", "name": MARK, "email": f"{MARK}.{number}@mail.test", "address": MARK}
    body = {"customer": customer, "subject": MARK, "text": MARK, "thread": f"{MARK}{number}"}
    id = exchange.intake.call("POST", f"{exchange.path}/tickets", body)["id"]
    ticket = f"{exchange.path}/tickets/{id}"
    exchange.agent.call("POST", f"{ticket}/replies", {"text": MARK})
    exchange.agent.call("POST", f"{ticket}/notes", {"text": MARK})
    if number == 1:
        exchange.agent.call("POST", f"{ticket}/handovers", {"level": "L2", "note": MARK})
    if number == 2:
        exchange.agent.call("PUT", f"{ticket}/solution", {"text": MARK})
        exchange.agent.call("PUT", f"{ticket}/resolution", {})


def found_in(text):
    return MARK in (text.decode(errors="replace") if isinstance(text, bytes) else text).lower()


def strays(made, hooks):
    """Outputs of the two programs that hold the marker and are not the canary's own: logs, metrics, mails, webhooks."""
    for tier in (made.api, made.worker):
        yield from (f"{tier.name} log: {line}" for line in tier.log.read_text(errors="replace").splitlines() if found_in(line))
        yield from (f"{tier.name} metric: {line}" for line in tier.metrics().splitlines() if found_in(line))
    for path in made.mail_folder.glob("*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        text = "\n".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
        if not found_in(str(mail["To"])) and found_in(f"{mail.items()} {text}"):
            yield f"mail to {mail['To']}"
    yield from (f"webhook {body}" for body in hooks if found_in(body))
