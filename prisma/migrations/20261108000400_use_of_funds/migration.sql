-- What the borrower did with money that was paid to himself: vouchers within their days, a sample looked at by others.
create table use_report (
    bank_id uuid not null,
    id uuid not null,
    loan_id uuid not null,
    amount_fen bigint not null,
    reported_fen bigint not null default 0,
    due_on date not null,
    sampled boolean not null,
    sample_reason text,
    state text not null,
    reported_by uuid,
    reported_at timestamptz(3),
    reviewed_by uuid,
    reviewed_at timestamptz(3),
    review_note text,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint use_report_pkey primary key (bank_id, id)
);
create unique index use_report_loan_id_key on use_report (bank_id, loan_id);
create index use_report_state_due_on_idx on use_report (bank_id, state, due_on);
alter table use_report add constraint use_report_loan_id_fkey
  foreign key (bank_id, loan_id) references loan (bank_id, id) on delete no action on update no action;
alter table use_report add constraint use_report_state_check check (state in ('DUE', 'REPORTED', 'PROVEN', 'NOT_PROVEN', 'MISUSED'));
alter table use_report add constraint use_report_sample_reason_check check (sample_reason in ('LARGE', 'RANDOM'));
alter table use_report add constraint use_report_amount_fen_positive check (amount_fen > 0 and reported_fen >= 0);

create table use_voucher (
    bank_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    payee text not null,
    amount_fen bigint not null,
    paid_on date not null,
    purpose text not null,
    file_id uuid not null,
    added_by uuid,
    at timestamptz(3) not null,
    constraint use_voucher_pkey primary key (bank_id, id)
);
create index use_voucher_report_id_idx on use_voucher (bank_id, report_id);
create index use_voucher_file_id_idx on use_voucher (bank_id, file_id);
alter table use_voucher add constraint use_voucher_report_id_fkey
  foreign key (bank_id, report_id) references use_report (bank_id, id) on delete no action on update no action;
alter table use_voucher add constraint use_voucher_file_id_fkey
  foreign key (bank_id, file_id) references file_object (bank_id, id) on delete no action on update no action;
alter table use_voucher add constraint use_voucher_amount_fen_positive check (amount_fen > 0);
select fangshi_schema.protect('use_report', 'closed', null, false);
select fangshi_schema.protect('use_voucher', 'closed', null, true);
