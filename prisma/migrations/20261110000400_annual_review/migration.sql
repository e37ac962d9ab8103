-- The yearly review of a loan, its consents, and what came of it.
create table annual_review (
    bank_id uuid not null,
    id uuid not null,
    loan_id uuid not null,
    market_id uuid not null,
    review_on date not null,
    consent_by date not null,
    survey_by date not null,
    conclude_by date not null,
    sign_by date not null,
    state text not null,
    method text,
    requested_fen bigint,
    facts jsonb,
    tests jsonb,
    evidence jsonb,
    trace jsonb,
    outcome text,
    latest_maturity date,
    new_maturity date,
    surveyed_by uuid,
    surveyed_at timestamptz(3),
    concluded_by uuid,
    concluded_at timestamptz(3),
    conclusion text,
    approved_by uuid,
    approved_at timestamptz(3),
    approval text,
    result text,
    contract_no text,
    signed_by uuid,
    signed_at timestamptz(3),
    new_loan_id uuid,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint annual_review_pkey primary key (bank_id, id)
);
create unique index annual_review_loan_review_on_key on annual_review (bank_id, loan_id, review_on);
create index annual_review_state_review_on_idx on annual_review (bank_id, state, review_on);
create index annual_review_market_id_idx on annual_review (bank_id, market_id);
alter table annual_review add constraint annual_review_loan_id_fkey
  foreign key (bank_id, loan_id) references loan (bank_id, id) on delete no action on update no action;
alter table annual_review add constraint annual_review_market_id_fkey
  foreign key (bank_id, market_id) references market (bank_id, id) on delete no action on update no action;
alter table annual_review add constraint annual_review_state_check
  check (state in ('LISTED', 'SURVEYED', 'CONCLUDED', 'APPROVED', 'RENEWED', 'NOT_RENEWED', 'LAPSED'));
alter table annual_review add constraint annual_review_method_check check (method in ('FACILITY_36M', 'ROLLOVER_NEW_LOAN', 'EXTENSION'));
alter table annual_review add constraint annual_review_result_check
  check (result in ('RENEWED', 'RENEWED_REDUCED', 'NOT_RENEWED_REPAY', 'NOT_RENEWED_RESTRUCTURE'));

create table review_consent (
    bank_id uuid not null,
    id uuid not null,
    review_id uuid not null,
    kind text not null,
    name text not null,
    state text not null,
    given_on date,
    file_id uuid,
    note text,
    recorded_by uuid,
    recorded_at timestamptz(3),
    constraint review_consent_pkey primary key (bank_id, id)
);
create index review_consent_review_id_idx on review_consent (bank_id, review_id);
alter table review_consent add constraint review_consent_review_id_fkey
  foreign key (bank_id, review_id) references annual_review (bank_id, id) on delete no action on update no action;
alter table review_consent add constraint review_consent_kind_check check (kind in ('BORROWER', 'MEMBER', 'GUARANTOR', 'INSURER', 'FUND'));
alter table review_consent add constraint review_consent_state_check check (state in ('ASKED', 'GIVEN', 'REFUSED'));
select fangshi_schema.protect('annual_review', 'closed', null, false);
select fangshi_schema.protect('review_consent', 'closed', null, false);
