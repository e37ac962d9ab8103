-- The cases of the library that a training was held on.
alter table training_record add column case_ids jsonb not null default '[]';
