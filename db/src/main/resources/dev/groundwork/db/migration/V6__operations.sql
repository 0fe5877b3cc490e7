-- What the server keeps for itself: not audited, and no credential in clear.

-- A mail is a row of the same transaction as what it tells of. Its link's token is minted when it is sent.
create table ops.mail_outbox (
  id bigint generated always as identity primary key,
  kind varchar(50) not null check (kind <> ''),
  -- To the user's stored address, or to the address written here (a notice to the old one).
  user_id bigint references app.users (id),
  address varchar(255),
  payload jsonb not null default '{}',
  attempts integer not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz not null default clock_timestamp(),
  leased_by text,
  leased_until timestamptz,
  delivered_at timestamptz,
  given_up_at timestamptz,
  last_error text,
  created_at timestamptz not null default clock_timestamp(),
  constraint mail_outbox_recipient_check check (user_id is not null or address is not null),
  constraint mail_outbox_payload_check check (jsonb_typeof(payload) = 'object'),
  constraint mail_outbox_lease_check check ((leased_by is null) = (leased_until is null)),
  constraint mail_outbox_end_check check (delivered_at is null or given_up_at is null)
);

create index idx_mail_outbox_due on ops.mail_outbox (next_attempt_at, id) where delivered_at is null and given_up_at is null;
create index idx_mail_outbox_delivered on ops.mail_outbox (delivered_at) where delivered_at is not null;
create index idx_mail_outbox_given_up on ops.mail_outbox (given_up_at) where given_up_at is not null;
create index idx_mail_outbox_user_id on ops.mail_outbox (user_id);

create table ops.idempotency_keys (
  -- Whose key: 'user:<uuid>', 'token:<handle>', 'address:<ip>'.
  caller text collate "C" not null,
  key varchar(255) collate "C" not null,
  request_hash bytea not null check (octet_length(request_hash) = 32),
  -- Chosen before the resource is made, so that a try after a crash finds what the first one made.
  resource_id uuid not null,
  -- Null while the first request still runs, at the latest until locked_until.
  response_status smallint check (response_status between 100 and 599),
  response_headers jsonb not null default '{}',
  response_body text,
  locked_until timestamptz not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (caller, key),
  constraint idempotency_keys_response_headers_check check (jsonb_typeof(response_headers) = 'object'),
  constraint idempotency_keys_response_check check (response_status is not null or response_body is null)
);

create index idx_idempotency_keys_expires_at on ops.idempotency_keys (expires_at);

-- db-scheduler's table as its version 16.12 wants it.
create table ops.scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);

create index execution_time_idx on ops.scheduled_tasks (execution_time);
create index last_heartbeat_idx on ops.scheduled_tasks (last_heartbeat);
create index priority_execution_time_idx on ops.scheduled_tasks (priority desc, execution_time asc);

-- Failed sign-ins in a row, per account (a keyed hash of the name tried, known or not) and per address.
create table ops.sign_in_attempts (
  kind varchar(20) not null,
  subject text collate "C" not null check (subject <> ''),
  failures integer not null default 0 check (failures >= 0),
  last_failure_at timestamptz,
  blocked_until timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (kind, subject),
  constraint sign_in_attempts_kind_check check (kind in ('account', 'address'))
);

create index idx_sign_in_attempts_last_failure_at on ops.sign_in_attempts (last_failure_at);

-- Token buckets for where Redis does not count them. Lost in a crash, and full again after it.
create unlogged table ops.rate_limits (
  bucket text collate "C" primary key check (bucket <> ''),
  tokens double precision not null check (tokens >= 0),
  refilled_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);

create index idx_rate_limits_expires_at on ops.rate_limits (expires_at);

-- The one-time link that makes the first administrator.
create table ops.setup_tokens (
  id bigint generated always as identity primary key,
  token_hash varchar(255) collate "C" not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz,
  used_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);

-- Which keys encrypt columns, each with a value it sealed: a start with a wrong key is seen at once.
create table ops.encryption_keys (
  key_id text collate "C" primary key check (key_id <> ''),
  check_value bytea not null,
  retired_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);

-- The sealer's note, in one row: once every transaction with a number below writers_end has ended, no entry up to "through" can come
-- any more. RATIONALE.md tells why.
create table ops.audit_horizon (
  single boolean primary key default true check (single),
  through bigint not null default 0,
  writers_end bigint not null default 0,
  -- When it was noted, and when the note before was.
  noted_at timestamptz not null default 'epoch',
  last_noted_at timestamptz not null default 'epoch',
  -- No entry up to "through" that is not sealed was written before.
  since timestamptz not null default 'epoch'
);

insert into ops.audit_horizon default values;

-- What caches must forget, written by the change's own transaction: it survives a crash before the caches were told.
create table ops.cache_invalidations (
  id bigint generated always as identity primary key,
  entity varchar(50) not null,
  key text not null,
  version bigint not null,
  created_at timestamptz not null default clock_timestamp()
);

create function ops.invalidate_user() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  insert into ops.cache_invalidations (entity, key, version) values ('user', new.uuid, new.version);
  return null;
end
$$;

-- last_login_at raises no version: it stays out of the cache.
create trigger invalidate_user after update on app.users
  for each row when (old.version is distinct from new.version) execute function ops.invalidate_user();

-- How often settings and flags were changed. Who keeps a copy sees by it that the copy is out of date; who changes one locks both
-- rows, since each is checked against the others.
create table ops.configuration_revisions (
  entity text primary key check (entity in ('system_settings', 'feature_flags')),
  revision bigint not null default 0
);

insert into ops.configuration_revisions (entity) values ('system_settings'), ('feature_flags');

create function ops.raise_configuration_revision() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  update ops.configuration_revisions set revision = revision + 1 where entity = tg_table_name;
  return null;
end
$$;

create trigger raise_configuration_revision after insert or update or delete or truncate on config.system_settings
  for each statement execute function ops.raise_configuration_revision();
create trigger raise_configuration_revision after insert or update or delete or truncate on config.feature_flags
  for each statement execute function ops.raise_configuration_revision();
