BEGIN TRANSACTION;
CREATE TABLE cases (
	id TEXT NOT NULL, 
	city TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	report TEXT NOT NULL, 
	reported TEXT NOT NULL, 
	opened TEXT NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	place TEXT NOT NULL, 
	person TEXT NOT NULL, 
	category TEXT NOT NULL, 
	approach TEXT NOT NULL, 
	division TEXT NOT NULL, 
	grid TEXT NOT NULL, 
	station TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	standard TEXT NOT NULL, 
	state TEXT NOT NULL, 
	result TEXT NOT NULL, 
	satisfied TEXT NOT NULL, 
	"plan" TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	solved INTEGER, 
	last TEXT, 
	handled TEXT, 
	closed TEXT, 
	due TEXT, 
	due_unit TEXT, 
	due_calendar TEXT, 
	due_version TEXT, 
	due_skipped TEXT, 
	crs TEXT, 
	due_amount INTEGER, 
	provisional INTEGER, 
	lon FLOAT, 
	lat FLOAT, 
	PRIMARY KEY (id)
);
INSERT INTO "cases" VALUES('260601-000001-000000','us.ma.testville','desk','1','2026-06-01T13:00:00+00:00','2026-06-01T16:00:00+00:00','','pothole','','','p-260601-000001-000000','tv/1/C101','service','','','','testville-works','transfer','testville-std-c101-1','accepted','','','50cc3de4297df239',3,NULL,'2026-06-01T16:00:00+00:00',NULL,NULL,'2026-06-04T13:00:00+00:00','work_day','testville-hours','2026.1','','wgs84',3,0,-71.0,42.5);
INSERT INTO "cases" VALUES('260601-000002-000000','us.ma.testville','desk','2','2026-06-01T14:00:00+00:00','2026-06-01T16:00:00+00:00','','litter','','','','tv/1/E101','management','','','','testville-order','transfer','','reported','','','50cc3de4297df239',2,NULL,'2026-06-01T16:00:00+00:00',NULL,NULL,'2026-06-02T14:00:00+00:00','work_hour','testville-hours','2026.1','',NULL,8,0,NULL,NULL);
CREATE TABLE deliveries (
	id TEXT NOT NULL, 
	city TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	received TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	same_as TEXT, 
	body BLOB, 
	PRIMARY KEY (id)
);
INSERT INTO "deliveries" VALUES('260601-000000-000000','us.ma.testville','desk','2026-06-01T16:00:00+00:00','6090ac482de93fdf18fd93b639fea239bd11eb874f17ef92b65562a2904c77b0',124,'',NULL,X'4E6F2E2C54696D652C546578742C4C6F6E2C4C61742C4E616D650A312C323032362D30362D30312030393A30302C706F74686F6C652C2D37312E302C34322E352C5A6F65205175696C6C0A322C323032362D30362D30312031303A30302C6C69747465722C2C2C0A332C7965737465726461792C6C616D702C2C2C0A');
CREATE TABLE entries (
	number INTEGER NOT NULL, 
	stream TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	city TEXT NOT NULL, 
	type TEXT NOT NULL, 
	made TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	"plan" TEXT NOT NULL, 
	data TEXT NOT NULL, 
	prev TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (stream, version)
);
INSERT INTO "entries" VALUES(1,'260601-000001-000000',1,'us.ma.testville','reported','2026-06-01T12:00:00-04:00','cmsdk','50cc3de4297df239','{"v":1,"channel":"desk","report":"1","at":"2026-06-01T09:00:00-04:00","dated":"own","kind":"","title":"","text":"pothole","place":"","point":[-71.0,42.5,"wgs84"],"person":"p-260601-000001-000000","state":"reported"}','0000000000000000000000000000000000000000000000000000000000000000','32ba85ae1ab021b15e51e701e0d89369ce264d6f8324104aaf824bc66ec131ad');
INSERT INTO "entries" VALUES(2,'260601-000001-000000',2,'us.ma.testville','triaged','2026-06-01T12:00:00-04:00','cmsdk','50cc3de4297df239','{"v":1,"category":"tv/1/C101","approach":"service","division":"","grid":"","station":"","unit":"testville-works","mode":"transfer","standard":"testville-std-c101-1","due":{"at":"2026-06-04T09:00:00-04:00","amount":3,"unit":"work_day","calendar":"testville-hours","calendar_version":"2026.1","skipped":[],"provisional":false},"trail":[["classify","testville-k-pothole","testville","tv/1/C101","words",{"words":"pothole","score":"7","source":"testville/tables/classify.csv:5"},"made up for tests"],["locate","core:nowhere","cmsdk","","nowhere",{},""],["route","testville-r-roads","testville","testville-works","row",{"category":"tv/1/C1","area":"*","mode":"transfer","source":"testville/tables/responsibility.csv:4"},"made up for tests"],["due","testville-std-c101-1","testville","2026-06-04T09:00:00-04:00","due",{"limit":"3 work_day","reason":"default-condition","calendar":"testville-hours 2026.1","source":"testville/tables/standards.csv:2"},"made up for tests"]]}','32ba85ae1ab021b15e51e701e0d89369ce264d6f8324104aaf824bc66ec131ad','d3d3acc09f50725d92fa8b7d57dcb04da7b930edc2f6438a370b9bfd69de6b67');
INSERT INTO "entries" VALUES(3,'260601-000002-000000',1,'us.ma.testville','reported','2026-06-01T12:00:00-04:00','cmsdk','50cc3de4297df239','{"v":1,"channel":"desk","report":"2","at":"2026-06-01T10:00:00-04:00","dated":"own","kind":"","title":"","text":"litter","place":"","point":null,"person":"","state":"reported"}','0000000000000000000000000000000000000000000000000000000000000000','2578d6aa45753c567d53c1a93cc9d6d33ae2db02870f8ae84e3899b139997031');
INSERT INTO "entries" VALUES(4,'260601-000002-000000',2,'us.ma.testville','triaged','2026-06-01T12:00:00-04:00','cmsdk','50cc3de4297df239','{"v":1,"category":"tv/1/E101","approach":"management","division":"","grid":"","station":"","unit":"testville-order","mode":"transfer","standard":"","due":{"at":"2026-06-02T10:00:00-04:00","amount":8,"unit":"work_hour","calendar":"testville-hours","calendar_version":"2026.1","skipped":[],"provisional":false},"trail":[["classify","testville-k-litter","testville","tv/1/E101","words",{"words":"litter","score":"6","source":"testville/tables/classify.csv:4"},"made up for tests"],["locate","core:nowhere","cmsdk","","nowhere",{},""],["route","testville-r-order","testville","testville-order","row",{"category":"tv/1/E1","area":"*","mode":"transfer","source":"testville/tables/responsibility.csv:3"},"made up for tests"],["due","testville-lim-order","testville","2026-06-02T10:00:00-04:00","due",{"limit":"8 work_hour","reason":"limit-row","calendar":"testville-hours 2026.1","source":"testville/tables/limits.csv:2"},"made up for tests"]]}','2578d6aa45753c567d53c1a93cc9d6d33ae2db02870f8ae84e3899b139997031','3021887a323624a582f9cc5f89a79ebc22e2bae0d4525cf6c8be8d97507b705b');
INSERT INTO "entries" VALUES(5,'260601-000001-000000',3,'us.ma.testville','accept','2026-06-01T12:00:00-04:00','ann','50cc3de4297df239','{"v":1,"command":{"note":"taken"},"to":"accepted","effects":{"phase":"open"}}','d3d3acc09f50725d92fa8b7d57dcb04da7b930edc2f6438a370b9bfd69de6b67','a604f02663c0f772a238bba0f282bd16f762c6ca134a9bef2efbbb55989ab4bd');
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('schema','1');
CREATE TABLE people (
	"key" TEXT NOT NULL, 
	form TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "people" VALUES('p-260601-000001-000000','{"v":1,"name":"Zoe Quill","phone":""}');
CREATE TABLE quarantine (
	number INTEGER NOT NULL, 
	city TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	position TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	delivery TEXT NOT NULL, 
	raw TEXT NOT NULL, 
	problems TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (city, channel, "key", position, digest)
);
INSERT INTO "quarantine" VALUES(1,'us.ma.testville','desk','3','4','9bc0f2f0da4eec583cf0f583a80fa017','260601-000000-000000','{"Lat":"","Lon":"","Name":"","No.":"3","Text":"lamp","Time":"yesterday"}','{"v":1,"problems":[["CMS508","desk:4",{"value":"yesterday","error":"it is not written as a time; write 2026-11-16 09:20"}]]}');
CREATE TABLE reports (
	number INTEGER NOT NULL, 
	city TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	case_id TEXT NOT NULL, 
	delivery TEXT NOT NULL, 
	position TEXT NOT NULL, 
	raw TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (city, channel, "key")
);
INSERT INTO "reports" VALUES(1,'us.ma.testville','desk','1','260601-000001-000000','260601-000000-000000','2','{"Lat":"42.5","Lon":"-71.0","Name":"Zoe Quill","No.":"1","Text":"pothole","Time":"2026-06-01 09:00"}');
INSERT INTO "reports" VALUES(2,'us.ma.testville','desk','2','260601-000002-000000','260601-000000-000000','3','{"Lat":"","Lon":"","Name":"","No.":"2","Text":"litter","Time":"2026-06-01 10:00"}');
CREATE INDEX ix_deliveries_digest ON deliveries (city, digest);
CREATE INDEX ix_reports_case ON reports (case_id);
CREATE INDEX ix_cases_unit ON cases (city, unit, state);
CREATE INDEX ix_cases_opened ON cases (city, opened);
CREATE INDEX ix_cases_state_due ON cases (city, state, due);
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
COMMIT;
