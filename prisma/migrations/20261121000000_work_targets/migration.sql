-- A month's targets as a tree: the bank's, its branches', their teams', their managers'. What stands under a node adds up to it.
create table work_target (
    bank_id uuid not null,
    month date not null,
    node_id uuid not null,
    kind text not null,
    parent_id uuid,
    volume_fen bigint not null,
    new_clients integer not null,
    set_by uuid,
    set_at timestamptz(3) not null,
    constraint work_target_pkey primary key (bank_id, month, node_id)
);
create index work_target_parent_id_idx on work_target (bank_id, month, parent_id);
alter table work_target add constraint work_target_kind_check check (kind in ('BANK', 'UNIT', 'PERSON'));
alter table work_target add constraint work_target_root_check check ((kind = 'BANK') = (parent_id is null));
alter table work_target add constraint work_target_values_check check (volume_fen >= 0 and new_clients >= 0);
select fangshi_schema.protect('work_target', 'closed', null, false);
