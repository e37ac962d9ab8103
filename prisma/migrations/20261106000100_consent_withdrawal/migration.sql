-- A consent is taken back by its giver: when, why and who wrote it down. The day on the paper is read by the customer manager.
alter table consent
  add column signed_on date,
  add column withdraw_reason text,
  add column withdrawn_by uuid;
