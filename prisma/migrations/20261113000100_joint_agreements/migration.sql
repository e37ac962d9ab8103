-- Who stands behind whom under which version of a joint-guarantee agreement: a change of members after signing makes a new
-- version, and loans paid out under the old one stay with its members.
create table joint_agreement (
    bank_id uuid not null,
    group_id uuid not null,
    version_no integer not null,
    reason text,
    made_by uuid,
    made_on date not null,
    at timestamptz(3) not null,
    constraint joint_agreement_pkey primary key (bank_id, group_id, version_no)
);
alter table joint_agreement add constraint joint_agreement_group_id_fkey foreign key (bank_id, group_id) references joint_group (bank_id, id) on delete no action on update no action;
alter table joint_agreement add constraint joint_agreement_version_no_check check (version_no >= 1);
select fangshi_schema.protect('joint_agreement', 'closed', null, true);

create table joint_agreement_member (
    bank_id uuid not null,
    group_id uuid not null,
    version_no integer not null,
    application_id uuid not null,
    amount_fen bigint not null,
    constraint joint_agreement_member_pkey primary key (bank_id, group_id, version_no, application_id)
);
create index joint_agreement_member_application_id_idx on joint_agreement_member (bank_id, application_id);
alter table joint_agreement_member add constraint joint_agreement_member_agreement_fkey foreign key (bank_id, group_id, version_no) references joint_agreement (bank_id, group_id, version_no) on delete no action on update no action;
alter table joint_agreement_member add constraint joint_agreement_member_application_id_fkey foreign key (bank_id, application_id) references application (bank_id, id) on delete no action on update no action;
alter table joint_agreement_member add constraint joint_agreement_member_amount_fen_not_negative check (amount_fen >= 0);
select fangshi_schema.protect('joint_agreement_member', 'closed', null, true);

-- Without a number: the first version.
alter table loan add column agreement_version integer;
alter table loan add constraint loan_agreement_version_check check (agreement_version is null or (agreement_version >= 1 and group_id is not null));
alter table contract add column agreement_version integer;
alter table contract add constraint contract_agreement_version_check check (agreement_version >= 1);
