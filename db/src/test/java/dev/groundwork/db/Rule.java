package dev.groundwork.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What holds of the whole schema, as a query for whatever breaks it, beside a statement that does. */
enum Rule {
    EVERY_TABLE_IS_AUDITED_ROW_BY_ROW("""
            select c.oid::regclass::text from ours c
            where kind = 'r' and schema in ('app', 'config') and not exists (
              select from pg_trigger t
              where t.tgrelid = c.oid and t.tgfoid = 'audit.audit_table_changes'::regproc and t.tgenabled = 'O'
                -- AFTER INSERT OR DELETE OR UPDATE, FOR EACH ROW, whatever the columns, whatever the row
                and t.tgtype = 1 + 4 + 8 + 16 and t.tgattr = '' and t.tgqual is null)""", "create table app.planted (id bigint)"),

    EVERY_TABLE_IS_AUDITED_WHEN_TRUNCATED("""
            select c.oid::regclass::text from ours c
            where kind = 'r' and schema in ('app', 'config') and not exists (
              select from pg_trigger t
              where t.tgrelid = c.oid and t.tgfoid = 'audit.audit_table_changes'::regproc and t.tgenabled = 'O' and t.tgtype = 32)""", "create table config.planted (id bigint)"),

    EVERY_TABLE_IS_STAMPED("""
            select c.oid::regclass::text from ours c
            where kind = 'r' and schema in ('app', 'config') and not exists (
              select from pg_trigger t
              where t.tgrelid = c.oid and t.tgfoid = 'app.update_updated_at_column'::regproc and t.tgenabled = 'O'
                -- BEFORE INSERT OR UPDATE, FOR EACH ROW
                and t.tgtype = 1 + 2 + 4 + 16 and t.tgattr = '')""", "create table app.planted (id bigint)"),

    EVERY_TABLE_SAYS_WHEN_AND_WHICH_REVISION(
            """
            select c.oid::regclass || '.' || wanted from ours c
            cross join (values ('created_at', 'timestamptz'), ('updated_at', 'timestamptz'), ('version', 'bigint')) as w (wanted, type)
            where kind = 'r' and schema in ('app', 'config') and not exists (
              select from pg_attribute a
              where a.attrelid = c.oid and a.attname = wanted and a.atttypid = type::regtype and a.attnotnull)""", "create table app.planted (created_at timestamptz, updated_at timestamptz, version bigint)"),

    EVERY_TABLE_HAS_A_PRIMARY_KEY("""
            select c.oid::regclass::text from ours c
            where kind in ('r', 'p') and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)""", "create table ops.planted (id bigint)"),

    EVERY_TABLE_IS_UNDER_FORCED_ROW_LEVEL_SECURITY(
            """
            select c.oid::regclass::text from ours c
            where kind in ('r', 'p') and not (secured and forced)
              -- Of no people: db-scheduler's own and Flyway's own.
              and c.oid not in ('ops.scheduled_tasks'::regclass, 'ops.flyway_schema_history'::regclass)""", "create table app.planted (id bigint); alter table app.planted enable row level security"),

    NO_POLICY_IS_FOR_THE_PUBLIC("""
            select polrelid::regclass || ': ' || polname from pg_policy where 0 = any (polroles)""", "create policy planted on app.users for select using (true)"),

    EVERY_POLICY_IS_FOR_ONE_COMMAND("""
            select polrelid::regclass || ': ' || polname from pg_policy where polcmd = '*'""", "create policy planted on app.users for all to app_user using (true)"),

    EVERY_WRITE_IS_CHECKED_FOR_WHAT_IT_LEAVES_BEHIND(
            """
            select polrelid::regclass || ': ' || polname from pg_policy where polcmd in ('a', 'w') and polwithcheck is null""", "create policy planted on app.users for update to app_user using (true)"),

    EVERY_REFERENCE_HAS_AN_INDEX("""
            select f.conrelid::regclass || ': ' || f.conname from pg_constraint f join ours c on c.oid = f.conrelid
            where f.contype = 'f' and not exists (
              select from pg_index i
              where i.indrelid = f.conrelid and i.indisvalid and i.indpred is null
                and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] @> f.conkey)""", "create table app.planted (planted bigint references app.users (id))"),

    NO_INDEX_REPEATS_ANOTHER("""
            select a.indexrelid::regclass || ' beside ' || b.indexrelid::regclass
            from pg_index a join pg_index b on b.indrelid = a.indrelid and b.indexrelid <> a.indexrelid
            join ours c on c.oid = a.indrelid
            where a.indexprs is null and b.indexprs is null
              and (
                -- One that begins as another goes on is only worth its keep where it is unique.
                (not a.indisunique
                  and pg_get_expr(a.indpred, a.indrelid) is not distinct from pg_get_expr(b.indpred, b.indrelid)
                  and (b.indkey::int2[])[0:a.indnatts - 1] = (a.indkey::int2[])[0:a.indnatts - 1]
                  and (b.indcollation::oid[])[0:a.indnatts - 1] = (a.indcollation::oid[])[0:a.indnatts - 1]
                  and (b.indoption::int2[])[0:a.indnatts - 1] = (a.indoption::int2[])[0:a.indnatts - 1])
                -- A key is in order already, whatever follows it.
                or (not a.indisunique and b.indisunique and b.indpred is null
                  and (a.indkey::int2[])[0:b.indnatts - 1] = (b.indkey::int2[])[0:b.indnatts - 1])
                or (a.indisunique and b.indisunique and a.indexrelid < b.indexrelid and a.indkey = b.indkey
                  and a.indpred is not distinct from b.indpred))""", "create index planted on app.tasks (project_id)"),

    NO_COLUMN_IS_SERIAL("""
            select d.adrelid::regclass || '.' || a.attname
            from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum join ours c on c.oid = d.adrelid
            where pg_get_expr(d.adbin, d.adrelid) like 'nextval%'""", "create table app.planted (id bigserial)"),

    NO_NUMBER_OF_A_ROW_IS_SMALL("""
            select a.attrelid::regclass || '.' || a.attname from pg_attribute a join ours c on c.oid = a.attrelid
            where kind in ('r', 'p') and a.attname ~ '(^|_)id$' and a.atttypid in ('int2'::regtype, 'int4'::regtype)""", "create table app.planted (id integer)"),

    NO_TIME_IS_WITHOUT_A_ZONE("""
            select a.attrelid::regclass || '.' || a.attname from pg_attribute a join ours c on c.oid = a.attrelid
            where kind in ('r', 'p') and a.atttypid = 'timestamp'::regtype and c.oid <> 'ops.flyway_schema_history'::regclass""", "create table app.planted (at timestamp)"),

    EVERY_DEFINER_FUNCTION_HAS_A_FIXED_SEARCH_PATH(
            """
            select p.oid::regprocedure::text from our_functions p
            where prosecdef and not 'search_path=pg_catalog, pg_temp' = any (coalesce(proconfig, '{}'))""", "create function app.planted() returns int language sql security definer as 'select 1'"),

    NO_FUNCTION_IS_FOR_THE_PUBLIC(
            """
            select p.oid::regprocedure::text from our_functions p, aclexplode(coalesce(proacl, acldefault('f', proowner))) as granted
            where granted.grantee = 0""",
            "create function app.planted() returns int language sql as 'select 1';"
                    + " grant execute on function app.planted() to public"),

    NO_TABLE_IS_FOR_THE_PUBLIC("""
            select c.oid::regclass::text from ours c, aclexplode(acl) as granted where granted.grantee = 0
            union all
            select a.attrelid::regclass || '.' || a.attname
            from pg_attribute a join ours c on c.oid = a.attrelid, aclexplode(a.attacl) as granted where granted.grantee = 0""", "grant select on app.users to public"),

    NOBODY_BUT_THE_OWNER_MAY_EMPTY_OR_REFER_TO_A_TABLE("""
            select c.oid::regclass || ': ' || granted.privilege_type from ours c, aclexplode(acl) as granted
            where granted.grantee <> owner and granted.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')""", "grant truncate on app.users to app_service"),

    THE_LOGINS_OF_REQUESTS_OWN_NOTHING(
            """
            select c.oid::regclass::text from pg_class c where c.relowner::regrole::text in ('groundwork_runtime', 'app_user', 'app_service')
            union all
            select p.oid::regprocedure::text from pg_proc p where p.proowner::regrole::text in ('groundwork_runtime', 'app_user', 'app_service')
            union all
            select nspname from pg_namespace where nspowner::regrole::text in ('groundwork_runtime', 'app_user', 'app_service')
            union all
            select datname from pg_database where datdba::regrole::text in ('groundwork_runtime', 'app_user', 'app_service')""", "create table app.planted (id bigint); alter table app.planted owner to groundwork_runtime"),

    EVERY_VIEW_HAS_THE_RIGHTS_OF_WHOEVER_ASKS("""
            select c.oid::regclass::text from ours c
            where kind in ('v', 'm') and not 'security_invoker=true' = any (coalesce(options, '{}'))
              -- The one with its owner's rights, which shows public columns only.
              and not (c.oid = 'app.people'::regclass and 'security_barrier=true' = any (options))""", "create view app.planted as select 1 as one"),

    THE_LOG_AND_ITS_SEALS_ARE_ONLY_ADDED_TO(
            """
            select c.oid::regclass::text from ours c
            where schema = 'audit' and kind in ('r', 'p') and not exists (
              select from pg_trigger t
              where t.tgrelid = c.oid and t.tgfoid = 'audit.refuse_change'::regproc and t.tgenabled = 'O'
                -- BEFORE DELETE OR UPDATE OR TRUNCATE, FOR EACH STATEMENT
                and t.tgtype = 2 + 8 + 16 + 32)""",
            "create table audit.planted partition of audit.activity_logs for values from ('2001-01-01') to ('2001-02-01')"),

    NO_SECRET_IS_RECORDED(
            """
            select c.oid::regclass || '.' || named from ours c
            join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'audit_changes',
            lateral string_to_array(encode(t.tgargs, 'escape'), '\\000') as arguments,
            lateral (select arguments[i] as named, arguments[i + 1] as reference
              from generate_series(6, cardinality(arguments), 2) as i) as recorded
            where named ~ '(hash|secret|ssn|^encrypted)' and reference is distinct from 'secret'""",
            "create trigger audit_changes after insert on ops.setup_tokens for each row"
                    + " execute function audit.audit_table_changes('id', '', '', '', '', 'token_hash', '')");

    private static final String OURS = """
            with ours as (
              select c.oid, n.nspname as schema, c.relkind as kind, c.relacl as acl, c.relowner as owner, c.reloptions as options,
                c.relrowsecurity as secured, c.relforcerowsecurity as forced
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname in ('app', 'audit', 'config', 'ops')),
            our_functions as (
              select p.* from pg_proc p join pg_namespace n on n.oid = p.pronamespace
              where n.nspname in ('app', 'audit', 'config', 'ops')
                and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e'))
            """;

    private final String query;
    private final String violation;

    Rule(String query, String violation) {
        this.query = query;
        this.violation = violation;
    }

    /** Whatever breaks this rule. */
    List<String> brokenBy(Connection connection) throws SQLException {
        return Sql.list(connection, OURS + query);
    }

    /** Breaks this rule. */
    void violate(Connection connection) throws SQLException {
        Sql.run(connection, violation);
    }
}
