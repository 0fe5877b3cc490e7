-- The roles and permissions are the system's and come back with V7; what hangs on them goes first.
-- loses: app.user_roles where role_id in (select id from app.roles where is_system)
-- loses: app.role_permissions where role_id not in (select id from app.roles where is_system)

select set_config('app.actor', 'system', true), set_config('app.reason', 'migration', true);

alter table app.roles disable trigger keep_system_rows;
alter table app.permissions disable trigger keep_system_rows;

delete from app.user_roles where role_id in (select id from app.roles where is_system);
delete from app.role_permissions
where role_id in (select id from app.roles where is_system)
   or permission_id in (select id from app.permissions where is_system);
delete from app.permissions where is_system;
delete from app.roles where is_system;

alter table app.permissions enable trigger keep_system_rows;
alter table app.roles enable trigger keep_system_rows;
