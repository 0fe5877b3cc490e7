-- Enough rows that a plan is worth making. The triggers, foreign keys among them, stay out of it.
set session_replication_role = replica;

insert into app.users (uuid, email, email_canonical, username, username_canonical, email_verified, status, last_login_at, created_at)
select gen_random_uuid(), 'many-' || n || '@example.org', 'many-' || n || '@example.org', 'many-' || n, 'many-' || n, true,
  case when n % 10 = 0 then 'inactive' else 'active' end, case when n % 3 > 0 then now() - n * interval '1 minute' end,
  now() - n * interval '1 hour'
from generate_series(1, 20000) as n;

insert into app.user_sessions (session_id, user_id, mode, expires_at, created_at)
select 'many-' || u.id, u.id, 'token', now() + interval '1 day', now() from app.users u;

insert into app.projects (name, owner_id, status, visibility, created_at, updated_at)
select 'project ' || n, case when n % 10 = 1 then 111 else 112 end, case when n % 50 = 0 then 'archived' else 'active' end,
  case when n % 20 = 0 then 'public' else 'private' end, now() - n * interval '1 hour', now() - n * interval '1 minute'
from generate_series(1, 20000) as n;

insert into app.project_members (project_id, user_id, role)
select id, owner_id, 'owner' from app.projects where name like 'project %';

-- What a list filters by is a tenth each.
insert into app.tasks (uuid, project_id, title, creator_id, assignee_id, status, priority, labels, due_date, created_at, updated_at)
select gen_random_uuid(), 201 + n % 2, 'task ' || n,
  case when n % 20 < 2 then 104 else 105 end, case when n % 20 in (2, 3) then 103 end,
  case when n % 20 in (4, 5) then 'cancelled' else 'todo' end, case when n % 20 in (6, 7) then 'urgent' else 'medium' end,
  '["common"]', case when n % 3 > 0 then now() + n * interval '1 minute' end,
  now() - n * interval '1 hour', now() - n * interval '1 minute'
from generate_series(1, 20000) as n;

insert into audit.activity_logs (user_id, actor, action, resource_type, resource_id, project_id, session_id, created_at)
select case when n % 10 = 0 then 104 else 105 end, 'user', case when n % 10 = 1 then 'auth.login' else 'UPDATE' end, 'tasks',
  'task-' || n % 20, case when n % 10 = 2 then 201 end, 'session-' || n % 20, date_trunc('month', now()) + n * interval '1 second'
from generate_series(1, 20000) as n;

analyze;
reset session_replication_role;
