-- Settings and feature flags.

create table config.system_settings (
  key varchar(100) collate "C" primary key check (key ~ '^[A-Za-z0-9._-]{1,100}$'),
  value jsonb not null,
  description text,
  is_public boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1
);

call audit.watch('config.system_settings', key => 'key', columns => 'key, value, description, is_public');

create table config.feature_flags (
  id bigint generated always as identity primary key,
  name varchar(100) collate "C" not null unique check (name <> ''),
  enabled boolean not null default false,
  description text,
  -- {}: plain on and off by enabled; else a definition in flagd's grammar, checked by the application.
  rules jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version bigint not null default 1,
  constraint feature_flags_rules_check check (jsonb_typeof(rules) = 'object')
);

call audit.watch('config.feature_flags', key => 'name', columns => 'name, enabled, description, rules');
