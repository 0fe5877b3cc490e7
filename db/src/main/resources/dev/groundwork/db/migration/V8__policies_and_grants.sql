-- The second lock on every row: what each role may see and write, whatever the application believes.
--
-- app_user     somebody signed in, or nobody (the actor anonymous): the policies below
-- app_service  sign-in, background work, administration that has checked a permission: any row, but only with a context
-- the owner    bound too (FORCE): only what its definer functions need
--
-- Whatever names no column of the row stands in a subselect or by itself, so that it runs once per query and not per row.

-- The signed-in user's numeric id, while they are active; asked by the runtime login itself, before it takes a role.
create function app.user_id_of(person uuid) returns bigint
  language plpgsql stable security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  if app.actor() is null then
    return null;
  end if;
  return (select id from app.users where uuid = person and status = 'active');
end
$$;

-- Roles that hold now, by the database's clock.
create function app.my_roles() returns bigint[]
  language plpgsql stable security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select role_id from app.user_roles
    where user_id = app.current_user_id() and (expires_at is null or expires_at > clock_timestamp()));
end
$$;

create function app.has_permission(permission text) returns boolean
  language plpgsql stable security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from app.permissions p
    join app.role_permissions rp on rp.permission_id = p.id
    join app.user_roles ur on ur.role_id = rp.role_id
    where p.name = permission
      and ur.user_id = app.current_user_id()
      and (ur.expires_at is null or ur.expires_at > clock_timestamp()));
end
$$;

-- What a membership's role gives, widened or narrowed for the one person.
create function app.membership_gives(role text, permissions jsonb, wanted text) returns boolean
  language sql immutable parallel safe
  return coalesce(
    (permissions ->> wanted)::boolean,
    case role
      when 'owner' then true
      when 'maintainer' then wanted <> 'project:delete'
      when 'member' then wanted like 'tasks:%'
      else false
    end);

-- The projects in which the signed-in user has a right by membership, and whose status permits it: 'read',
-- 'project:update', 'project:delete' (restoring too), 'members:manage', 'tasks:create', 'tasks:update', 'tasks:delete'.
create function app.my_projects(wanted text) returns bigint[]
  language plpgsql stable security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  me bigint := app.current_user_id();
begin
  if me is null then
    return '{}';
  end if;
  if wanted = 'read' then
    return array(
      select m.project_id from app.project_members m join app.projects p on p.id = m.project_id
      where m.user_id = me and (p.status <> 'deleted' or m.role = 'owner'));
  end if;
  return array(
    select m.project_id from app.project_members m join app.projects p on p.id = m.project_id
    where m.user_id = me
      and app.membership_gives(m.role, m.permissions, wanted)
      and case p.status
        when 'active' then true
        when 'archived' then wanted in ('project:update', 'project:delete')
        else wanted = 'project:delete' and m.role = 'owner'
      end);
end
$$;

-- Nobody gives a member more than they have themselves.
create function app.within_my_rights(project bigint, given_role text, given_permissions jsonb) returns boolean
  language plpgsql stable security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select from app.project_members mine
    where mine.project_id = project
      and mine.user_id = app.current_user_id()
      and not exists (
        select from unnest(
          '{project:update,project:delete,members:manage,tasks:create,tasks:update,tasks:delete}'::text[]) as given
        where app.membership_gives(given_role, given_permissions, given)
          and not app.membership_gives(mine.role, mine.permissions, given)));
end
$$;

-- Enters a use of projects:administer by somebody who holds it at this very moment; null where it is a list. Answers whether they do.
create function audit.record_administration(administered uuid, purpose text) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  if app.actor() is distinct from 'system' and not app.has_permission('projects:administer') then
    return false;
  end if;
  perform audit.record_event('project.administered', 'projects', administered::text, jsonb_build_object('use', purpose),
    (select id from app.projects where uuid = administered));
  return true;
end
$$;

-- What no policy can see, since it never sees what a column was: nothing but the status of an archived project changes, a deleted one
-- is restored or nothing, and projects:administer reaches no further than the status.
create function app.check_project_change() returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  beside constant text[] := '{status,created_at,updated_at,version}';
  wanted text := case
    when to_jsonb(new) - beside <> to_jsonb(old) - beside then
      case when old.status = 'active' then 'project:update' end
    when new.status = old.status then 'project:update'
    when old.status = 'deleted' then case when new.status = 'active' then 'project:delete' end
    when new.status = 'deleted' then 'project:delete'
    else 'project:update' end;
  status_alone constant boolean := to_jsonb(new) - beside = to_jsonb(old) - beside;
begin
  if app.database_role() <> 'app_user'
    or old.id = any (app.my_projects(wanted))
    or (status_alone and wanted is not null and app.has_permission('projects:administer'))
  then
    return new;
  end if;
  raise exception 'This change of a project takes another right, or another status' using errcode = 'insufficient_privilege';
end
$$;

create trigger projects_change_is_allowed before update on app.projects
  for each row execute function app.check_project_change();

grant execute on function
  app.user_id_of(uuid), app.my_roles(), app.has_permission(text), app.membership_gives(text, jsonb, text),
  app.my_projects(text), app.within_my_rights(bigint, text, jsonb)
  to app_user, app_service;
grant execute on function audit.record_event(text, text, text, jsonb, bigint) to app_service;
grant execute on function audit.record_administration(uuid, text) to app_user, app_service;
grant execute on function
  audit.ensure_partitions(integer), audit.split_default(), audit.drop_partitions_older_than(integer), audit.kept_since()
  to app_service;

-- The one view with its owner's rights: policies hide rows, not columns, so colleagues see these five and no others.
create view app.people with (security_barrier) as
  select id, uuid, username, first_name, last_name, avatar_url
  from app.users
  where app.actor() is not null;

grant select on app.people to app_user, app_service;

-- Everybody's rows, for the role of sign-in, background work and administration; without a context none.
create procedure app.open_to_service(opened regclass, variadic commands text[])
  language plpgsql
as $$
declare
  command text;
  name text := (select relname from pg_catalog.pg_class where oid = opened);
begin
  execute format('alter table %s enable row level security', opened);
  execute format('alter table %s force row level security', opened);
  foreach command in array commands loop
    execute format('grant %s on %s to app_service', command, opened);
    execute format('create policy %I on %s for %s to app_service %s %s', name || '_service_' || command, opened, command,
      case when command <> 'insert' then 'using (app.actor() is not null)' end,
      case when command in ('insert', 'update') then 'with check (app.actor() is not null)' end);
  end loop;
end
$$;

-- Accounts and projects are never deleted, only marked so.
call app.open_to_service('app.users', 'select', 'insert', 'update');
call app.open_to_service('app.projects', 'select', 'insert', 'update');
call app.open_to_service('app.roles', 'select', 'insert', 'update', 'delete');
call app.open_to_service('app.permissions', 'select', 'insert', 'update', 'delete');
call app.open_to_service('app.role_permissions', 'select', 'insert', 'delete');
call app.open_to_service('app.user_roles', 'select', 'insert', 'update', 'delete');
call app.open_to_service('app.user_sessions', 'select', 'insert', 'update', 'delete');
call app.open_to_service('app.refresh_tokens', 'select', 'insert', 'update', 'delete');
call app.open_to_service('app.password_reset_tokens', 'select', 'insert', 'update', 'delete');
call app.open_to_service('app.email_verification_tokens', 'select', 'insert', 'update', 'delete');
call app.open_to_service('app.api_tokens', 'select', 'insert', 'update', 'delete');
call app.open_to_service('app.project_members', 'select', 'insert', 'update', 'delete');
call app.open_to_service('app.tasks', 'select', 'insert', 'update', 'delete');
call app.open_to_service('config.system_settings', 'select', 'insert', 'update', 'delete');
call app.open_to_service('config.feature_flags', 'select', 'insert', 'update', 'delete');
call app.open_to_service('ops.mail_outbox', 'select', 'insert', 'update', 'delete');
call app.open_to_service('ops.idempotency_keys', 'select', 'insert', 'update', 'delete');
call app.open_to_service('ops.sign_in_attempts', 'select', 'insert', 'update', 'delete');
call app.open_to_service('ops.rate_limits', 'select', 'insert', 'update', 'delete');
call app.open_to_service('ops.setup_tokens', 'select', 'insert', 'update', 'delete');
call app.open_to_service('ops.encryption_keys', 'select', 'insert', 'update', 'delete');
call app.open_to_service('ops.cache_invalidations', 'select', 'insert', 'update', 'delete');
-- To read, and to lock, which takes the right to update.
call app.open_to_service('ops.configuration_revisions', 'select', 'update');
-- The log: to read. Its seals: to add to.
call app.open_to_service('audit.activity_logs', 'select');
call app.open_to_service('audit.seals', 'select', 'insert');
grant select on sequence audit.activity_logs_id_seq to app_service;
call app.open_to_service('ops.audit_horizon', 'select', 'update');
-- db-scheduler opens its own transactions and knows no context; its rows tell of no people.
grant select, insert, update, delete on ops.scheduled_tasks to app_service;

-- The owner, for its definer functions and for app.people.
create policy users_owner_select on app.users for select to current_user using (app.owner_acts());
create policy roles_owner_select on app.roles for select to current_user using (app.owner_acts());
create policy roles_owner_update on app.roles for update to current_user using (app.owner_acts()) with check (app.owner_acts());
create policy permissions_owner_select on app.permissions for select to current_user using (app.owner_acts());
create policy role_permissions_owner_select on app.role_permissions for select to current_user using (app.owner_acts());
create policy role_permissions_owner_insert on app.role_permissions for insert to current_user with check (app.owner_acts());
create policy user_roles_owner_select on app.user_roles for select to current_user using (app.owner_acts());
create policy projects_owner_select on app.projects for select to current_user using (app.owner_acts());
create policy project_members_owner_select on app.project_members for select to current_user using (app.owner_acts());
create policy configuration_revisions_owner_select on ops.configuration_revisions for select to current_user
  using (app.owner_acts());
create policy configuration_revisions_owner_update on ops.configuration_revisions for update to current_user
  using (app.owner_acts()) with check (app.owner_acts());
create policy cache_invalidations_owner_insert on ops.cache_invalidations for insert to current_user
  with check (app.owner_acts());

-- Users can only see their own data, and change of it what is theirs to change: not the address, not the status.
grant select (
    id, uuid, email, email_canonical, username, username_canonical, first_name, last_name, avatar_url, email_verified, phone,
    date_of_birth, timezone, language, status, last_login_at, password_changed_at, created_at, updated_at, version)
  on app.users to app_user;
grant update (username, username_canonical, first_name, last_name, avatar_url, phone, date_of_birth, timezone, language)
  on app.users to app_user;

create policy user_access_policy on app.users for select to app_user
  using (id = (select app.current_user_id()));
create policy user_update_policy on app.users for update to app_user
  using (id = (select app.current_user_id())) with check (id = (select app.current_user_id()));

-- Roles: one's own, or all with roles:read. Granting is administration.
grant select on app.roles, app.permissions, app.role_permissions, app.user_roles to app_user;

create policy role_access_policy on app.roles for select to app_user
  using (id = any ((select app.my_roles())::bigint[]) or (select app.has_permission('roles:read')));
create policy permission_access_policy on app.permissions for select to app_user
  using (app.current_user_id() is not null);
create policy role_permission_access_policy on app.role_permissions for select to app_user
  using (role_id = any ((select app.my_roles())::bigint[]) or (select app.has_permission('roles:read')));
create policy user_role_access_policy on app.user_roles for select to app_user
  using (user_id = (select app.current_user_id()) or (select app.has_permission('roles:read')));

-- Own sessions: to see, to touch, to end; an ended one is never opened again.
grant select on app.user_sessions to app_user;
grant update (is_active, revoked_at, last_activity) on app.user_sessions to app_user;

create policy session_access_policy on app.user_sessions for select to app_user
  using (user_id = (select app.current_user_id()));
create policy session_update_policy on app.user_sessions for update to app_user
  using (user_id = (select app.current_user_id()) and is_active)
  with check (user_id = (select app.current_user_id()));

-- Own API tokens: to see without their hash, to make, to end.
grant select (
    id, handle, user_id, name, permissions, projects, expires_at, last_used_at, revoked_at, created_at, updated_at, version)
  on app.api_tokens to app_user;
grant insert (handle, token_hash, user_id, name, permissions, projects, expires_at) on app.api_tokens to app_user;
grant update (revoked_at) on app.api_tokens to app_user;

create policy api_token_access_policy on app.api_tokens for select to app_user
  using (user_id = (select app.current_user_id()));
create policy api_token_insert_policy on app.api_tokens for insert to app_user
  with check (user_id = (select app.current_user_id()));
create policy api_token_update_policy on app.api_tokens for update to app_user
  using (user_id = (select app.current_user_id()) and revoked_at is null)
  with check (user_id = (select app.current_user_id()));

-- Projects. The owner changes by transfer only, which is app_service's: an UPDATE policy cannot see what a column was.
grant select on app.projects to app_user;
grant insert (uuid, name, description, owner_id, visibility, settings) on app.projects to app_user;
grant update (name, description, status, visibility, settings) on app.projects to app_user;

create policy project_access_policy on app.projects for select to app_user
  using (
    id = any ((select app.my_projects('read'))::bigint[])
    or owner_id = (select app.current_user_id())
    or (status <> 'deleted' and visibility = 'internal' and (select app.current_user_id()) is not null)
    or (status <> 'deleted' and visibility = 'public' and (select app.actor()) is not null)
    or (select app.has_permission('projects:administer')));
create policy project_insert_policy on app.projects for insert to app_user
  with check (owner_id = (select app.current_user_id()));
create policy project_update_policy on app.projects for update to app_user
  using (
    id = any ((select app.my_projects('project:update'))::bigint[])
    or id = any ((select app.my_projects('project:delete'))::bigint[])
    or (select app.has_permission('projects:administer')))
  with check (
    (status <> 'deleted' and id = any ((select app.my_projects('project:update'))::bigint[]))
    or id = any ((select app.my_projects('project:delete'))::bigint[])
    or (select app.has_permission('projects:administer')));

-- Members stay among themselves. The owner's own row comes with the project and goes with a transfer.
grant select, delete on app.project_members to app_user;
grant insert (project_id, user_id, role, permissions) on app.project_members to app_user;
grant update (role, permissions) on app.project_members to app_user;

create policy member_access_policy on app.project_members for select to app_user
  using (
    project_id = any ((select app.my_projects('read'))::bigint[])
    or user_id = (select app.current_user_id())
    or (select app.has_permission('projects:administer')));
create policy member_insert_policy on app.project_members for insert to app_user
  with check (
    (role <> 'owner'
      and project_id = any ((select app.my_projects('members:manage'))::bigint[])
      and app.within_my_rights(project_id, role, permissions))
    or (role = 'owner'
      and user_id = (select app.current_user_id())
      and exists (select from app.projects p where p.id = project_id and p.owner_id = user_id)));
create policy member_update_policy on app.project_members for update to app_user
  using (role <> 'owner' and project_id = any ((select app.my_projects('members:manage'))::bigint[]))
  with check (
    role <> 'owner'
    and project_id = any ((select app.my_projects('members:manage'))::bigint[])
    and app.within_my_rights(project_id, role, permissions));
create policy member_delete_policy on app.project_members for delete to app_user
  using (
    role <> 'owner'
    and ((user_id = (select app.current_user_id()) and project_id = any ((select app.my_projects('read'))::bigint[]))
      or project_id = any ((select app.my_projects('members:manage'))::bigint[])));

-- Tasks. The look at an open project happens only for rows that no membership lets through; it is no EXISTS, for which
-- PostgreSQL would read every project there is into a hash table.
grant select, delete on app.tasks to app_user;
grant insert (
    uuid, project_id, title, description, assignee_id, creator_id, status, priority, labels, due_date, completed_at)
  on app.tasks to app_user;
grant update (title, description, assignee_id, status, priority, labels, due_date, completed_at) on app.tasks to app_user;

create policy task_access_policy on app.tasks for select to app_user
  using (
    project_id = any ((select app.my_projects('read'))::bigint[])
    or (select app.has_permission('projects:administer'))
    or (select p.visibility <> 'private' from app.projects p where p.id = project_id));
create policy task_insert_policy on app.tasks for insert to app_user
  with check (
    creator_id = (select app.current_user_id())
    and project_id = any ((select app.my_projects('tasks:create'))::bigint[]));
create policy task_update_policy on app.tasks for update to app_user
  using (project_id = any ((select app.my_projects('tasks:update'))::bigint[]))
  with check (project_id = any ((select app.my_projects('tasks:update'))::bigint[]));
create policy task_delete_policy on app.tasks for delete to app_user
  using (project_id = any ((select app.my_projects('tasks:delete'))::bigint[]));

-- History: one's own account's, that of the projects one is in, or with audit:read everything.
grant select on audit.activity_logs to app_user;

create policy activity_access_policy on audit.activity_logs for select to app_user
  using (
    (select app.has_permission('audit:read'))
    or (project_id is not null
      and (project_id = any ((select app.my_projects('read'))::bigint[])
        or (select app.has_permission('projects:administer'))))
    or (resource_type = 'users'
      and resource_id = (select u.uuid::text from app.users u where u.id = app.current_user_id())));

-- Settings and flags; what is evaluated is read by app_service, once for all.
grant select on config.system_settings, config.feature_flags to app_user;

create policy setting_access_policy on config.system_settings for select to app_user
  using ((is_public and app.actor() is not null) or (select app.has_permission('settings:read')));
create policy flag_access_policy on config.feature_flags for select to app_user
  using ((select app.has_permission('flags:read')));
