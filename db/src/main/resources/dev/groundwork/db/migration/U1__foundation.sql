-- Roles are the cluster's and stay; ops stays with Flyway's history in it, and app_service may go on reading that.
-- loses: nothing

drop function app.update_updated_at_column();
drop function app.database_role();
drop function app.owner_acts();
drop function app.current_user_id();
drop function app.actor();

alter default privileges grant execute on functions to public;

-- Only where V1 created it: one that was there before lies in another schema.
do $$
begin
  if exists (select from pg_catalog.pg_extension where extname = 'pgcrypto' and extnamespace = 'ops'::regnamespace) then
    drop extension pgcrypto;
  end if;
end
$$;

drop schema config;
drop schema audit;
drop schema app;
