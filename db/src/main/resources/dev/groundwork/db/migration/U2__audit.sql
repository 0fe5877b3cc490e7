-- loses: audit.activity_logs where reason is distinct from 'migration'
-- loses: audit.seals

drop function audit.kept_since();
drop function audit.drop_partitions_older_than(integer);
drop function audit.ensure_partitions(integer);
drop function audit.split_default();
drop function audit.add_month(timestamptz);
drop function audit.record_event(text, text, text, jsonb, bigint);
drop procedure audit.watch(regclass, text, text, text, text[]);
drop function audit.audit_table_changes();
drop procedure audit.append(text, text, text, bigint, jsonb, jsonb, timestamptz);
drop function audit.public_value(text, jsonb);
drop table audit.seals;
drop table audit.activity_logs;
drop procedure audit.append_only(regclass);
drop function audit.refuse_change();
