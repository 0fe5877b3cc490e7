package dev.groundwork.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Everything that PostgreSQL's catalogue knows of our schemas, one line each, Flyway's own history aside. One per connection. */
final class Snapshot {
    /** Who but the owner has which right, however the list came to be. */
    private static final String GRANTED = """
            create function pg_temp.granted(acl aclitem[], kind "char", owner oid) returns text language sql
            return (
              select string_agg(concat(grantee::regrole, '=', privilege_type, case when is_grantable then '*' end), ','
                order by grantee::regrole::text, privilege_type)
              from aclexplode(coalesce(acl, acldefault(kind, owner))) where grantee <> owner)""";

    private static final String QUERY = """
            with ours as (
              select c.*, n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname in ('app', 'audit', 'config', 'ops') and c.relname !~ '^flyway_schema_history')
            select 'schema ' || nspname || ' ' || pg_temp.granted(nspacl, 'n', nspowner)
            from pg_namespace where nspname in ('app', 'audit', 'config')
            union all
            select concat_ws(' ', 'relation', nspname, relname, relkind, relpersistence, relrowsecurity, relforcerowsecurity, reloptions,
              relowner::regrole, pg_temp.granted(relacl, 'r', relowner),
              pg_get_expr(relpartbound, oid), case relkind when 'v' then pg_get_viewdef(oid) when 'i' then pg_get_indexdef(oid) end)
            from ours where relkind <> 'S'
            union all
            select concat_ws(' ', 'column', a.attrelid::regclass, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
              a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid),
              pg_temp.granted(a.attacl, 'c', relowner))
            from pg_attribute a join ours on ours.oid = a.attrelid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attnum > 0 and not a.attisdropped and ours.relkind <> 'i'
            union all
            select concat_ws(' ', 'constraint', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid), c.convalidated)
            from pg_constraint c join ours on ours.oid = c.conrelid
            union all
            select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled)
            from pg_trigger t join ours on ours.oid = t.tgrelid where not t.tgisinternal
            union all
            select concat_ws(' ', 'policy', p.polrelid::regclass, p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[],
              pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
            from pg_policy p join ours on ours.oid = p.polrelid
            union all
            select concat_ws(' ', 'function', pg_get_functiondef(p.oid), p.proowner::regrole,
              pg_temp.granted(p.proacl, 'f', p.proowner))
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname in ('app', 'audit', 'config', 'ops')
              and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
            union all
            select concat_ws(' ', 'extension', extname, extnamespace::regnamespace) from pg_extension
            union all
            select concat_ws(' ', 'default', defaclrole::regrole, defaclnamespace, defaclobjtype, defaclacl) from pg_default_acl
            order by 1""";

    private Snapshot() {}

    static List<String> of(Connection connection) throws SQLException {
        Sql.run(connection, GRANTED);
        return Sql.list(connection, QUERY);
    }
}
