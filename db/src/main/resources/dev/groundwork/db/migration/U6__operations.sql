-- loses: ops.mail_outbox where delivered_at is null and given_up_at is null
-- loses: ops.idempotency_keys
-- loses: ops.scheduled_tasks
-- loses: ops.sign_in_attempts
-- loses: ops.rate_limits
-- loses: ops.setup_tokens
-- loses: ops.encryption_keys
-- loses: ops.cache_invalidations

drop trigger raise_configuration_revision on config.feature_flags;
drop trigger raise_configuration_revision on config.system_settings;
drop function ops.raise_configuration_revision();
drop table ops.configuration_revisions;
drop trigger invalidate_user on app.users;
drop function ops.invalidate_user();
drop table ops.cache_invalidations;
drop table ops.audit_horizon;
drop table ops.encryption_keys;
drop table ops.setup_tokens;
drop table ops.rate_limits;
drop table ops.sign_in_attempts;
drop table ops.scheduled_tasks;
drop table ops.idempotency_keys;
drop table ops.mail_outbox;
