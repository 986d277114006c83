-- Contoso Bakery, Bellevue: ten people in production who call inside only and five in the office who call outside
-- (R-369). One lacks a usage location (R-009), one is blocked, and some names are hard on careless programs.
INSERT INTO tenant (id, name, display_name, country, currency, sku_part, domain, verified, object_prefix, people) VALUES
	(1, 'bakery', 'Contoso Bakery', 'US', 'USD', 'O365_BUSINESS_PREMIUM', 'contosobakery.example', 'yes',
		'6d0a0d0e-0001-4b7c-8a02-', 15);
INSERT INTO person (row, object_id, upn, display_name, given_name, surname, mail, job_title, department, enabled, usage_location,
	street, city, state, postal_code, country, office, language) VALUES
	(1, '6d0a0d0e-0001-4b7c-9a01-000000000001', 'ava.lindqvist@contosobakery.example', 'Ava Lindqvist', 'Ava', 'Lindqvist', 'ava.lindqvist@contosobakery.example', 'Owner', 'Office', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Office', 'en-US'),
	(2, '6d0a0d0e-0001-4b7c-9a01-000000000002', 'ben.osei@contosobakery.example', 'Ben Osei', 'Ben', 'Osei', 'ben.osei@contosobakery.example', 'Orders', 'Office', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Office', 'en-US'),
	(3, '6d0a0d0e-0001-4b7c-9a01-000000000003', 'chloe.o''hara@contosobakery.example', 'Chloé O''Hara', 'Chloé', 'O''Hara', 'chloe.ohara@contosobakery.example', 'Accounts', 'Office', 1, NULL, '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Office', 'fr-CA'),
	(4, '6d0a0d0e-0001-4b7c-9a01-000000000004', 'dmitri.volkov@contosobakery.example', 'Dmitri Volkov', 'Dmitri', 'Volkov', 'dmitri.volkov@contosobakery.example', 'Purchasing', 'Office', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Office', 'en-US'),
	(5, '6d0a0d0e-0001-4b7c-9a01-000000000005', 'emi.tanaka@contosobakery.example', '田中 恵美', '恵美', '田中', 'emi.tanaka@contosobakery.example', 'Sales', 'Office', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Office', 'ja-JP'),
	(6, '6d0a0d0e-0001-4b7c-9a01-000000000006', 'farid.haddad@contosobakery.example', 'Farid Haddad', 'Farid', 'Haddad', 'farid.haddad@contosobakery.example', 'Baker', 'Production', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'en-US'),
	(7, '6d0a0d0e-0001-4b7c-9a01-000000000007', 'grace.kim@contosobakery.example', 'Grace Kim', 'Grace', 'Kim', 'grace.kim@contosobakery.example', 'Baker', 'Production', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'en-US'),
	(8, '6d0a0d0e-0001-4b7c-9a01-000000000008', 'hugo.martins@contosobakery.example', 'Martins, Hugo', 'Hugo', 'Martins', 'hugo.martins@contosobakery.example', 'Baker', 'Production', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'pt-PT'),
	(9, '6d0a0d0e-0001-4b7c-9a01-000000000009', 'ines.duarte@contosobakery.example', 'Inês Duarte', 'Inês', 'Duarte', 'ines.duarte@contosobakery.example', 'Baker', 'Production', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'pt-PT'),
	(10, '6d0a0d0e-0001-4b7c-9a01-000000000010', 'jonas.berg@contosobakery.example', 'Jonas Berg', 'Jonas', 'Berg', 'jonas.berg@contosobakery.example', 'Driver', 'Production', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'sv-SE'),
	(11, '6d0a0d0e-0001-4b7c-9a01-000000000011', 'keiko.mori@contosobakery.example', 'Keiko Mori', 'Keiko', 'Mori', 'keiko.mori@contosobakery.example', 'Driver', 'Production', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'en-US'),
	(12, '6d0a0d0e-0001-4b7c-9a01-000000000012', 'liam.byrne@contosobakery.example', 'Liam Byrne', 'Liam', 'Byrne', 'liam.byrne@contosobakery.example', 'Packing', 'Production', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'en-US'),
	(13, '6d0a0d0e-0001-4b7c-9a01-000000000013', 'mia.novak@contosobakery.example', 'Mia Novák', 'Mia', 'Novák', 'mia.novak@contosobakery.example', 'Packing', 'Production', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'en-US'),
	(14, '6d0a0d0e-0001-4b7c-9a01-000000000014', 'noor.ali@contosobakery.example', 'Noor Ali', 'Noor', 'Ali', 'noor.ali@contosobakery.example', 'Packing', 'Production', 0, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'en-US'),
	(15, '6d0a0d0e-0001-4b7c-9a01-000000000015', 'omar.reyes@contosobakery.example', 'Omar Reyes', 'Omar', 'Reyes', 'omar.reyes@contosobakery.example', 'Packing', 'Production', 1, 'US', '500 108th Ave NE', 'Bellevue', 'WA', '98004', 'United States', 'Bakery floor', 'es-US');
INSERT INTO site VALUES
	(0, 999, 'US', 'United States', 'WA', 'Bellevue', '500 108th Ave NE', '98004', 'Bakery floor', 'en-US');
WITH RECURSIVE draw (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM draw WHERE n < 19)
INSERT INTO suite SELECT n, 'O365_BUSINESS_PREMIUM' FROM draw;
