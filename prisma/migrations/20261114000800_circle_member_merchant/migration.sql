-- All groups a merchant was ever in: what the foreign key to the merchant reads by.
create index circle_member_merchant_id_idx on circle_member (bank_id, merchant_id);
