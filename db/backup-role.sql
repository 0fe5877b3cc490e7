-- The login that backs up. A superuser runs this once, after roles.sql; the owner can't, since nobody gives BYPASSRLS who is no
-- superuser, and without it a dump would fail at the first table: every one is under forced row-level security.
--
--   psql -U postgres -d postgres -f db/backup-role.sql
--   psql -U postgres -d postgres -v database=crm -v backup=crm_backup -f db/backup-role.sql
--
-- It reads everything and writes nothing. Guard its password like the data's own: say \password groundwork_backup.

\set ON_ERROR_STOP on
\if :{?database}
\else
  \set database groundwork
\endif
\if :{?backup}
\else
  \set backup groundwork_backup
\endif

select format('create role %I', :'backup')
where not exists (select from pg_catalog.pg_roles where rolname = :'backup')
\gexec

-- REPLICATION is for pg_basebackup.
alter role :"backup" login inherit bypassrls replication nosuperuser nocreatedb nocreaterole;
alter role :"backup" set default_transaction_read_only = on;
grant pg_read_all_data to :"backup";
grant connect on database :"database" to :"backup";
