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
	linked TEXT, 
	recurs TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "cases" VALUES('260601-1EB4Y0-0A1F6J','us.ma.testville','desk','1','2026-06-01T13:00:00+00:00','2026-06-01T13:30:00+00:00','','litter','','old mill','p-260601-1EB4Y0-0A1F6J','tv/1/E101','management','tv-mill','tv-g1','testville-stn-mill','testville-works','transfer','','visiting','swept','basically_satisfied','3b6038c39ee4c61b',9,1,'2026-06-01T20:30:00+00:00','2026-06-01T17:30:00+00:00','2026-06-01T18:30:00+00:00','2026-06-02T13:00:00+00:00','work_hour','testville-hours','2026.1','',NULL,8,0,NULL,NULL,NULL,NULL);
INSERT INTO "cases" VALUES('260601-1EB4Y0-0A1F6K','us.ma.testville','desk','2','2026-06-01T13:30:00+00:00','2026-06-01T13:30:00+00:00','','pothole','','','','tv/1/C101','service','','','','testville-works','transfer','testville-std-c101-1','reported','','','3b6038c39ee4c61b',2,NULL,'2026-06-01T13:30:00+00:00',NULL,NULL,'2026-06-04T13:30:00+00:00','work_day','testville-hours','2026.1','',NULL,3,1,NULL,NULL,NULL,NULL);
INSERT INTO "cases" VALUES('260601-1EB4Y0-0A1F6M','us.ma.testville','desk','4','2026-06-01T13:10:00+00:00','2026-06-01T13:30:00+00:00','','litter','','','','tv/1/E101','management','','','','testville-works','transfer','','reported','','','3b6038c39ee4c61b',3,NULL,'2026-06-01T20:30:00+00:00',NULL,NULL,'2026-06-02T13:10:00+00:00','work_hour','testville-hours','2026.1','',NULL,8,0,NULL,NULL,'260601-1EB4Y0-0A1F6K',NULL);
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
INSERT INTO "deliveries" VALUES('260601-1EB4Y0-0A1F6H','us.ma.testville','desk','2026-06-01T13:30:00+00:00','e6c477ff28ffda4ff5127707b30242e931166ea33d21d7f61e88a0a3a974eb3e',153,'',NULL,X'4E6F2E2C54696D652C546578742C506C6163652C4E616D652C50686F6E650A312C323032362D30362D30312030393A30302C6C69747465722C6F6C64206D696C6C2C5A6F65205175696C6C2C31333830303030303030310A322C2C706F74686F6C652C2C2C0A332C7965737465726461792C6C69747465722C2C2C0A342C323032362D30362D30312030393A31302C6C69747465722C2C2C0A');
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
INSERT INTO "entries" VALUES(1,'260601-1EB4Y0-0A1F6J',1,'us.ma.testville','reported','2026-06-01T09:30:00-04:00','cmsdk','3b6038c39ee4c61b','{"v":1,"channel":"desk","report":"1","at":"2026-06-01T09:00:00-04:00","dated":"own","kind":"","title":"","text":"litter","place":"old mill","point":null,"person":"p-260601-1EB4Y0-0A1F6J","state":"reported"}','0000000000000000000000000000000000000000000000000000000000000000','363991a9554769388a837d61ff4554a72fb78ec87b5f4464d5789c711881657d');
INSERT INTO "entries" VALUES(2,'260601-1EB4Y0-0A1F6J',2,'us.ma.testville','triaged','2026-06-01T09:30:00-04:00','cmsdk','3b6038c39ee4c61b','{"v":2,"category":"tv/1/E101","approach":"management","division":"tv-mill","grid":"tv-g1","station":"testville-stn-mill","unit":"testville-kiosk","mode":"now","standard":"","due":{"at":"2026-06-02T09:00:00-04:00","amount":8,"unit":"work_hour","calendar":"testville-hours","calendar_version":"2026.1","skipped":[],"provisional":false},"trail":[["classify","testville-k-litter","testville","tv/1/E101","words",{"words":"litter","score":"6","source":"testville/tables/classify.csv:4"},"made up for tests"],["locate","core:names","cmsdk","tv-g1","place-words",{"words":"old mill","field":"place"},""],["route","testville-r-litter","testville","testville-kiosk","row",{"category":"tv/1/E101","area":"tv-mill","mode":"now","source":"testville/tables/responsibility.csv:2"},"made up for tests"],["due","testville-lim-order","testville","2026-06-02T09:00:00-04:00","due",{"limit":"8 work_hour","reason":"limit-row","calendar":"testville-hours 2026.1","source":"testville/tables/limits.csv:2"},"made up for tests"]],"recurs":[]}','363991a9554769388a837d61ff4554a72fb78ec87b5f4464d5789c711881657d','9af96006585ffe55eb03d58f3e6febeb3691cd1bd6495a8645fd3784af78c0d7');
INSERT INTO "entries" VALUES(3,'260601-1EB4Y0-0A1F6K',1,'us.ma.testville','reported','2026-06-01T09:30:00-04:00','cmsdk','3b6038c39ee4c61b','{"v":1,"channel":"desk","report":"2","at":"2026-06-01T09:30:00-04:00","dated":"delivery","kind":"","title":"","text":"pothole","place":"","point":null,"person":"","state":"reported"}','0000000000000000000000000000000000000000000000000000000000000000','9deda54d6c25ed9f4526d5c164aa11d5fc8fdbe86cab8447fdf2c08865436e09');
INSERT INTO "entries" VALUES(4,'260601-1EB4Y0-0A1F6K',2,'us.ma.testville','triaged','2026-06-01T09:30:00-04:00','cmsdk','3b6038c39ee4c61b','{"v":2,"category":"tv/1/C101","approach":"service","division":"","grid":"","station":"","unit":"testville-works","mode":"transfer","standard":"testville-std-c101-1","due":{"at":"2026-06-04T09:30:00-04:00","amount":3,"unit":"work_day","calendar":"testville-hours","calendar_version":"2026.1","skipped":[],"provisional":true},"trail":[["classify","testville-k-pothole","testville","tv/1/C101","words",{"words":"pothole","score":"7","source":"testville/tables/classify.csv:5"},"made up for tests"],["locate","core:nowhere","cmsdk","","nowhere",{},""],["route","testville-r-roads","testville","testville-works","row",{"category":"tv/1/C1","area":"*","mode":"transfer","source":"testville/tables/responsibility.csv:4"},"made up for tests"],["condition","testville-std-c101-1","testville","testville-std-c101-1","condition-by-default",{"condition":"shallow","declared":"first","words":"","lost":"testville-std-c101-2","source":"testville/tables/standards.csv:2"},"made up for tests"],["due","testville-std-c101-1","testville","2026-06-04T09:30:00-04:00","due-undated",{"limit":"3 work_day","reason":"default-condition","calendar":"testville-hours 2026.1","source":"testville/tables/standards.csv:2"},"made up for tests"]],"recurs":[]}','9deda54d6c25ed9f4526d5c164aa11d5fc8fdbe86cab8447fdf2c08865436e09','c38aebbe963fb8e32bde9977830bbe793dd633a6bce5806cf06a5e55dda7b513');
INSERT INTO "entries" VALUES(5,'260601-1EB4Y0-0A1F6M',1,'us.ma.testville','reported','2026-06-01T09:30:00-04:00','cmsdk','3b6038c39ee4c61b','{"v":1,"channel":"desk","report":"4","at":"2026-06-01T09:10:00-04:00","dated":"own","kind":"","title":"","text":"litter","place":"","point":null,"person":"","state":"reported"}','0000000000000000000000000000000000000000000000000000000000000000','a1df6b7eff918838ec14008fc0b4b472f05c5c694b763a53183439b4a413871e');
INSERT INTO "entries" VALUES(6,'260601-1EB4Y0-0A1F6M',2,'us.ma.testville','triaged','2026-06-01T09:30:00-04:00','cmsdk','3b6038c39ee4c61b','{"v":2,"category":"tv/1/E101","approach":"management","division":"","grid":"","station":"","unit":"testville-order","mode":"transfer","standard":"","due":{"at":"2026-06-02T09:10:00-04:00","amount":8,"unit":"work_hour","calendar":"testville-hours","calendar_version":"2026.1","skipped":[],"provisional":false},"trail":[["classify","testville-k-litter","testville","tv/1/E101","words",{"words":"litter","score":"6","source":"testville/tables/classify.csv:4"},"made up for tests"],["locate","core:nowhere","cmsdk","","nowhere",{},""],["route","testville-r-order","testville","testville-order","row",{"category":"tv/1/E1","area":"*","mode":"transfer","source":"testville/tables/responsibility.csv:3"},"made up for tests"],["due","testville-lim-order","testville","2026-06-02T09:10:00-04:00","due",{"limit":"8 work_hour","reason":"limit-row","calendar":"testville-hours 2026.1","source":"testville/tables/limits.csv:2"},"made up for tests"]],"recurs":[]}','a1df6b7eff918838ec14008fc0b4b472f05c5c694b763a53183439b4a413871e','687c0d8bf2a7f5a82cc9ef4976b20ef21aecd12e7143dd95d93bc07ea91c85af');
INSERT INTO "entries" VALUES(7,'260601-1EB4Y0-0A1F6J',3,'us.ma.testville','accept','2026-06-01T10:30:00-04:00','ann','3b6038c39ee4c61b','{"v":1,"command":{},"to":"accepted","effects":{"phase":"open"}}','9af96006585ffe55eb03d58f3e6febeb3691cd1bd6495a8645fd3784af78c0d7','23fb71821c892341a47892b54b26ee0ab37e9f6524c5576950ddf25a8148dc68');
INSERT INTO "entries" VALUES(8,'260601-1EB4Y0-0A1F6J',4,'us.ma.testville','file','2026-06-01T11:30:00-04:00','ann','3b6038c39ee4c61b','{"v":1,"command":{},"to":"filed","effects":{"phase":"open"}}','23fb71821c892341a47892b54b26ee0ab37e9f6524c5576950ddf25a8148dc68','8d22428675a094a9a967c023e4442b36881425396078679924cfd93f184df6d6');
INSERT INTO "entries" VALUES(9,'260601-1EB4Y0-0A1F6J',5,'us.ma.testville','dispatch','2026-06-01T12:30:00-04:00','ann','3b6038c39ee4c61b','{"v":1,"command":{"unit":"testville-works"},"to":"dispatched","effects":{"phase":"open","unit":"testville-works","mode":"transfer"}}','8d22428675a094a9a967c023e4442b36881425396078679924cfd93f184df6d6','bb2fbc16e627cedddfc511299442a5b4a3f7ef9f255e4ac680415fbd8e64cb5f');
INSERT INTO "entries" VALUES(10,'260601-1EB4Y0-0A1F6J',6,'us.ma.testville','handle','2026-06-01T13:30:00-04:00','ann','3b6038c39ee4c61b','{"v":1,"command":{"result":"swept"},"to":"handled","effects":{"phase":"handled"}}','bb2fbc16e627cedddfc511299442a5b4a3f7ef9f255e4ac680415fbd8e64cb5f','ce06d64c09d912823b6fb4f15ae22f6309666e9e046d4118835978f7ee9acfaa');
INSERT INTO "entries" VALUES(11,'260601-1EB4Y0-0A1F6J',7,'us.ma.testville','close','2026-06-01T14:30:00-04:00','ann','3b6038c39ee4c61b','{"v":1,"command":{},"to":"closed","effects":{"phase":"closed"}}','ce06d64c09d912823b6fb4f15ae22f6309666e9e046d4118835978f7ee9acfaa','914321b6049acf0d6ef1da1f88656bf53ef1f0f4be003d303f372ae194586d15');
INSERT INTO "entries" VALUES(12,'260601-1EB4Y0-0A1F6J',8,'us.ma.testville','archive','2026-06-01T15:30:00-04:00','ann','3b6038c39ee4c61b','{"v":1,"command":{},"to":"archived","effects":{"phase":"closed"}}','914321b6049acf0d6ef1da1f88656bf53ef1f0f4be003d303f372ae194586d15','0ba540a2610f6df0db03ec7d27c884129aa76bbe75e3375f7f493a407d71545a');
INSERT INTO "entries" VALUES(13,'260601-1EB4Y0-0A1F6J',9,'us.ma.testville','visit','2026-06-01T16:30:00-04:00','ann','3b6038c39ee4c61b','{"v":1,"command":{"solved":true,"satisfied":"basically_satisfied"},"to":"visiting","effects":{"phase":"closed"}}','0ba540a2610f6df0db03ec7d27c884129aa76bbe75e3375f7f493a407d71545a','98e0e827a1b49f3f636e380f80c6176ecbf00cb1afb5900865e518a89936e38f');
INSERT INTO "entries" VALUES(14,'260601-1EB4Y0-0A1F6M',3,'us.ma.testville','link','2026-06-01T16:30:00-04:00','ann','3b6038c39ee4c61b','{"v":1,"command":{"to":"260601-1EB4Y0-0A1F6K"},"to":"reported","effects":{"phase":"open","unit":"testville-works","mode":"transfer","linked":"260601-1EB4Y0-0A1F6K"}}','687c0d8bf2a7f5a82cc9ef4976b20ef21aecd12e7143dd95d93bc07ea91c85af','82c317b1eb67f1768ef7d7fbde47f847293f88fbc28f19e346a1a303d6dd1fbe');
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('schema','2');
CREATE TABLE people (
	"key" TEXT NOT NULL, 
	form TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "people" VALUES('p-260601-1EB4Y0-0A1F6J','{"v":1,"name":"Zoe Quill","phone":"13800000001"}');
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
INSERT INTO "quarantine" VALUES(1,'us.ma.testville','desk','3','4','2e3023bce5c763e6344a5e22f7180f34','260601-1EB4Y0-0A1F6H','{"Name":"","No.":"3","Phone":"","Place":"","Text":"litter","Time":"yesterday"}','{"v":1,"problems":[["CMS508","desk:4",{"value":"yesterday","error":"time-form"}]]}');
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
INSERT INTO "reports" VALUES(1,'us.ma.testville','desk','1','260601-1EB4Y0-0A1F6J','260601-1EB4Y0-0A1F6H','2','{"Name":"Zoe Quill","No.":"1","Phone":"13800000001","Place":"old mill","Text":"litter","Time":"2026-06-01 09:00"}');
INSERT INTO "reports" VALUES(2,'us.ma.testville','desk','2','260601-1EB4Y0-0A1F6K','260601-1EB4Y0-0A1F6H','3','{"Name":"","No.":"2","Phone":"","Place":"","Text":"pothole","Time":""}');
INSERT INTO "reports" VALUES(3,'us.ma.testville','desk','4','260601-1EB4Y0-0A1F6M','260601-1EB4Y0-0A1F6H','5','{"Name":"","No.":"4","Phone":"","Place":"","Text":"litter","Time":"2026-06-01 09:10"}');
CREATE INDEX ix_deliveries_digest ON deliveries (city, digest);
CREATE INDEX ix_reports_case ON reports (case_id);
CREATE INDEX ix_cases_linked ON cases (city, linked) WHERE linked IS NOT NULL;
CREATE INDEX ix_cases_state_due ON cases (city, state, due);
CREATE INDEX ix_cases_unit ON cases (city, unit, state);
CREATE INDEX ix_cases_class ON cases (city, category, reported);
CREATE INDEX ix_cases_opened ON cases (city, opened);
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
COMMIT;
