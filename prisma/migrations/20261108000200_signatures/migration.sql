-- Electronic signatures over signed contracts, detached and never changed; copies delivered; scans of what was signed on paper.
alter table contract_signer drop constraint contract_signer_method_check;
alter table contract_signer add constraint contract_signer_method_check check (method in ('PAPER', 'DRAWN', 'SEAL', 'SCAN'));
alter table contract_signer
    add column delivered_at timestamptz(3),
    add column delivered_by uuid,
    add column delivery_method text,
    add column receipt_file_id uuid;
alter table contract_signer add constraint contract_signer_delivery_method_check
  check (delivery_method in ('PAPER', 'ELECTRONIC', 'POST'));

create table contract_signature (
    bank_id uuid not null,
    id uuid not null,
    contract_id uuid not null,
    signer_id uuid not null,
    provider text not null,
    algorithm text not null,
    attributes text not null,
    signature text not null,
    public_key text not null,
    at timestamptz(3) not null,
    constraint contract_signature_pkey primary key (bank_id, id)
);
create unique index contract_signature_signer_id_key on contract_signature (bank_id, signer_id);
create index contract_signature_contract_id_idx on contract_signature (bank_id, contract_id);
alter table contract_signature add constraint contract_signature_contract_id_fkey
  foreign key (bank_id, contract_id) references contract (bank_id, id) on delete no action on update no action;
alter table contract_signature add constraint contract_signature_signer_id_fkey
  foreign key (bank_id, signer_id) references contract_signer (bank_id, id) on delete no action on update no action;
select fangshi_schema.protect('contract_signature', 'closed', null, true);
