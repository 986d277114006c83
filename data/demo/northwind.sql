-- Northwind: 1,200 people in five countries with mixed plans, all generated from their number; seven sites, paid in euros.
-- Some people show up hours late (R-336), lack a usage location (R-009), or are tied to a local directory (R-083, R-331).
INSERT INTO tenant (id, name, display_name, country, currency, sku_part, domain, verified, object_prefix, people,
	stock_factor) VALUES
	(1, 'northwind', 'Northwind', 'DE', 'EUR', 'SPE_E3', 'northwind.example', 'yes', '5e0f0a10-0003-4c00-8a00-', 1200, 30);
INSERT INTO site VALUES
	(0, 199, 'US', 'United States', 'WA', 'Bellevue', '500 108th Ave NE', '98004', 'Bellevue', 'en-US'),
	(200, 379, 'FR', 'France', '', 'Lyon', '12 Rue de la République', '69001', 'Lyon', 'fr-FR'),
	(380, 499, 'FR', 'France', '', 'Paris', '48 Rue de Turenne', '75003', 'Paris', 'fr-FR'),
	(500, 659, 'DE', 'Germany', '', 'München', 'Leopoldstraße 20', '80802', 'München', 'de-DE'),
	(660, 759, 'DE', 'Germany', '', 'Berlin', 'Friedrichstraße 100', '10117', 'Berlin', 'de-DE'),
	(760, 879, 'GB', 'United Kingdom', '', 'London', '30 High Holborn', 'WC1V 6AZ', 'London', 'en-GB'),
	(880, 999, 'CA', 'Canada', 'ON', 'Toronto', '100 King Street W', 'M5X 1A1', 'Toronto', 'en-CA');
INSERT INTO suite VALUES
	(0, 'SPE_E3'), (1, 'SPE_E5'), (2, 'SPE_E3'), (3, 'O365_BUSINESS_ESSENTIALS'), (4, 'SPE_E3'), (5, 'SPE_F1'),
	(6, 'SPE_E3'), (7, 'SPE_E5'), (8, 'SPE_E3'), (9, 'SPE_E3'), (10, 'O365_BUSINESS_ESSENTIALS'), (11, 'SPE_E3'),
	(12, 'SPE_E5'), (13, 'SPE_E3'), (14, 'SPE_F1'), (15, 'SPE_E3'), (16, 'SPE_E5'), (17, 'SPE_E3'),
	(18, 'O365_BUSINESS_ESSENTIALS'), (19, 'SPE_F1');
