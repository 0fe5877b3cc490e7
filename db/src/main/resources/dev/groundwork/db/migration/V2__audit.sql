-- The log of who changed what: written by triggers with the owner's rights, changed by nobody.

create table audit.activity_logs (
  id bigint generated always as identity,
  user_id bigint,
  actor text not null,
  action varchar(100) not null,
  resource_type varchar(50),
  resource_id text,
  -- The project a row belongs to, so that its members may read it. Never answered.
  project_id bigint,
  old_values jsonb,
  new_values jsonb,
  reason text,
  ip_address inet,
  user_agent text,
  session_id varchar(255),
  request_id text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (id, created_at),
  -- A seal says when, to the microsecond.
  constraint activity_logs_created_at_check check (isfinite(created_at)),
  constraint activity_logs_actor_check check (actor in ('user', 'anonymous') or actor like 'system:_%'),
  constraint activity_logs_user_id_check check ((actor = 'user') = (user_id is not null))
) partition by range (created_at);

create index idx_activity_logs_user_id on audit.activity_logs (user_id, created_at, id);
create index idx_activity_logs_action on audit.activity_logs (action, created_at, id);
create index idx_activity_logs_resource on audit.activity_logs (resource_type, resource_id, created_at, id);
create index idx_activity_logs_created_at on audit.activity_logs (created_at, id);
create index idx_activity_logs_project_id on audit.activity_logs (project_id, resource_type, created_at, id) where project_id is not null;
create index idx_activity_logs_session_id on audit.activity_logs (session_id, created_at, id) where session_id is not null;

create function audit.refuse_change() returns trigger
  language plpgsql
as $$
begin
  raise exception 'The audit log is append-only: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

-- Row-level security and statement triggers are not inherited by partitions: each gets its own.
create procedure audit.append_only(log regclass)
  language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', log);
  execute format('alter table %s force row level security', log);
  execute format(
    'create trigger refuse_change before update or delete or truncate on %s for each statement execute function audit.refuse_change()',
    log);
end
$$;

call audit.append_only('audit.activity_logs');

create policy activity_logs_owner_insert on audit.activity_logs
  for insert to current_user with check (true);

-- So that no insert ever fails: what no month takes lands here, and audit.split_default() moves it on.
create table audit.activity_logs_default partition of audit.activity_logs default;
call audit.append_only('audit.activity_logs_default');

-- What the log says instead of a numeric id. A parent that is gone already has no name: delete children first.
create function audit.public_value(reference text, stored jsonb) returns jsonb
  language plpgsql stable
  set search_path = pg_catalog, pg_temp
as $$
declare
  target bigint := stored #>> '{}';
  found_value text;
begin
  if target is null then
    return 'null'::jsonb;
  end if;
  case reference
    when 'people' then select uuid into found_value from app.users where id = target;
    when 'projects' then select uuid into found_value from app.projects where id = target;
    when 'roles' then select name into found_value from app.roles where id = target;
    when 'permissions' then select name into found_value from app.permissions where id = target;
  end case;
  return coalesce(to_jsonb(found_value), 'null'::jsonb);
end
$$;

create procedure audit.append(
  event_action text, type_name text, public_id text, project bigint, before jsonb, after jsonb, at timestamptz)
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  who text := app.actor();
  person bigint := case who when 'user' then app.current_user_id() end;
  why text := nullif(current_setting('app.reason', true), '');
begin
  -- A transaction has its own number before its entries draw theirs, so that a seal knows below which entry nothing can come any more.
  perform pg_current_xact_id();
  insert into audit.activity_logs (
    user_id, actor, action, resource_type, resource_id, project_id, old_values, new_values, reason,
    ip_address, user_agent, session_id, request_id, created_at)
  values (
    person,
    case
      when person is not null or who = 'anonymous' then who
      when who = 'system' and why is not null then 'system:' || why
      -- Nobody said who, or it is nobody who may act: the database role answers for it.
      else 'system:' || app.database_role()
    end,
    event_action, type_name, public_id, project, before, after, why,
    nullif(current_setting('app.address', true), '')::inet,
    nullif(current_setting('app.agent', true), ''),
    nullif(current_setting('app.session', true), ''),
    nullif(current_setting('app.request_id', true), ''),
    at);
end
$$;

-- Arguments: key column, its reference, second key column, its reference, project column, then per recorded column its
-- name and its reference. A reference is '' (as it is), 'secret' (that it changed, never what), or a table of public_value.
create function audit.audit_table_changes() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  old_row jsonb;
  new_row jsonb;
  key_row jsonb;
  old_values jsonb;
  new_values jsonb;
  named text;
  reference text;
  public_id text;
begin
  if tg_op = 'TRUNCATE' then
    call audit.append('TRUNCATE', tg_table_name, null, null, null, null, clock_timestamp());
    return null;
  end if;

  if tg_op <> 'INSERT' then
    old_row := to_jsonb(old);
    old_values := '{}';
  end if;
  if tg_op <> 'DELETE' then
    new_row := to_jsonb(new);
    new_values := '{}';
  end if;

  for i in 5 .. tg_nargs - 1 by 2 loop
    named := tg_argv[i];
    reference := tg_argv[i + 1];
    if tg_op = 'UPDATE' and old_row -> named = new_row -> named then
      continue;
    end if;
    if old_row is not null then
      old_values := old_values || jsonb_build_object(named, case
        when reference = '' or old_row -> named = 'null' then old_row -> named
        when reference = 'secret' then '"[secret]"'
        else audit.public_value(reference, old_row -> named) end);
    end if;
    if new_row is not null then
      new_values := new_values || jsonb_build_object(named, case
        when reference = '' or new_row -> named = 'null' then new_row -> named
        when reference = 'secret' then '"[secret]"'
        else audit.public_value(reference, new_row -> named) end);
    end if;
  end loop;
  if tg_op = 'UPDATE' and new_values = '{}' then
    return null;
  end if;

  key_row := coalesce(new_row, old_row);
  public_id := case
    when tg_argv[1] = '' then key_row ->> tg_argv[0]
    else audit.public_value(tg_argv[1], key_row -> tg_argv[0]) #>> '{}' end;
  if tg_argv[2] <> '' then
    public_id := concat(public_id, ':', case
      when tg_argv[3] = '' then key_row ->> tg_argv[2]
      else audit.public_value(tg_argv[3], key_row -> tg_argv[2]) #>> '{}' end);
  end if;

  call audit.append(
    tg_op, tg_table_name, public_id, (key_row ->> tg_argv[4])::bigint, old_values, new_values,
    -- A deletion too comes after the last change, whatever the clock does.
    case tg_op
      when 'DELETE' then greatest(clock_timestamp(), old.updated_at + interval '1 microsecond')
      else new.updated_at end);
  return null;
end
$$;

-- The one way a table of app or config gets its triggers: stamps before, audit after, TRUNCATE too.
--   key      the column(s) that name a row to the outside: 'uuid', 'user_id>people:role_id>roles'
--   columns  what is recorded, as 'title, assignee_id>people, password_hash>secret'; what is not listed never is
--   project  the column with the project that a row belongs to
--   quiet    columns whose change is no change: activity, generated ones
create procedure audit.watch(watched regclass, key text, columns text, project text default '', quiet text[] default '{}')
  language plpgsql
as $$
declare
  table_name text := (select relname from pg_catalog.pg_class where oid = watched);
  arguments text[] := '{}';
  part text;
begin
  foreach part in array string_to_array(key, ':') loop
    arguments := arguments || split_part(part, '>', 1) || split_part(part, '>', 2);
  end loop;
  if cardinality(arguments) = 2 then
    arguments := arguments || array['', ''];
  end if;
  arguments := arguments || project;
  foreach part in array regexp_split_to_array(btrim(columns), '\s*,\s*') loop
    arguments := arguments || split_part(part, '>', 1) || split_part(part, '>', 2);
  end loop;

  execute format(
    'create trigger %I before insert or update on %s for each row execute function app.update_updated_at_column(%s)',
    'update_' || table_name || '_updated_at', watched,
    case when quiet = '{}' then '' else quote_literal(quiet::text) end);
  execute format(
    'create trigger audit_changes after insert or update or delete on %s for each row execute function audit.audit_table_changes(%s)',
    watched, (select string_agg(quote_literal(argument), ', ' order by place) from unnest(arguments) with ordinality as a(argument, place)));
  execute format(
    'create trigger audit_truncate after truncate on %s for each statement execute function audit.audit_table_changes()', watched);
end
$$;

-- A named event that is no change of a row: auth.login, access.denied, ssn.read.
create function audit.record_event(event_action text, type_name text, public_id text, details jsonb, project bigint default null)
  returns void
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  if event_action in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE') then
    raise exception 'Only the triggers record %', event_action using errcode = 'invalid_parameter_value';
  end if;
  call audit.append(event_action, type_name, public_id, project, null, details, clock_timestamp());
end
$$;

create function audit.add_month(month timestamptz) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
  set timezone = 'UTC'
as $$
declare
  name text := 'activity_logs_' || to_char(month, 'YYYY_MM');
begin
  -- ATTACH, unlike PARTITION OF, lets writers go on.
  execute format('create table audit.%I (like audit.activity_logs including defaults including constraints)', name);
  execute format(
    'alter table audit.activity_logs attach partition audit.%I for values from (%L) to (%L)',
    name, month, month + interval '1 month');
  call audit.append_only(format('audit.%I', name)::regclass);
end
$$;

-- Moves what the default partition caught into its months. Answers how many rows moved.
create function audit.split_default() returns bigint
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  set timezone = 'UTC'
  set lock_timeout = '5s'
as $$
declare
  month timestamptz;
  moved bigint;
begin
  -- Nearly always: nothing to move is no reason to make every writer wait.
  if pg_relation_size('audit.activity_logs_default') = 0 then
    return 0;
  end if;
  lock table audit.activity_logs in access exclusive mode;
  alter table audit.activity_logs_default no force row level security;
  if not exists (select from audit.activity_logs_default) then
    alter table audit.activity_logs_default force row level security;
    return 0;
  end if;
  alter table audit.activity_logs detach partition audit.activity_logs_default;
  alter table audit.activity_logs_default rename to activity_logs_overflow;
  create table audit.activity_logs_default partition of audit.activity_logs default;
  call audit.append_only('audit.activity_logs_default');
  for month in select distinct date_trunc('month', created_at) from audit.activity_logs_overflow loop
    if to_regclass(format('audit.activity_logs_%s', to_char(month, 'YYYY_MM'))) is null then
      perform audit.add_month(month);
    end if;
  end loop;
  insert into audit.activity_logs overriding system value select * from audit.activity_logs_overflow;
  get diagnostics moved = row_count;
  drop table audit.activity_logs_overflow;
  return moved;
end
$$;

-- This month's partition and those of the months ahead. Answers how many were made.
create function audit.ensure_partitions(months_ahead integer) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  set timezone = 'UTC'
  set lock_timeout = '5s'
as $$
declare
  month timestamptz;
  made integer := 0;
begin
  if months_ahead not between 0 and 120 then
    raise exception 'months_ahead must be 0 to 120, not %', months_ahead using errcode = 'invalid_parameter_value';
  end if;
  -- Two nodes asking at once make each month once.
  perform pg_advisory_xact_lock(hashtext('audit.ensure_partitions'));
  for month in
    select date_trunc('month', clock_timestamp()) + ahead * interval '1 month' from generate_series(0, months_ahead) as ahead
  loop
    if to_regclass(format('audit.activity_logs_%s', to_char(month, 'YYYY_MM'))) is null then
      begin
        perform audit.add_month(month);
      exception
        -- The default partition holds rows of this month.
        when check_violation then perform audit.split_default();
      end;
      if to_regclass(format('audit.activity_logs_%s', to_char(month, 'YYYY_MM'))) is null then
        perform audit.add_month(month);
      end if;
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;

-- Retention: whole months only, and never what is younger than 90 days. What went is said. Answers how many months went.
create function audit.drop_partitions_older_than(days integer) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  set timezone = 'UTC'
  set lock_timeout = '5s'
as $$
declare
  partition record;
  dropped integer := 0;
begin
  if days is null or days < 90 then
    raise exception 'The audit log is kept for at least 90 days, not %', days using errcode = 'invalid_parameter_value';
  end if;
  for partition in
    select c.relname as name, to_date(right(c.relname, 7), 'YYYY_MM')::timestamptz + interval '1 month' as ends
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'audit.activity_logs'::regclass and c.relname ~ '^activity_logs_\d{4}_\d{2}$'
    order by c.relname
  loop
    if partition.ends <= clock_timestamp() - days * interval '1 day' then
      execute format('drop table audit.%I', partition.name);
      call audit.append('audit.month_dropped', 'activity_logs', replace(right(partition.name, 7), '_', '-'), null, null, null,
        clock_timestamp());
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end
$$;

-- The first moment that the log still tells of: the beginning of its oldest month.
create function audit.kept_since() returns timestamptz
  language sql stable
  set search_path = pg_catalog, pg_temp
  set timezone = 'UTC'
as $$
  select min(to_date(right(c.relname, 7), 'YYYY_MM')::timestamptz)
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'audit.activity_logs'::regclass and c.relname ~ '^activity_logs_\d{4}_\d{2}$'
$$;

-- Blocks of entries, chained: each seal tells the digest of each of its entries, and is hashed together with the one before it. What is
-- hashed how, and signed with which key, is the program's: dev.groundwork.domain.audit.Seal.
create table audit.seals (
  number bigint primary key check (number > 0),
  -- Which entries it covers: those after the last seal's "through", up to this one's.
  through bigint not null,
  -- When they were written, by the database's clock.
  since timestamptz not null,
  until timestamptz not null,
  -- Entry by entry: its number, its time in microseconds since 1970, and 32 bytes of SHA-256.
  entry_ids bigint[] not null,
  entry_times bigint[] not null,
  entry_digests bytea not null,
  hash bytea not null check (octet_length(hash) = 32),
  key_id text collate "C" not null check (key_id <> ''),
  signature bytea not null check (octet_length(signature) = 32),
  constraint seals_entries_check check (
    cardinality(entry_times) = cardinality(entry_ids) and octet_length(entry_digests) = 32 * cardinality(entry_ids))
);

create index idx_seals_until on audit.seals (until);

call audit.append_only('audit.seals');

select audit.ensure_partitions(3);
