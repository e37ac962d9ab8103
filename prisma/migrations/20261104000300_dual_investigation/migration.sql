-- What two people find at the stall: figures as they are told and counted, and where the evaluator judges otherwise.
alter table investigation add column visit jsonb not null default '{}';
alter table investigation add column evaluator_inputs jsonb not null default '{}';
alter table investigation add column reconciliation text;
