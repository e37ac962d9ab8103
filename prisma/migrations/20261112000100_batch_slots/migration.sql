-- What a bank asks of its operators may change; a batch keeps what was asked when it was opened.
alter table batch add column required_slots jsonb;
