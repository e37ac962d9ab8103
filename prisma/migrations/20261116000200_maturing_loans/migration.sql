-- The loans that come on the list of yearly reviews, found without reading every loan every night.
create index loan_maturing on loan (bank_id, maturity_date) include (id, renewed_from, first_disbursement_date) where state = 'CURRENT';
