-- The database, the logins and the roles. A superuser runs this once for a database, with psql; again does no harm and puts
-- right what was changed since:
--
--   psql -U postgres -d postgres -f db/roles.sql
--   psql -U postgres -d postgres -v database=crm -v owner=crm_owner -v runtime=crm_runtime -f db/roles.sql
--
-- It sets no password, which would lie in this server's log: say \password groundwork_owner and \password groundwork_runtime,
-- which send only a hash.

\set ON_ERROR_STOP on
\if :{?database}
\else
  \set database groundwork
\endif
\if :{?owner}
\else
  \set owner groundwork_owner
\endif
\if :{?runtime}
\else
  \set runtime groundwork_runtime
\endif

select format('create role %I', name)
from (values (:'owner'), (:'runtime'), ('app_user'), ('app_service')) as wanted (name)
where not exists (select from pg_catalog.pg_roles where rolname = name)
\gexec

-- Owns the tables and migrates them: GROUNDWORK_MIGRATION_USER.
alter role :"owner" login createrole nosuperuser nocreatedb noreplication nobypassrls;
-- What the server works with, and nothing by itself: GROUNDWORK_DATABASE_USER.
alter role :"runtime" login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
-- What it becomes in a unit of work.
alter role app_user nologin noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role app_service nologin noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;

select current_setting('server_version_num')::int >= 160000 as says_in_the_grant \gset
\if :says_in_the_grant
  grant app_user, app_service to :"runtime" with inherit false, set true;
  -- So that the owner may grant them to another runtime login later.
  grant app_user, app_service to :"owner" with admin true, inherit false, set false;
\else
  -- On 15 it is the login that does not inherit, and CREATEROLE that may grant.
  grant app_user, app_service to :"runtime";
\endif

select format('create database %I owner %I', :'database', :'owner')
where not exists (select from pg_catalog.pg_database where datname = :'database')
\gexec

alter database :"database" owner to :"owner";
revoke all on database :"database" from public;
grant connect on database :"database" to :"runtime";
