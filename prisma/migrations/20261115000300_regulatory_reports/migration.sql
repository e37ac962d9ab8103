-- Tables for the regulator as a bank settles them: what is counted, by what, to whom they go and when.
create table report_definition (
    bank_id uuid not null,
    id uuid not null,
    kind text not null,
    name text not null,
    group_by text not null,
    client_cap_fen bigint not null,
    borrower_types jsonb not null,
    schedule text not null,
    recipients jsonb not null,
    state text not null,
    created_by uuid,
    created_at timestamptz(3) not null default current_timestamp,
    version integer not null default 1,
    constraint report_definition_pkey primary key (bank_id, id)
);
alter table report_definition add constraint report_definition_kind_check check (kind in ('INCLUSIVE', 'FIVE_CATEGORY'));
alter table report_definition add constraint report_definition_group_by_check check (group_by in ('BORROWER_TYPE', 'MARKET', 'MODE'));
alter table report_definition add constraint report_definition_schedule_check check (schedule in ('NONE', 'DAILY', 'MONTHLY'));
alter table report_definition add constraint report_definition_state_check check (state in ('ACTIVE', 'REMOVED'));
alter table report_definition add constraint report_definition_cap_check check (client_cap_fen > 0);
select fangshi_schema.protect('report_definition', 'closed', null, false);
