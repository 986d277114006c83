-- Atelier Dupont, Lyon and Paris: eight people who all call outside, in a country where a number carries its
-- emergency address, so that addresses come first (R-227).
INSERT INTO tenant (id, name, display_name, country, currency, sku_part, domain, verified, object_prefix, people) VALUES
	(1, 'atelier', 'Atelier Dupont', 'FR', 'EUR', 'ENTERPRISEPACK', 'atelierdupont.example', 'yes',
		'9b1f0c52-0002-4f11-8c03-', 8);
INSERT INTO person (row, object_id, upn, display_name, given_name, surname, mail, job_title, department, enabled, usage_location,
	street, city, state, postal_code, country, office, language) VALUES
	(1, '9b1f0c52-0002-4f11-8c02-000000000001', 'amelie.durand@atelierdupont.example', 'Amélie Durand', 'Amélie', 'Durand', 'amelie.durand@atelierdupont.example', 'Gérante', 'Atelier', 1, 'FR', '12 rue de la République', 'Lyon', '', '69001', 'France', 'Lyon', 'fr-FR'),
	(2, '9b1f0c52-0002-4f11-8c02-000000000002', 'bruno.lefevre@atelierdupont.example', 'Bruno Lefèvre', 'Bruno', 'Lefèvre', 'bruno.lefevre@atelierdupont.example', 'Ébéniste', 'Atelier', 1, 'FR', '12 rue de la République', 'Lyon', '', '69001', 'France', 'Lyon', 'fr-FR'),
	(3, '9b1f0c52-0002-4f11-8c02-000000000003', 'aydin.celik@atelierdupont.example', 'Çelik Aydın', 'Aydın', 'Çelik', 'aydin.celik@atelierdupont.example', 'Ébéniste', 'Atelier', 1, 'FR', '12 rue de la République', 'Lyon', '', '69001', 'France', 'Lyon', 'fr-FR'),
	(4, '9b1f0c52-0002-4f11-8c02-000000000004', 'delphine.nguyen@atelierdupont.example', 'Delphine N''Guyen', 'Delphine', 'N''Guyen', 'delphine.nguyen@atelierdupont.example', 'Commerciale', 'Ventes', 1, 'FR', '12 rue de la République', 'Lyon', '', '69001', 'France', 'Lyon', 'fr-FR'),
	(5, '9b1f0c52-0002-4f11-8c02-000000000005', 'etienne.roux@atelierdupont.example', 'Étienne Roux', 'Étienne', 'Roux', 'etienne.roux@atelierdupont.example', 'Commercial', 'Ventes', 1, 'FR', '12 rue de la République', 'Lyon', '', '69001', 'France', 'Lyon', 'fr-FR'),
	(6, '9b1f0c52-0002-4f11-8c02-000000000006', 'fatou.diallo@atelierdupont.example', 'Fatou Diallo', 'Fatou', 'Diallo', 'fatou.diallo@atelierdupont.example', 'Commerciale', 'Ventes', 1, 'FR', '48 rue de Turenne', 'Paris', '', '75003', 'France', 'Paris', 'fr-FR'),
	(7, '9b1f0c52-0002-4f11-8c02-000000000007', 'gael.legoff@atelierdupont.example', 'Gaël Le Goff', 'Gaël', 'Le Goff', 'gael.legoff@atelierdupont.example', 'Commercial', 'Ventes', 1, 'FR', '48 rue de Turenne', 'Paris', '', '75003', 'France', 'Paris', 'fr-FR'),
	(8, '9b1f0c52-0002-4f11-8c02-000000000008', 'helen.smith@atelierdupont.example', 'Helen Smith', 'Helen', 'Smith', 'helen.smith@atelierdupont.example', 'Sales', 'Ventes', 1, 'FR', '48 rue de Turenne', 'Paris', '', '75003', 'France', 'Paris', 'en-GB');
INSERT INTO site VALUES
	(0, 599, 'FR', 'France', '', 'Lyon', '12 rue de la République', '69001', 'Lyon', 'fr-FR'),
	(600, 999, 'FR', 'France', '', 'Paris', '48 rue de Turenne', '75003', 'Paris', 'fr-FR');
WITH RECURSIVE draw (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM draw WHERE n < 19)
INSERT INTO suite SELECT n, 'ENTERPRISEPACK' FROM draw;
