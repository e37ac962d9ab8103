-- What stands in a merged document, and its seal; a signing of merchants without a group; what documents name beyond the plan.
alter table contract
    add column mode text not null default 'JG',
    add column content_sha256 text,
    add column clauses jsonb not null default '[]',
    add column refinancing boolean not null default false;
alter table contract add constraint contract_mode_check check (mode in ('JG', 'AF', 'GC', 'LI', 'PK', 'DF'));
alter table contract_signer drop constraint contract_signer_role_check;
alter table contract_signer add constraint contract_signer_role_check
  check (role in ('BORROWER', 'SPOUSE', 'GUARANTOR', 'OPERATOR', 'PARTNER', 'MORTGAGOR', 'BANK'));
alter table signing_session add column application_ids jsonb;

create table contract_particulars (
    bank_id uuid not null,
    application_id uuid not null,
    data jsonb not null,
    recorded_by uuid,
    recorded_at timestamptz(3) not null,
    reviewed_by uuid,
    reviewed_at timestamptz(3),
    review_note text,
    version integer not null default 1,
    constraint contract_particulars_pkey primary key (bank_id, application_id)
);
create index contract_particulars_application_id_idx on contract_particulars (bank_id, application_id);
alter table contract_particulars add constraint contract_particulars_application_id_fkey
  foreign key (bank_id, application_id) references application (bank_id, id) on delete no action on update no action;
select fangshi_schema.protect('contract_particulars', 'closed', null, false);
