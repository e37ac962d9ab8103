-- A claim as one object for all modes: its parts by cover, a line for each payer, letters with their proof, receipts by two
-- people, what the payers may reclaim, and how recoveries flow back.
alter table claim add column mode text not null default 'JG', add column principal_fen bigint not null default 0, add column interest_fen bigint not null default 0,
  add column penalty_fen bigint not null default 0, add column costs_fen bigint not null default 0, add column waterfall_version text, add column scheme_id uuid;
alter table claim add constraint claim_mode_check check (mode in ('JG', 'AF', 'GC', 'LI', 'PK', 'DF'));
alter table claim add constraint claim_principal_fen_not_negative check (principal_fen >= 0);
alter table claim add constraint claim_interest_fen_not_negative check (interest_fen >= 0);
alter table claim add constraint claim_penalty_fen_not_negative check (penalty_fen >= 0);
alter table claim add constraint claim_costs_fen_not_negative check (costs_fen >= 0);
-- Σ paid never passes what was claimed (P-11).
alter table claim add constraint claim_paid_within_check check (paid_fen <= amount_fen);
create unique index claim_one_open on claim (bank_id, loan_id, type) where state in ('DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'BANK_CONFIRMED', 'NOTICE_SENT', 'ACCEPTED', 'DISPUTED', 'PAID_PARTIAL');

create table claim_line (
    bank_id uuid not null,
    id uuid not null,
    claim_id uuid not null,
    no integer not null,
    source text not null,
    sub_ledger_id uuid,
    application_id uuid,
    party_id uuid,
    demanded_fen bigint not null,
    paid_fen bigint not null default 0,
    state text not null,
    period_end date,
    pay_by date,
    version integer not null default 1,
    constraint claim_line_pkey primary key (bank_id, id)
);
create unique index claim_line_claim_id_no_key on claim_line (bank_id, claim_id, no);
create index claim_line_sub_ledger_id_idx on claim_line (bank_id, sub_ledger_id);
create index claim_line_application_id_idx on claim_line (bank_id, application_id);
create index claim_line_party_id_idx on claim_line (bank_id, party_id);
alter table claim_line add constraint claim_line_claim_id_fkey foreign key (bank_id, claim_id) references claim (bank_id, id) on delete no action on update no action;
alter table claim_line add constraint claim_line_sub_ledger_id_fkey foreign key (bank_id, sub_ledger_id) references margin_sub_ledger (bank_id, id) on delete no action on update no action;
alter table claim_line add constraint claim_line_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table claim_line add constraint claim_line_state_check check (state in ('OPEN', 'NOTICE_SENT', 'ACCEPTED', 'DISPUTED', 'PAID_PARTIAL', 'PAID', 'EXHAUSTED', 'WAIVED'));
alter table claim_line add constraint claim_line_demanded_fen_not_negative check (demanded_fen >= 0);
alter table claim_line add constraint claim_line_paid_fen_not_negative check (paid_fen >= 0 and paid_fen <= demanded_fen);
select fangshi_schema.protect('claim_line', 'closed', null, false);

create table claim_notice (
    bank_id uuid not null,
    id uuid not null,
    claim_id uuid not null,
    line_id uuid not null,
    party_id uuid,
    number text not null,
    claim_number text not null,
    borrower text not null,
    loan_number text not null,
    amount_fen bigint not null,
    principal_fen bigint not null default 0,
    interest_fen bigint not null default 0,
    sent_on date not null,
    channel text not null,
    proof_no text,
    proof_file_id uuid,
    delivered_on date,
    period_end date,
    answer_by date not null,
    pay_by date,
    state text not null,
    answer_note text,
    answered_on date,
    answered_by uuid,
    sent_by uuid,
    version integer not null default 1,
    constraint claim_notice_pkey primary key (bank_id, id)
);
create unique index claim_notice_number_key on claim_notice (bank_id, number);
create index claim_notice_claim_id_idx on claim_notice (bank_id, claim_id);
create index claim_notice_line_id_idx on claim_notice (bank_id, line_id);
create index claim_notice_party_id_idx on claim_notice (bank_id, party_id);
alter table claim_notice add constraint claim_notice_claim_id_fkey foreign key (bank_id, claim_id) references claim (bank_id, id) on delete no action on update no action;
alter table claim_notice add constraint claim_notice_line_id_fkey foreign key (bank_id, line_id) references claim_line (bank_id, id) on delete no action on update no action;
alter table claim_notice add constraint claim_notice_state_check check (state in ('SENT', 'DELIVERED', 'ACCEPTED', 'DISPUTED'));
alter table claim_notice add constraint claim_notice_channel_check check (channel in ('REGISTERED_MAIL', 'COURIER', 'NOTARY', 'IN_PERSON', 'PARTNER_DESK'));
alter table claim_notice add constraint claim_notice_amount_fen_not_negative check (amount_fen >= 0);
alter table claim_notice add constraint claim_notice_principal_fen_not_negative check (principal_fen >= 0);
alter table claim_notice add constraint claim_notice_interest_fen_not_negative check (interest_fen >= 0);
-- A demand outside the guarantor's own period is none (LEG-5).
alter table claim_notice add constraint claim_notice_period_check check (period_end is null or sent_on <= period_end);
select fangshi_schema.protect('claim_notice', 'own', 'party_id', false);

create table claim_receipt (
    bank_id uuid not null,
    id uuid not null,
    claim_id uuid not null,
    line_id uuid not null,
    amount_fen bigint not null,
    value_date date not null,
    reference text not null,
    state text not null,
    maker_id uuid not null,
    made_at timestamptz(3) not null,
    checker_id uuid,
    decided_at timestamptz(3),
    reason text,
    version integer not null default 1,
    constraint claim_receipt_pkey primary key (bank_id, id)
);
create index claim_receipt_claim_id_idx on claim_receipt (bank_id, claim_id);
create index claim_receipt_line_id_idx on claim_receipt (bank_id, line_id);
create unique index claim_receipt_reference_key on claim_receipt (bank_id, line_id, reference) where state <> 'REJECTED';
alter table claim_receipt add constraint claim_receipt_claim_id_fkey foreign key (bank_id, claim_id) references claim (bank_id, id) on delete no action on update no action;
alter table claim_receipt add constraint claim_receipt_line_id_fkey foreign key (bank_id, line_id) references claim_line (bank_id, id) on delete no action on update no action;
alter table claim_receipt add constraint claim_receipt_state_check check (state in ('PENDING', 'POSTED', 'REJECTED'));
alter table claim_receipt add constraint claim_receipt_amount_fen_not_negative check (amount_fen > 0);
alter table claim_receipt add constraint claim_receipt_two_people_check check (checker_id is null or checker_id <> maker_id);
select fangshi_schema.protect('claim_receipt', 'closed', null, false);

alter table claim_payment add column line_id uuid, add column receipt_id uuid;

create table recourse_case (
    bank_id uuid not null,
    id uuid not null,
    loan_id uuid not null,
    claim_id uuid not null,
    payment_id uuid not null,
    payer_kind text not null,
    source text not null,
    sub_ledger_id uuid,
    application_id uuid,
    party_id uuid,
    amount_fen bigint not null,
    recovered_fen bigint not null default 0,
    state text not null,
    opened_on date not null,
    version integer not null default 1,
    constraint recourse_case_pkey primary key (bank_id, id)
);
create index recourse_case_loan_id_idx on recourse_case (bank_id, loan_id);
create index recourse_case_claim_id_idx on recourse_case (bank_id, claim_id);
create unique index recourse_case_payment_id_key on recourse_case (bank_id, payment_id);
alter table recourse_case add constraint recourse_case_loan_id_fkey foreign key (bank_id, loan_id) references loan (bank_id, id) on delete no action on update no action;
alter table recourse_case add constraint recourse_case_claim_id_fkey foreign key (bank_id, claim_id) references claim (bank_id, id) on delete no action on update no action;
alter table recourse_case add constraint recourse_case_payment_id_fkey foreign key (bank_id, payment_id) references claim_payment (bank_id, id) on delete no action on update no action;
alter table recourse_case add constraint recourse_case_state_check check (state in ('OPEN', 'SATISFIED'));
alter table recourse_case add constraint recourse_case_payer_check check (payer_kind in ('ACCOUNT', 'MEMBER', 'PARTNER'));
alter table recourse_case add constraint recourse_case_amount_fen_not_negative check (amount_fen >= 0);
alter table recourse_case add constraint recourse_case_recovered_fen_not_negative check (recovered_fen >= 0 and recovered_fen <= amount_fen);
select fangshi_schema.protect('recourse_case', 'closed', null, false);

create table recovery (
    bank_id uuid not null,
    id uuid not null,
    loan_id uuid not null,
    number text not null,
    amount_fen bigint not null,
    costs_fen bigint not null default 0,
    value_date date not null,
    origin text not null,
    reference text not null,
    state text not null,
    trace jsonb,
    maker_id uuid not null,
    made_at timestamptz(3) not null,
    checker_id uuid,
    decided_at timestamptz(3),
    reason text,
    version integer not null default 1,
    constraint recovery_pkey primary key (bank_id, id)
);
create unique index recovery_number_key on recovery (bank_id, number);
create index recovery_loan_id_idx on recovery (bank_id, loan_id);
alter table recovery add constraint recovery_loan_id_fkey foreign key (bank_id, loan_id) references loan (bank_id, id) on delete no action on update no action;
alter table recovery add constraint recovery_state_check check (state in ('PENDING', 'POSTED', 'REJECTED'));
alter table recovery add constraint recovery_origin_check check (origin in ('BORROWER', 'COLLATERAL', 'COURT', 'OTHER'));
alter table recovery add constraint recovery_amount_fen_not_negative check (amount_fen > 0);
alter table recovery add constraint recovery_costs_fen_not_negative check (costs_fen >= 0 and costs_fen <= amount_fen);
alter table recovery add constraint recovery_two_people_check check (checker_id is null or checker_id <> maker_id);
select fangshi_schema.protect('recovery', 'closed', null, false);

create table recovery_share (
    bank_id uuid not null,
    id uuid not null,
    recovery_id uuid not null,
    no integer not null,
    payee text not null,
    recourse_id uuid,
    amount_fen bigint not null,
    movement_id uuid,
    repayment_id uuid,
    constraint recovery_share_pkey primary key (bank_id, id)
);
create unique index recovery_share_recovery_id_no_key on recovery_share (bank_id, recovery_id, no);
create index recovery_share_recourse_id_idx on recovery_share (bank_id, recourse_id);
alter table recovery_share add constraint recovery_share_recovery_id_fkey foreign key (bank_id, recovery_id) references recovery (bank_id, id) on delete no action on update no action;
alter table recovery_share add constraint recovery_share_recourse_id_fkey foreign key (bank_id, recourse_id) references recourse_case (bank_id, id) on delete no action on update no action;
alter table recovery_share add constraint recovery_share_payee_check check (payee in ('BANK', 'PAYER', 'BORROWER'));
alter table recovery_share add constraint recovery_share_amount_fen_not_negative check (amount_fen >= 0);
select fangshi_schema.protect('recovery_share', 'closed', null, true);
