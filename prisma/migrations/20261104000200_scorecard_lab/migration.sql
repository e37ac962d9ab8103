-- The scorecard lab: labelled histories, and cards measured on them.
create table lab_dataset (
    bank_id uuid not null,
    id uuid not null,
    name text not null,
    note text,
    file_id uuid not null,
    state text not null,
    columns jsonb,
    months jsonb,
    cases integer not null default 0,
    bads integer not null default 0,
    refused integer not null default 0,
    problems jsonb,
    error_code text,
    job_id uuid,
    created_by uuid,
    created_at timestamptz(3) not null default current_timestamp,
    finished_at timestamptz(3),
    constraint lab_dataset_pkey primary key (bank_id, id)
);
create index lab_dataset_file_id_idx on lab_dataset (bank_id, file_id);
alter table lab_dataset add constraint lab_dataset_file_id_fkey
  foreign key (bank_id, file_id) references file_object (bank_id, id) on delete no action on update no action;
alter table lab_dataset add constraint lab_dataset_state_check check (state in ('QUEUED', 'READING', 'READY', 'FAILED'));

create table lab_chunk (
    bank_id uuid not null,
    dataset_id uuid not null,
    no integer not null,
    cases jsonb not null,
    constraint lab_chunk_pkey primary key (bank_id, dataset_id, no)
);
alter table lab_chunk add constraint lab_chunk_dataset_id_fkey
  foreign key (bank_id, dataset_id) references lab_dataset (bank_id, id) on delete no action on update no action;

create table lab_run (
    bank_id uuid not null,
    id uuid not null,
    dataset_id uuid not null,
    state text not null,
    champion jsonb not null,
    challenger jsonb,
    settings jsonb not null,
    result jsonb,
    error_code text,
    job_id uuid,
    created_by uuid,
    created_at timestamptz(3) not null default current_timestamp,
    finished_at timestamptz(3),
    constraint lab_run_pkey primary key (bank_id, id)
);
create index lab_run_dataset_id_idx on lab_run (bank_id, dataset_id);
alter table lab_run add constraint lab_run_dataset_id_fkey
  foreign key (bank_id, dataset_id) references lab_dataset (bank_id, id) on delete no action on update no action;
alter table lab_run add constraint lab_run_state_check check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED'));

select fangshi_schema.protect('lab_dataset', 'closed', null, false);
select fangshi_schema.protect('lab_chunk', 'closed', null, false);
select fangshi_schema.protect('lab_run', 'closed', null, false);
