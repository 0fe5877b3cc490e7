-- Somebody of every kind, a project of every kind with all of them in it, and at least one row in every table.

insert into app.users (id, uuid, email, email_canonical, username, username_canonical, password_hash, password_changed_at,
  email_verified, status, encrypted_ssn, encrypted_ssn_key_id)
overriding system value
select id, ('00000000-0000-4000-8000-' || lpad(id::text, 12, '0'))::uuid, name || '@example.org', name || '@example.org', name, name,
  '$argon2id$' || name, now(), true, case name when 'suspended' then 'suspended' else 'active' end, '\x00', '1'
from (values
  (101, 'stranger'), (102, 'viewer'), (103, 'member'), (104, 'maintainer'), (105, 'owner'), (106, 'administrator'),
  (107, 'expired'), (108, 'narrowed'), (109, 'widened'), (110, 'suspended'), (111, 'bystander'), (112, 'newcomer'),
  (113, 'deleter')
) as people (id, name);

insert into app.permissions (name, resource, action) values ('reports:read', 'reports', 'read');
insert into app.roles (name) values ('auditors');
insert into app.role_permissions (role_id, permission_id)
select r.id, p.id from app.roles r, app.permissions p where r.name in ('user', 'auditors') and p.name = 'reports:read';

insert into app.user_roles (user_id, role_id, expires_at)
select u.id, r.id, case when u.username = 'expired' and r.name = 'admin' then now() - interval '1 second' end
from app.users u
join app.roles r on r.name = 'user' or (r.name = 'admin' and u.username in ('administrator', 'expired'));

insert into app.user_sessions (session_id, user_id, mode, expires_at)
select 'live-' || id, id, 'token', now() + interval '1 day' from app.users;
insert into app.user_sessions (session_id, user_id, mode, expires_at, is_active, revoked_at)
select 'ended-' || id, id, 'token', now() + interval '1 day', false, now() from app.users;

insert into app.refresh_tokens (token_hash, user_id, session_id, expires_at)
select encode(sha256(('refresh' || id)::bytea), 'hex'), id, 'live-' || id, now() + interval '1 day' from app.users;
insert into app.password_reset_tokens (token_hash, user_id, expires_at)
select encode(sha256(('reset' || id)::bytea), 'hex'), id, now() + interval '1 hour' from app.users;
insert into app.email_verification_tokens (token_hash, user_id, email, email_canonical, expires_at)
select encode(sha256(('verify' || id)::bytea), 'hex'), id, email, email_canonical, now() + interval '1 day' from app.users;
insert into app.api_tokens (handle, token_hash, user_id, name, expires_at)
select 'token-' || id, encode(sha256(('api' || id)::bytea), 'hex'), id, 'a script', now() + interval '90 days' from app.users;

begin;
insert into app.projects (id, name, status, visibility, owner_id)
overriding system value
select id, concat_ws(' ', status, visibility), status, visibility, 105
from (values
  (201, 'active', 'private'), (202, 'active', 'internal'), (203, 'active', 'public'),
  (204, 'archived', 'private'), (205, 'deleted', 'private'),
  (206, 'archived', 'internal'), (207, 'archived', 'public'), (208, 'deleted', 'internal'), (209, 'deleted', 'public')
) as projects (id, status, visibility);

insert into app.project_members (project_id, user_id, role, permissions)
select p.id, u.id,
  case u.username when 'narrowed' then 'maintainer' when 'widened' then 'viewer' when 'suspended' then 'member'
    when 'bystander' then 'member' when 'deleter' then 'member' else u.username end,
  case u.username
    when 'narrowed' then '{"tasks:create": false, "members:manage": false}'::jsonb
    when 'widened' then '{"tasks:create": true, "members:manage": true}'
    when 'deleter' then '{"project:delete": true}'
    else '{}' end
from app.projects p, app.users u
where u.username in ('viewer', 'member', 'maintainer', 'owner', 'narrowed', 'widened', 'suspended', 'bystander',
  'deleter');

insert into app.tasks (id, project_id, title, creator_id)
overriding system value
select id + 100, id, 'of ' || name, 105 from app.projects;
commit;

-- What a test adds comes after what is here.
alter table app.users alter id restart with 1001;
alter table app.projects alter id restart with 1001;
alter table app.tasks alter id restart with 1001;

insert into config.system_settings (key, value, is_public) values ('app.name', '"Groundwork"', true), ('auth.refresh.days', '7', false);
insert into config.feature_flags (name) values ('new-board');

insert into ops.mail_outbox (kind, user_id) values ('welcome', 101);
insert into ops.idempotency_keys (caller, key, request_hash, resource_id, locked_until, expires_at)
values ('user:x', 'k', sha256('x'), gen_random_uuid(), now(), now());
insert into ops.scheduled_tasks (task_name, task_instance, execution_time, picked, version) values ('mail', '1', now(), false, 1);
insert into ops.sign_in_attempts (kind, subject) values ('account', 'x');
insert into ops.rate_limits (bucket, tokens, expires_at) values ('x', 1, now());
insert into ops.setup_tokens (token_hash) values (repeat('0', 64));
insert into ops.encryption_keys (key_id, check_value) values ('1', '\x00');
insert into ops.cache_invalidations (entity, key, version) values ('user', 'x', 1);
insert into audit.seals (number, through, since, until, entry_ids, entry_times, entry_digests, hash, key_id, signature)
values (1, 0, 'epoch', now(), '{}', '{}', '', sha256('hash'), '1', sha256('signature'));
