-- Serious cases that are referred to an authority, with the papers that go along and what came of them.
create table external_referral (
    bank_id uuid not null,
    id uuid not null,
    number text not null,
    authority text not null,
    office text not null,
    market_id uuid,
    merchant_id uuid,
    subject text not null,
    facts text not null,
    documents jsonb not null default '{}',
    state text not null,
    proposed_by uuid not null,
    decided_by uuid,
    decision_note text,
    sent_on date,
    receipt text,
    case_no text,
    answered_on date,
    result text,
    closed_on date,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint external_referral_pkey primary key (bank_id, id)
);
create unique index external_referral_number_key on external_referral (bank_id, number);
create index external_referral_state_idx on external_referral (bank_id, state, id);
alter table external_referral add constraint external_referral_authority_check check (authority in ('POLICE', 'MARKET_REGULATOR', 'COURT'));
alter table external_referral add constraint external_referral_state_check check (state in ('DRAFT', 'PROPOSED', 'APPROVED', 'SENT', 'ACCEPTED', 'REFUSED', 'CLOSED', 'DROPPED'));
select fangshi_schema.protect('external_referral', 'closed', null, false);
