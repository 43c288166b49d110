-- Which model made a picture, and the language its member was answered in.

ALTER TABLE generation ADD COLUMN provider TEXT NOT NULL DEFAULT 'aimlapi';
ALTER TABLE generation ADD COLUMN model    TEXT NOT NULL DEFAULT 'blackforestlabs/flux-2-pro';
ALTER TABLE generation ADD COLUMN locale   TEXT NOT NULL DEFAULT 'en-US'; -- as Discord names it

ALTER TABLE notice ADD COLUMN locale TEXT; -- of the member it's for; NULL for the staff
