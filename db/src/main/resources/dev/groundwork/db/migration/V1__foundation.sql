-- The four schemas, the two roles requests run as, and who is asking.

create schema app;
create schema audit;
create schema config;
-- The fourth, ops, is there already: Flyway keeps its history in it.

-- Asked for, and trusted (so a plain owner may create it); RATIONALE.md tells why it does not hold the key.
create extension if not exists pgcrypto with schema ops;

-- Roles belong to the cluster: another database, or db/roles.sql, may have made them already.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['app_user', 'app_service'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin noinherit', wanted);
      exception
        -- A server next door, migrating another database of this cluster, was quicker.
        when duplicate_object or unique_violation then null;
      end;
    end if;
  end loop;
end
$$;

-- Whoever may call a function is said function by function, never by PostgreSQL's default.
alter default privileges revoke execute on functions from public;

grant usage on schema app, audit, config to app_user, app_service;
grant usage on schema ops to app_service;

-- Who acts: 'user', 'system' or 'anonymous'; null where nobody said. Without it, no row shows.
create function app.actor() returns text
  language sql stable parallel safe
  return nullif(current_setting('app.actor', true), '');

-- Whoever is signed in. PostgreSQL leaves a setting as '' after the transaction that had it, hence nullif.
create function app.current_user_id() returns bigint
  language sql stable parallel safe
  return nullif(current_setting('app.current_user_id', true), '')::bigint;

-- The owner is bound by the policies as everybody is: it acts inside its definer functions, where the session is somebody
-- else's, and with a context.
create function app.owner_acts() returns boolean
  language sql stable parallel safe
  return session_user <> current_user or app.actor() is not null;

-- Everybody whom the context may describe; 'none' is what PostgreSQL calls no SET ROLE.
create function app.database_role() returns text
  language sql stable parallel safe
  return coalesce(nullif(current_setting('role', true), 'none'), session_user);

grant execute on function app.actor(), app.current_user_id(), app.owner_acts(), app.database_role() to app_user, app_service;

-- Stamps created_at, updated_at and version. The arguments are columns that do not count as a change:
-- activity (last_login_at, ...), and generated columns, which are still empty when this runs.
create function app.update_updated_at_column() returns trigger
  language plpgsql
as $$
begin
  if tg_op = 'INSERT' then
    if new.version > 1 then
      -- A row that comes back is as old as it was and goes on from its last version, or an ETag of its first life would fit
      -- again. Only app_service can say so: nobody else is granted these columns.
      new.updated_at := greatest(clock_timestamp(), new.updated_at + interval '1 microsecond');
      new.created_at := least(new.created_at, new.updated_at);
    else
      new.created_at := clock_timestamp();
      new.updated_at := new.created_at;
      new.version := 1;
    end if;
    return new;
  end if;
  new.created_at := old.created_at;
  new.updated_at := old.updated_at;
  new.version := old.version;
  if tg_nargs = 0 then
    if new is not distinct from old then
      return new;
    end if;
  elsif to_jsonb(new) - tg_argv[0]::text[] = to_jsonb(old) - tg_argv[0]::text[] then
    return new;
  end if;
  -- Later than the last change even where the clock stands still or steps back, so that history stays in order.
  new.updated_at := greatest(clock_timestamp(), old.updated_at + interval '1 microsecond');
  new.version := old.version + 1;
  return new;
end
$$;
