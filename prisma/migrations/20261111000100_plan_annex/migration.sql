-- A merchant that leaves while its plan is reviewed makes a minor version of it: frozen like a submission, numbered apart.
alter table plan_submission drop constraint plan_submission_kind_check;
alter table plan_submission add constraint plan_submission_kind_check check (kind in ('SUBMITTED', 'ANNEX', 'DECIDED'));
