-- The file of an insurance claim: each paper that it needs, whether it is there, and by which day. Handed to the insurer with
-- the letter; until then its party is empty and the insurer sees nothing of it. What it finds wanting it says on the paper.
create table claim_paper (
    bank_id uuid not null,
    id uuid not null,
    claim_id uuid not null,
    claim_number text not null,
    party_id uuid,
    kind text not null,
    state text not null,
    origin text,
    reference text,
    file_id uuid,
    due_on date,
    received_on date,
    received_by uuid,
    query_note text,
    queried_on date,
    queried_by uuid,
    version integer not null default 1,
    constraint claim_paper_pkey primary key (bank_id, id)
);
create unique index claim_paper_claim_id_kind_key on claim_paper (bank_id, claim_id, kind);
create index claim_paper_party_id_idx on claim_paper (bank_id, party_id);
create index claim_paper_file_id_idx on claim_paper (bank_id, file_id);
alter table claim_paper add constraint claim_paper_claim_id_fkey foreign key (bank_id, claim_id) references claim (bank_id, id) on delete no action on update no action;
alter table claim_paper add constraint claim_paper_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table claim_paper add constraint claim_paper_file_id_fkey foreign key (bank_id, file_id) references file_object (bank_id, id) on delete no action on update no action;
alter table claim_paper add constraint claim_paper_kind_check check (kind in ('LOAN_CONTRACT', 'POLICY', 'DRAWDOWN_VOUCHER', 'ARREARS_STATEMENT', 'COLLECTION_RECORD'));
alter table claim_paper add constraint claim_paper_state_check check (state in ('MISSING', 'RECEIVED', 'QUERIED'));
alter table claim_paper add constraint claim_paper_origin_check check (origin in ('BOOKS', 'HAND'));
-- a paper that is there can be found: by its number, or as its file
alter table claim_paper add constraint claim_paper_received_check check (state <> 'RECEIVED' or (received_on is not null and (reference is not null or file_id is not null)));
alter table claim_paper add constraint claim_paper_queried_check check (state <> 'QUERIED' or (query_note is not null and party_id is not null));
select fangshi_schema.protect('claim_paper', 'own', 'party_id', false);
