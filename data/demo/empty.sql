-- An empty tenant, for a setup that brings its own people: demo_adopt fills it from the answers and the import.
INSERT INTO tenant (id, name, display_name, country, currency, sku_part, domain, verified, object_prefix, people) VALUES
	(1, 'empty', '', '', 'USD', '', '', 'no', 'e0e0a10d-0004-4e00-8a00-', 0);
