-- Without their policies the tables let nobody but the owner in: the grants go too.
-- loses: nothing

revoke all on all tables in schema app, audit, config, ops from app_user, app_service;
revoke all on sequence audit.activity_logs_id_seq from app_service;
-- Which version this is now: what a server asks before it starts.
grant select on ops.flyway_schema_history to app_service;

do $$
declare
  policy record;
  secured record;
begin
  for policy in
    select schemaname, tablename, policyname from pg_catalog.pg_policies
    where schemaname in ('app', 'audit', 'config', 'ops') and policyname <> 'activity_logs_owner_insert'
  loop
    execute format('drop policy %I on %I.%I', policy.policyname, policy.schemaname, policy.tablename);
  end loop;
  for secured in
    select oid::regclass as name from pg_catalog.pg_class
    where relnamespace in ('app'::regnamespace, 'config'::regnamespace, 'ops'::regnamespace) and relrowsecurity
  loop
    execute format('alter table %s no force row level security', secured.name);
    execute format('alter table %s disable row level security', secured.name);
  end loop;
end
$$;

drop procedure app.open_to_service(regclass, text[]);
drop view app.people;
drop trigger projects_change_is_allowed on app.projects;
drop function app.check_project_change();
drop function audit.record_administration(uuid, text);
drop function app.within_my_rights(bigint, text, jsonb);
drop function app.my_projects(text);
drop function app.membership_gives(text, jsonb, text);
drop function app.has_permission(text);
drop function app.my_roles();
drop function app.user_id_of(uuid);

revoke execute on function audit.record_event(text, text, text, jsonb, bigint) from app_service;
revoke execute on function audit.ensure_partitions(integer), audit.split_default(), audit.drop_partitions_older_than(integer), audit.kept_since()
  from app_service;
