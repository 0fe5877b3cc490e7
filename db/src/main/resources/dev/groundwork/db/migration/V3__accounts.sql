-- People, what they may do, and what they are signed in with.

create table app.users (
  id bigint generated always as identity primary key,
  uuid uuid not null unique default gen_random_uuid(),
  email varchar(255) not null check (email <> ''),
  -- Lower-cased and NFC by the application: only equality of plain text may use an index under row-level security.
  email_canonical varchar(255) collate "C" not null,
  username varchar(50) check (username <> ''),
  username_canonical varchar(50) collate "C",
  -- Null: invited, and no password chosen yet.
  password_hash text,
  first_name varchar(100),
  last_name varchar(100),
  avatar_url text,
  email_verified boolean not null default false,
  phone varchar(20),
  date_of_birth date,
  timezone varchar(50) not null default 'UTC',
  language varchar(10) not null default 'en',
  status varchar(20) not null default 'active',
  last_login_at timestamptz,
  password_changed_at timestamptz,
  -- AES-256-GCM, made and opened in Java; neither key nor number ever comes here.
  encrypted_ssn bytea,
  encrypted_ssn_key_id text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint users_status_check check (status in ('active', 'inactive', 'suspended', 'deleted')),
  constraint users_email_canonical_check check (email_canonical <> '' and email_canonical = lower(email_canonical)),
  constraint users_username_canonical_check check (
    (username is null) = (username_canonical is null) and username_canonical = lower(username_canonical)),
  constraint users_password_changed_at_check check ((password_hash is null) or (password_changed_at is not null)),
  constraint users_encrypted_ssn_check check ((encrypted_ssn is null) = (encrypted_ssn_key_id is null))
);

-- A deleted account's address and name are free again; an unverified account's name does not count.
create unique index users_email_canonical_key on app.users (email_canonical) where status <> 'deleted';
create unique index users_username_canonical_key on app.users (username_canonical) where email_verified and status <> 'deleted';
create index idx_users_email on app.users (email_canonical, id);
create index idx_users_username on app.users (username_canonical, id);
create index idx_users_username_descending on app.users (username_canonical desc nulls last, id desc);
create index idx_users_status on app.users (status, created_at, id);
create index idx_users_created_at on app.users (created_at, id);
create index idx_users_last_login_at on app.users (last_login_at, id);
create index idx_users_last_login_at_descending on app.users (last_login_at desc nulls last, id desc);
create index idx_users_encrypted_ssn_key_id on app.users (encrypted_ssn_key_id, id) where encrypted_ssn_key_id is not null;

call audit.watch('app.users', key => 'uuid', quiet => '{last_login_at}', columns =>
  'email, username, password_hash>secret, first_name, last_name, avatar_url, email_verified, phone, date_of_birth, timezone,
   language, status, password_changed_at, encrypted_ssn>secret');

create table app.roles (
  id bigint generated always as identity primary key,
  name varchar(50) collate "C" not null unique check (name <> ''),
  description text,
  is_system boolean not null default false,
  -- Raised by a change of the role's permissions, so that its version is: they are shown inside it.
  permissions_revision bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1
);

call audit.watch('app.roles', key => 'name', columns => 'name, description, is_system');

create table app.permissions (
  id bigint generated always as identity primary key,
  name varchar(100) collate "C" not null unique,
  resource varchar(50) collate "C" not null check (resource <> ''),
  action varchar(50) collate "C" not null check (action <> ''),
  description text,
  -- The server's own, which stay.
  is_system boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint permissions_resource_action_key unique (resource, action),
  constraint permissions_name_check check (name = resource || ':' || action)
);

call audit.watch('app.permissions', key => 'name', columns => 'name, resource, action, description, is_system');

-- No cascade here and below where the audit row is named after the parent: it would find the parent gone already.
create table app.role_permissions (
  role_id bigint not null references app.roles (id),
  permission_id bigint not null references app.permissions (id),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  primary key (role_id, permission_id)
);

create index idx_role_permissions_permission_id on app.role_permissions (permission_id);

call audit.watch('app.role_permissions', key => 'role_id>roles:permission_id>permissions',
  columns => 'role_id>roles, permission_id>permissions');

create table app.user_roles (
  user_id bigint not null references app.users (id),
  role_id bigint not null references app.roles (id),
  assigned_by bigint references app.users (id) on delete set null,
  assigned_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  primary key (user_id, role_id)
);

create index idx_user_roles_role_id on app.user_roles (role_id, user_id);
create index idx_user_roles_assigned_by on app.user_roles (assigned_by);

call audit.watch('app.user_roles', key => 'user_id>people:role_id>roles',
  columns => 'user_id>people, role_id>roles, assigned_by>people, assigned_at, expires_at');

create table app.user_sessions (
  id bigint generated always as identity primary key,
  -- The public handle; the cookie and the tokens add a keyed signature, so this alone signs nobody in.
  session_id varchar(255) collate "C" not null unique check (session_id <> ''),
  user_id bigint not null references app.users (id),
  mode varchar(20) not null,
  ip_address inet,
  user_agent text,
  device_info jsonb not null default '{}',
  is_active boolean not null default true,
  -- The absolute end; what slides with each refresh is the refresh token's.
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_activity timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint user_sessions_mode_check check (mode in ('token', 'cookie')),
  constraint user_sessions_device_info_check check (jsonb_typeof(device_info) = 'object'),
  constraint user_sessions_revoked_at_check check (is_active = (revoked_at is null))
);

create index idx_user_sessions_user_id on app.user_sessions (user_id, created_at, id);
create index idx_user_sessions_expires_at on app.user_sessions (expires_at);

call audit.watch('app.user_sessions', key => 'session_id', quiet => '{last_activity}', columns =>
  'user_id>people, mode, ip_address, user_agent, device_info, is_active, expires_at, revoked_at');

-- A family is a session. A token is spent by rotated_at; its successor names it as parent, and there is only one.
create table app.refresh_tokens (
  id bigint generated always as identity primary key,
  -- SHA-256 of a 256-bit token in hexadecimal, here and below; the check keeps a token in clear out.
  token_hash varchar(255) collate "C" not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  user_id bigint not null references app.users (id),
  session_id varchar(255) collate "C" not null references app.user_sessions (session_id) on delete cascade,
  parent_id bigint unique references app.refresh_tokens (id) on delete cascade,
  generation integer not null default 0 check (generation >= 0),
  expires_at timestamptz not null,
  rotated_at timestamptz,
  is_revoked boolean not null default false,
  revoked_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint refresh_tokens_session_id_generation_key unique (session_id, generation),
  constraint refresh_tokens_parent_id_check check ((parent_id is null) = (generation = 0)),
  constraint refresh_tokens_revoked_at_check check (is_revoked = (revoked_at is not null))
);

create index idx_refresh_tokens_user_id on app.refresh_tokens (user_id);
create index idx_refresh_tokens_expires_at on app.refresh_tokens (expires_at);

call audit.watch('app.refresh_tokens', key => 'session_id:generation',
  columns => 'user_id>people, session_id, generation, token_hash>secret, expires_at, rotated_at, is_revoked, revoked_at');

create table app.password_reset_tokens (
  id bigint generated always as identity primary key,
  token_hash varchar(255) collate "C" not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  user_id bigint not null references app.users (id),
  expires_at timestamptz not null,
  used boolean not null default false,
  used_at timestamptz,
  -- A newer token, or whatever else made this one worthless.
  voided_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint password_reset_tokens_used_at_check check (used = (used_at is not null)),
  constraint password_reset_tokens_end_check check (used_at is null or voided_at is null)
);

create index idx_password_reset_tokens_user_id on app.password_reset_tokens (user_id);
create index idx_password_reset_tokens_expires_at on app.password_reset_tokens (expires_at);
create unique index password_reset_tokens_live_key on app.password_reset_tokens (user_id) where not used and voided_at is null;

call audit.watch('app.password_reset_tokens', key => 'user_id>people',
  columns => 'user_id>people, token_hash>secret, expires_at, used, used_at, voided_at');

-- Carries the address it proves: the account's own, or the one it is to change to.
create table app.email_verification_tokens (
  id bigint generated always as identity primary key,
  token_hash varchar(255) collate "C" not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  user_id bigint not null references app.users (id),
  email varchar(255) not null check (email <> ''),
  email_canonical varchar(255) collate "C" not null,
  expires_at timestamptz not null,
  used boolean not null default false,
  used_at timestamptz,
  voided_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint email_verification_tokens_email_canonical_check check (
    email_canonical <> '' and email_canonical = lower(email_canonical)),
  constraint email_verification_tokens_used_at_check check (used = (used_at is not null)),
  constraint email_verification_tokens_end_check check (used_at is null or voided_at is null)
);

create index idx_email_verification_tokens_user_id on app.email_verification_tokens (user_id);
create index idx_email_verification_tokens_expires_at on app.email_verification_tokens (expires_at);
create unique index email_verification_tokens_live_key on app.email_verification_tokens (user_id)
  where not used and voided_at is null;

call audit.watch('app.email_verification_tokens', key => 'user_id>people',
  columns => 'user_id>people, token_hash>secret, email, expires_at, used, used_at, voided_at');

create table app.api_tokens (
  id bigint generated always as identity primary key,
  handle varchar(50) collate "C" not null unique check (handle <> ''),
  token_hash varchar(255) collate "C" not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  user_id bigint not null references app.users (id),
  name varchar(100) not null check (name <> ''),
  -- What the owner is narrowed to: names of permissions, and how far into the projects.
  permissions jsonb not null default '[]',
  projects varchar(10) not null default 'none',
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint api_tokens_permissions_check check (
    jsonb_typeof(permissions) = 'array' and not permissions @? 'strict $[*] ? (@.type() != "string")'),
  constraint api_tokens_projects_check check (projects in ('none', 'read', 'write'))
);

create index idx_api_tokens_user_id on app.api_tokens (user_id, created_at, id);
create index idx_api_tokens_expires_at on app.api_tokens (expires_at);

call audit.watch('app.api_tokens', key => 'handle', quiet => '{last_used_at}',
  columns => 'user_id>people, name, token_hash>secret, permissions, projects, expires_at, revoked_at');

-- A role's permissions are shown inside it, so changing them changes the role.
create function app.raise_role_version() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  update app.roles set permissions_revision = permissions_revision + 1 where id = coalesce(new.role_id, old.role_id);
  return null;
end
$$;

create trigger raise_role_version after insert or delete on app.role_permissions
  for each row execute function app.raise_role_version();

-- The system role admin holds every permission, those made later too.
create function app.grant_to_admin() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  insert into app.role_permissions (role_id, permission_id)
  select id, new.id from app.roles where name = 'admin' and is_system
  on conflict do nothing;
  return null;
end
$$;

create trigger grant_to_admin after insert on app.permissions for each row execute function app.grant_to_admin();

-- The server's own roles and permissions stay, and keep their names.
create function app.keep_system_rows() returns trigger
  language plpgsql
as $$
begin
  if old.is_system and (tg_op = 'DELETE' or new.name <> old.name or not new.is_system) then
    raise exception 'The system''s own % stays as it is: %', tg_table_name, old.name
      using errcode = 'restrict_violation', constraint = tg_table_name || '_is_system';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;

create trigger keep_system_rows before update or delete on app.roles for each row execute function app.keep_system_rows();
create trigger keep_system_rows before update or delete on app.permissions for each row execute function app.keep_system_rows();
