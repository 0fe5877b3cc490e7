-- loses: app.users
-- loses: app.roles where not is_system
-- loses: app.permissions where not is_system
-- loses: app.role_permissions where role_id not in (select id from app.roles where is_system)
-- loses: app.user_roles
-- loses: app.user_sessions
-- loses: app.refresh_tokens
-- loses: app.password_reset_tokens
-- loses: app.email_verification_tokens
-- loses: app.api_tokens

drop table app.api_tokens;
drop table app.email_verification_tokens;
drop table app.password_reset_tokens;
drop table app.refresh_tokens;
drop table app.user_sessions;
drop table app.user_roles;
drop table app.role_permissions;
drop table app.permissions;
drop table app.roles;
drop table app.users;
drop function app.keep_system_rows();
drop function app.grant_to_admin();
drop function app.raise_role_version();
