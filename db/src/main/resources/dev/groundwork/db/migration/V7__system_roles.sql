-- The two system roles, and the permissions the server itself asks for.

select set_config('app.actor', 'system', true), set_config('app.reason', 'migration', true);

insert into app.roles (name, description, is_system) values
  ('admin', 'Holds every permission, those made later too', true),
  ('user', 'What every account has', true);

insert into app.permissions (name, resource, action, description, is_system)
select resource || ':' || action, resource, action, description, true
from (values
  ('users', 'read', 'See every account'),
  ('users', 'create', 'Create and invite accounts'),
  ('users', 'update', 'Change accounts'),
  ('users', 'delete', 'Delete accounts'),
  ('users', 'read-ssn', 'Read a social security number in whole'),
  ('sessions', 'read', 'See what others are signed in with'),
  ('sessions', 'revoke', 'Sign others out'),
  ('roles', 'read', 'See roles, permissions and grants'),
  ('roles', 'manage', 'Change roles and permissions'),
  ('roles', 'assign', 'Grant and take roles'),
  ('tokens', 'introspect', 'Ask whether a token is valid'),
  ('projects', 'administer', 'Read, transfer, archive, delete and restore any project'),
  ('audit', 'read', 'Read the audit log'),
  ('settings', 'read', 'Read every setting'),
  ('settings', 'manage', 'Change settings'),
  ('flags', 'read', 'Read feature flags'),
  ('flags', 'manage', 'Change feature flags'),
  ('metrics', 'read', 'Read the server''s metrics')
) as own (resource, action, description);
