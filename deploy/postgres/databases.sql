-- A database a service, and the key store's own; each is migrated by the roles that use it. Run once, on a new volume.
CREATE DATABASE admissions;
CREATE DATABASE members;
CREATE DATABASE indicators;
CREATE DATABASE audit;
CREATE DATABASE keystore;
