-- Projects, who is in them, and their tasks.

create table app.projects (
  id bigint generated always as identity primary key,
  uuid uuid not null unique default gen_random_uuid(),
  name varchar(255) collate "C" not null check (name <> ''),
  description text,
  owner_id bigint not null references app.users (id),
  status varchar(20) not null default 'active',
  visibility varchar(20) not null default 'private',
  settings jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint projects_status_check check (status in ('active', 'archived', 'deleted')),
  constraint projects_visibility_check check (visibility in ('public', 'private', 'internal')),
  constraint projects_settings_check check (jsonb_typeof(settings) = 'object')
);

create index idx_projects_owner_id on app.projects (owner_id, created_at, id);
create index idx_projects_status on app.projects (status, created_at, id);
create index idx_projects_name on app.projects (name, id);
create index idx_projects_created_at on app.projects (created_at, id);
create index idx_projects_updated_at on app.projects (updated_at, id);
-- What those who are no members may see, in each order a list has.
create index idx_projects_open_name on app.projects (name, id) where visibility <> 'private' and status <> 'deleted';
create index idx_projects_open_created_at on app.projects (created_at, id) where visibility <> 'private' and status <> 'deleted';
create index idx_projects_open_updated_at on app.projects (updated_at, id) where visibility <> 'private' and status <> 'deleted';

call audit.watch('app.projects', key => 'uuid', project => 'id',
  columns => 'name, description, owner_id>people, status, visibility, settings');

create table app.project_members (
  project_id bigint not null references app.projects (id),
  user_id bigint not null references app.users (id),
  role varchar(50) not null default 'member',
  permissions jsonb not null default '{}',
  joined_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  primary key (project_id, user_id),
  constraint project_members_role_check check (role in ('viewer', 'member', 'maintainer', 'owner')),
  constraint project_members_permissions_check check (
    jsonb_typeof(permissions) = 'object'
    and not permissions @? '$.keyvalue() ? (@.value.type() != "boolean")'
    and permissions - '{project:update,project:delete,members:manage,tasks:create,tasks:update,tasks:delete}'::text[] = '{}'),
  -- Nothing narrows an owner, who alone can restore a deleted project.
  constraint project_members_owner_permissions_check check (role <> 'owner' or permissions = '{}')
);

create index idx_project_members_user_id on app.project_members (user_id, project_id);
create index idx_project_members_joined_at on app.project_members (project_id, joined_at, user_id);
create unique index project_members_owner_key on app.project_members (project_id) where role = 'owner';

call audit.watch('app.project_members', key => 'project_id>projects:user_id>people', project => 'project_id',
  columns => 'project_id>projects, user_id>people, role, permissions, joined_at');

create table app.tasks (
  id bigint generated always as identity primary key,
  uuid uuid not null unique default gen_random_uuid(),
  project_id bigint not null references app.projects (id),
  -- Sorted by code point, the same on every machine.
  title varchar(255) collate "C" not null check (title <> ''),
  description text,
  assignee_id bigint,
  creator_id bigint not null references app.users (id),
  status varchar(50) not null default 'todo',
  priority varchar(20) not null default 'medium',
  -- What sorting by priority means.
  priority_rank smallint not null generated always as (
    case priority when 'low' then 1 when 'medium' then 2 when 'high' then 3 when 'urgent' then 4 end) stored,
  labels jsonb not null default '[]',
  due_date timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint tasks_status_check check (status in ('todo', 'in_progress', 'done', 'cancelled')),
  constraint tasks_priority_check check (priority in ('low', 'medium', 'high', 'urgent')),
  -- Strict, here and in api_tokens: lax would take a list inside the list for its items.
  constraint tasks_labels_check check (jsonb_typeof(labels) = 'array' and not labels @? 'strict $[*] ? (@.type() != "string")'),
  constraint tasks_completed_at_check check ((status = 'done') = (completed_at is not null)),
  -- An assignee is a member; who leaves is unassigned.
  constraint tasks_project_id_assignee_id_fkey foreign key (project_id, assignee_id)
    references app.project_members (project_id, user_id) on delete set null (assignee_id)
);

-- One index per order of a project's list, and one per filter in the order of creation.
create index idx_tasks_project_id on app.tasks (project_id, created_at, id);
create index idx_tasks_updated_at on app.tasks (project_id, updated_at, id);
create index idx_tasks_due_date on app.tasks (project_id, due_date, id);
create index idx_tasks_due_date_descending on app.tasks (project_id, due_date desc nulls last, id desc);
create index idx_tasks_title on app.tasks (project_id, title, id);
create index idx_tasks_priority_rank on app.tasks (project_id, priority_rank, id);
create index idx_tasks_status on app.tasks (project_id, status, created_at, id);
create index idx_tasks_priority on app.tasks (project_id, priority, created_at, id);
create index idx_tasks_project_id_assignee_id on app.tasks (project_id, assignee_id, created_at, id);
create index idx_tasks_project_id_creator_id on app.tasks (project_id, creator_id, created_at, id);
create index idx_tasks_assignee_id on app.tasks (assignee_id, created_at, id);
create index idx_tasks_creator_id on app.tasks (creator_id, created_at, id);

call audit.watch('app.tasks', key => 'uuid', project => 'project_id', quiet => '{priority_rank}', columns =>
  'project_id>projects, title, description, assignee_id>people, creator_id>people, status, priority, labels, due_date, completed_at');

-- projects.owner_id and the membership with the role owner are one fact in two places: they agree when a transaction ends.
create function app.check_project_owner() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  checked bigint := case tg_table_name
    when 'projects' then (to_jsonb(new) ->> 'id')::bigint
    else coalesce(to_jsonb(new) ->> 'project_id', to_jsonb(old) ->> 'project_id')::bigint end;
begin
  if exists (
    select from app.projects p
    where p.id = checked
      and not exists (
        select from app.project_members m where m.project_id = p.id and m.user_id = p.owner_id and m.role = 'owner'))
  then
    raise exception 'A project''s owner is its one member with the role owner'
      using errcode = 'check_violation', constraint = 'projects_owner_is_member';
  end if;
  return null;
end
$$;

create constraint trigger projects_owner_is_member after insert or update of owner_id on app.projects
  deferrable initially deferred for each row execute function app.check_project_owner();
create constraint trigger project_members_owner_stays after update or delete on app.project_members
  deferrable initially deferred for each row when (old.role = 'owner') execute function app.check_project_owner();
