-- loses: config.system_settings
-- loses: config.feature_flags

drop table config.feature_flags;
drop table config.system_settings;
