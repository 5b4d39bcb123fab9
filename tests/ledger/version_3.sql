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
	course TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "cases" VALUES('260601-1EB4Y0-CR301J','us.ma.testville','desk','1','2026-06-01T13:00:00+00:00','2026-06-01T13:30:00+00:00','','litter','','old mill','p-260601-1EB4Y0-CR301J','tv/1/E101','management','tv-mill','tv-g1','testville-stn-mill','testville-works','transfer','','visiting','swept','basically_satisfied','863f489947abd494',9,1,'2026-06-01T21:30:00+00:00','2026-06-01T18:30:00+00:00','2026-06-01T19:30:00+00:00','2026-06-02T13:00:00+00:00','work_hour','testville-hours','2026.1','','wgs84',8,0,-71.01,42.01,NULL,NULL,'{"v":1,"visits":[{"at":"2026-06-01T17:30:00-04:00","valid":true,"solved":true,"satisfied":"basically_satisfied"}],"keys":["k-1"]}');
INSERT INTO "cases" VALUES('260601-1EB4Y0-CR301K','us.ma.testville','desk','2','2026-06-01T13:30:00+00:00','2026-06-01T13:30:00+00:00','','pothole; mail [邮箱]','','','','tv/1/C101','service','','','','testville-works','transfer','testville-std-c101-1','reported','','','863f489947abd494',2,NULL,'2026-06-01T13:30:00+00:00',NULL,NULL,'2026-06-04T13:30:00+00:00','work_day','testville-hours','2026.1','',NULL,3,1,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "cases" VALUES('260601-1EB4Y0-CR301M','us.ma.testville','desk','4','2026-06-01T13:10:00+00:00','2026-06-01T13:30:00+00:00','','litter','','','p-260601-1EB4Y0-CR301M','tv/1/E101','management','','','','testville-works','transfer','','reported','','','863f489947abd494',3,NULL,'2026-06-01T22:30:00+00:00',NULL,NULL,'2026-06-02T13:10:00+00:00','work_hour','testville-hours','2026.1','',NULL,8,0,NULL,NULL,'260601-1EB4Y0-CR301K',NULL,NULL);
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
INSERT INTO "deliveries" VALUES('260601-1EB4Y0-CR301H','us.ma.testville','desk','2026-06-01T13:30:00+00:00','faec6d92ff359f4b79e059fdccff024304bc32b82ab51d6ee670d3f089997c85',240,'morning.csv',NULL,X'4E6F2E2C54696D652C546578742C506C6163652C4E616D652C50686F6E652C4C6F6E2C4C61740A312C323032362D30362D30312030393A30302C6C69747465722C6F6C64206D696C6C2C5A6F65205175696C6C2C31333830303030303030312C2D37312E30312C34322E30310A322C2C706F74686F6C653B206D61696C207A6F65406578616D706C652E6F72672C2C2C2C2C0A332C7965737465726461792C6C69747465722C2C59616E204C61726B2C31333830303030303030332C2C0A342C323032362D30362D30312030393A31302C6C69747465722C2C4D6F652050696B652C31333830303030303030342C2C0A');
INSERT INTO "deliveries" VALUES('260601-1EB4Y0-CR301N','us.ma.testville','desk','2026-06-01T13:30:00+00:00','faec6d92ff359f4b79e059fdccff024304bc32b82ab51d6ee670d3f089997c85',240,'again.csv','260601-1EB4Y0-CR301H',NULL);
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
INSERT INTO "entries" VALUES(1,'260601-1EB4Y0-CR301J',1,'us.ma.testville','reported','2026-06-01T09:30:00-04:00','cmsdk','863f489947abd494','{"v":1,"channel":"desk","report":"1","at":"2026-06-01T09:00:00-04:00","dated":"own","kind":"","title":"","text":"litter","place":"old mill","point":[-71.01,42.01,"wgs84"],"person":"p-260601-1EB4Y0-CR301J","state":"reported"}','0000000000000000000000000000000000000000000000000000000000000000','16425927b14afe81589825f573277df29a5e7a84946a5da633f95952ae2525d6');
INSERT INTO "entries" VALUES(2,'260601-1EB4Y0-CR301J',2,'us.ma.testville','triaged','2026-06-01T09:30:00-04:00','cmsdk','863f489947abd494','{"v":2,"category":"tv/1/E101","approach":"management","division":"tv-mill","grid":"tv-g1","station":"testville-stn-mill","unit":"testville-kiosk","mode":"now","standard":"","due":{"at":"2026-06-02T09:00:00-04:00","amount":8,"unit":"work_hour","calendar":"testville-hours","calendar_version":"2026.1","skipped":[],"provisional":false},"trail":[["classify","testville-k-litter","testville","tv/1/E101","words",{"words":"litter","score":"6","source":"testville/tables/classify.csv:4"},"made up for tests"],["locate","core:point","cmsdk","tv-g1","point",{"crs":"wgs84"},""],["route","testville-r-litter","testville","testville-kiosk","row",{"category":"tv/1/E101","area":"tv-mill","mode":"now","source":"testville/tables/responsibility.csv:2"},"made up for tests"],["due","testville-lim-order","testville","2026-06-02T09:00:00-04:00","due",{"limit":"8 work_hour","reason":"limit-row","calendar":"testville-hours 2026.1","source":"testville/tables/limits.csv:2"},"made up for tests"]],"recurs":[]}','16425927b14afe81589825f573277df29a5e7a84946a5da633f95952ae2525d6','0d91380426f06cf97f760f386e934c5213e710363947f1e7ae874a598d8a7b78');
INSERT INTO "entries" VALUES(3,'260601-1EB4Y0-CR301K',1,'us.ma.testville','reported','2026-06-01T09:30:00-04:00','cmsdk','863f489947abd494','{"v":1,"channel":"desk","report":"2","at":"2026-06-01T09:30:00-04:00","dated":"delivery","kind":"","title":"","text":"pothole; mail [邮箱]","place":"","point":null,"person":"","state":"reported"}','0000000000000000000000000000000000000000000000000000000000000000','1620eb85d15339b53588bb5213054cf4dbd3fc56c141f2f7b7bf032fed0fd4bc');
INSERT INTO "entries" VALUES(4,'260601-1EB4Y0-CR301K',2,'us.ma.testville','triaged','2026-06-01T09:30:00-04:00','cmsdk','863f489947abd494','{"v":2,"category":"tv/1/C101","approach":"service","division":"","grid":"","station":"","unit":"testville-works","mode":"transfer","standard":"testville-std-c101-1","due":{"at":"2026-06-04T09:30:00-04:00","amount":3,"unit":"work_day","calendar":"testville-hours","calendar_version":"2026.1","skipped":[],"provisional":true},"trail":[["classify","testville-k-pothole","testville","tv/1/C101","words",{"words":"pothole","score":"7","source":"testville/tables/classify.csv:5"},"made up for tests"],["locate","core:nowhere","cmsdk","","nowhere",{},""],["route","testville-r-roads","testville","testville-works","row",{"category":"tv/1/C1","area":"*","mode":"transfer","source":"testville/tables/responsibility.csv:4"},"made up for tests"],["condition","testville-std-c101-1","testville","testville-std-c101-1","condition-by-default",{"condition":"shallow","declared":"first","words":"","lost":"testville-std-c101-2","source":"testville/tables/standards.csv:2"},"made up for tests"],["due","testville-std-c101-1","testville","2026-06-04T09:30:00-04:00","due-undated",{"limit":"3 work_day","reason":"default-condition","calendar":"testville-hours 2026.1","source":"testville/tables/standards.csv:2"},"made up for tests"]],"recurs":[]}','1620eb85d15339b53588bb5213054cf4dbd3fc56c141f2f7b7bf032fed0fd4bc','b8eee5f110ea294d99011f3a042aa14457515d2af11e126b03f5d6414185043e');
INSERT INTO "entries" VALUES(5,'260601-1EB4Y0-CR301M',1,'us.ma.testville','reported','2026-06-01T09:30:00-04:00','cmsdk','863f489947abd494','{"v":1,"channel":"desk","report":"4","at":"2026-06-01T09:10:00-04:00","dated":"own","kind":"","title":"","text":"litter","place":"","point":null,"person":"p-260601-1EB4Y0-CR301M","state":"reported"}','0000000000000000000000000000000000000000000000000000000000000000','844c9e6927337b6bd56d62287dbb2bee46c12b10dfe94ad2de6e5e4b1ff85f5e');
INSERT INTO "entries" VALUES(6,'260601-1EB4Y0-CR301M',2,'us.ma.testville','triaged','2026-06-01T09:30:00-04:00','cmsdk','863f489947abd494','{"v":2,"category":"tv/1/E101","approach":"management","division":"","grid":"","station":"","unit":"testville-order","mode":"transfer","standard":"","due":{"at":"2026-06-02T09:10:00-04:00","amount":8,"unit":"work_hour","calendar":"testville-hours","calendar_version":"2026.1","skipped":[],"provisional":false},"trail":[["classify","testville-k-litter","testville","tv/1/E101","words",{"words":"litter","score":"6","source":"testville/tables/classify.csv:4"},"made up for tests"],["locate","core:nowhere","cmsdk","","nowhere",{},""],["route","testville-r-order","testville","testville-order","row",{"category":"tv/1/E1","area":"*","mode":"transfer","source":"testville/tables/responsibility.csv:3"},"made up for tests"],["due","testville-lim-order","testville","2026-06-02T09:10:00-04:00","due",{"limit":"8 work_hour","reason":"limit-row","calendar":"testville-hours 2026.1","source":"testville/tables/limits.csv:2"},"made up for tests"]],"recurs":[]}','844c9e6927337b6bd56d62287dbb2bee46c12b10dfe94ad2de6e5e4b1ff85f5e','bc451acfb227b388f553110c78de6ae2e80c2d643031f622715fca4bef9dbba6');
INSERT INTO "entries" VALUES(7,'260601-1EB4Y0-CR301J',3,'us.ma.testville','accept','2026-06-01T10:30:00-04:00','ann','863f489947abd494','{"v":1,"command":{"note":"某 called"},"to":"accepted","effects":{"phase":"open"}}','0d91380426f06cf97f760f386e934c5213e710363947f1e7ae874a598d8a7b78','71bc1ee8f2bb74bd103c6f8266bdacd4006b34add7d14c82ae85c5d60889f247');
INSERT INTO "entries" VALUES(8,'260601-1EB4Y0-CR301J',4,'us.ma.testville','file','2026-06-01T12:30:00-04:00','ann','863f489947abd494','{"v":1,"command":{},"to":"filed","effects":{"phase":"open"}}','71bc1ee8f2bb74bd103c6f8266bdacd4006b34add7d14c82ae85c5d60889f247','cdbd37d4477f30d3287f891ed188420d9d144ceb096da4bf853bbccaaa15d887');
INSERT INTO "entries" VALUES(9,'260601-1EB4Y0-CR301J',5,'us.ma.testville','dispatch','2026-06-01T13:30:00-04:00','ann','863f489947abd494','{"v":1,"command":{"unit":"testville-works"},"to":"dispatched","effects":{"unit":"testville-works","mode":"transfer","phase":"open"}}','cdbd37d4477f30d3287f891ed188420d9d144ceb096da4bf853bbccaaa15d887','9b1a69d25323927b7ae858abc956538a7650fe02e2b5e85b68f41141e0142be2');
INSERT INTO "entries" VALUES(10,'260601-1EB4Y0-CR301J',6,'us.ma.testville','handle','2026-06-01T14:30:00-04:00','ann','863f489947abd494','{"v":2,"command":{"result":"swept"},"to":"handled","effects":{"result":"swept","phase":"handled","course":{"keys":["k-1"]}}}','9b1a69d25323927b7ae858abc956538a7650fe02e2b5e85b68f41141e0142be2','4e5e31f2ce0d234070997c57e633c78b4cfb0156b63e8623f12fc756cd25ade5');
INSERT INTO "entries" VALUES(11,'260601-1EB4Y0-CR301J',7,'us.ma.testville','close','2026-06-01T15:30:00-04:00','ann','863f489947abd494','{"v":1,"command":{},"to":"closed","effects":{"phase":"closed"}}','4e5e31f2ce0d234070997c57e633c78b4cfb0156b63e8623f12fc756cd25ade5','b7a92c891059def9b39b71251a9041e9a6291d3f79b6ab9e0f07e49f1be0033f');
INSERT INTO "entries" VALUES(12,'260601-1EB4Y0-CR301J',8,'us.ma.testville','archive','2026-06-01T16:30:00-04:00','ann','863f489947abd494','{"v":1,"command":{},"to":"archived","effects":{"phase":"closed"}}','b7a92c891059def9b39b71251a9041e9a6291d3f79b6ab9e0f07e49f1be0033f','dba4a1e2fcd75cd13bdfd85dbfe4e4e064c87c02b308074e6fcad3c19eb3b58e');
INSERT INTO "entries" VALUES(13,'260601-1EB4Y0-CR301J',9,'us.ma.testville','visit','2026-06-01T17:30:00-04:00','ann','863f489947abd494','{"v":2,"command":{"solved":true,"satisfied":"basically_satisfied"},"to":"visiting","effects":{"solved":true,"satisfied":"basically_satisfied","course":{"visits":[{"at":"2026-06-01T17:30:00-04:00","valid":true,"solved":true,"satisfied":"basically_satisfied"}]},"phase":"closed"}}','dba4a1e2fcd75cd13bdfd85dbfe4e4e064c87c02b308074e6fcad3c19eb3b58e','3f78d00a6fcf9b0ff3b999739bfd9796e605a7aa3aa5d6d3a5f7511edb43a4f9');
INSERT INTO "entries" VALUES(14,'260601-1EB4Y0-CR301M',3,'us.ma.testville','link','2026-06-01T18:30:00-04:00','ann','863f489947abd494','{"v":1,"command":{"to":"260601-1EB4Y0-CR301K"},"to":"reported","effects":{"phase":"open","unit":"testville-works","mode":"transfer","linked":"260601-1EB4Y0-CR301K"}}','bc451acfb227b388f553110c78de6ae2e80c2d643031f622715fca4bef9dbba6','856d3c5e9d9af1df8496c72d2c0087f018e3b1ce4a287fcee5df77d7f73d6644');
INSERT INTO "entries" VALUES(15,'260602-01PXT0-B4WRMY',1,'us.ma.testville','open','2026-06-01T20:30:00-04:00','tv-a','863f489947abd494','{"v":1,"command":{"case":"260601-1EB4Y0-CR301K","unit":"testville-works","party":"party-7","party_kind":"citizen","matter":"某 dug a hole, phone [电话]"},"to":"clue","effects":{}}','0000000000000000000000000000000000000000000000000000000000000000','e60c3187ead8e47b20626cb46a333f6195a6375b14ac42d83f309f9009d7351a');
INSERT INTO "entries" VALUES(16,'260602-01PXT0-B4WRMY',2,'us.ma.testville','record','2026-06-01T21:30:00-04:00','tv-a','863f489947abd494','{"v":1,"command":{"stage":"start","audio_video":true},"to":"clue","effects":{}}','e60c3187ead8e47b20626cb46a333f6195a6375b14ac42d83f309f9009d7351a','15ab0f9b35a1514df0a0ca8416b5adaea9e82be5609fa7fcbf42916557383f78');
INSERT INTO "entries" VALUES(17,'260602-01PXT0-B4WRMY',3,'us.ma.testville','file','2026-06-01T22:30:00-04:00','tv-a','863f489947abd494','{"v":1,"command":{"officers":["tv-a","tv-b"]},"to":"filed","effects":{"not_on_case":"CMS706"}}','15ab0f9b35a1514df0a0ca8416b5adaea9e82be5609fa7fcbf42916557383f78','1900f5fd8a0f18b5fb6d85c516ff2db8e1bd05df85e6dda6d885d3cee0337c25');
CREATE TABLE matters (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	city TEXT NOT NULL, 
	case_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	form TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	last TEXT, 
	due TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "matters" VALUES('260602-01PXT0-B4WRMY','enforcement','us.ma.testville','260601-1EB4Y0-CR301K','filed','{"v":1,"file":{"id":"260602-01PXT0-B4WRMY","city":"us.ma.testville","case":"260601-1EB4Y0-CR301K","state":"filed","unit":"testville-works","party":"party-7","matter":"某 dug a hole, phone [电话]","opened":"2026-06-01T20:30:00-04:00","filed":"2026-06-01T22:30:00-04:00","officers":["tv-a","tv-b"],"recorded":["start"],"version":3,"last":"2026-06-01T22:30:00-04:00","plan":"863f489947abd494"}}',3,'2026-06-02T02:30:00+00:00','2026-08-31T04:00:00+00:00');
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('schema','3');
CREATE TABLE people (
	"key" TEXT NOT NULL, 
	form TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "people" VALUES('p-260601-1EB4Y0-CR301J','{"v":1,"name":"Zoe Quill","phone":"13800000001"}');
INSERT INTO "people" VALUES('p-260601-1EB4Y0-CR301M','{"v":1,"name":"Moe Pike","phone":"13800000004"}');
INSERT INTO "people" VALUES('party:us.ma.testville:party-7','{"v":1,"name":"Gus Vender","phone":"13812345678"}');
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
INSERT INTO "quarantine" VALUES(1,'us.ma.testville','desk','3','4','60d88245c2c980e602060de623c549f7','260601-1EB4Y0-CR301N','{"Lat":"","Lon":"","Name":"Yan Lark","No.":"3","Phone":"13800000003","Place":"","Text":"litter","Time":"yesterday"}','{"v":1,"problems":[["CMS508","desk:4",{"value":"yesterday","error":"time-form"}]]}');
CREATE TABLE refusals (
	number INTEGER NOT NULL, 
	stream TEXT NOT NULL, 
	city TEXT NOT NULL, 
	made TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	command TEXT NOT NULL, 
	form TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "refusals" VALUES(1,'260601-1EB4Y0-CR301J','us.ma.testville','2026-06-01T11:30:00-04:00','ann','take_measure','{"v":1,"code":"CMS706","guard":"workflow","facts":{"command":"take_measure","near":"strike_off"},"basis":""}');
INSERT INTO "refusals" VALUES(2,'260601-1EB4Y0-CR301K','us.ma.testville','2026-06-01T19:30:00-04:00','ann','visit','{"v":1,"code":"CMS702","guard":"state","facts":{"command":"visit","state":"reported","possible":"accept, decline"},"basis":""}');
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
INSERT INTO "reports" VALUES(1,'us.ma.testville','desk','1','260601-1EB4Y0-CR301J','260601-1EB4Y0-CR301H','2','{"Lat":"42.01","Lon":"-71.01","Name":"Zoe Quill","No.":"1","Phone":"13800000001","Place":"old mill","Text":"litter","Time":"2026-06-01 09:00"}');
INSERT INTO "reports" VALUES(2,'us.ma.testville','desk','2','260601-1EB4Y0-CR301K','260601-1EB4Y0-CR301H','3','{"Lat":"","Lon":"","Name":"","No.":"2","Phone":"","Place":"","Text":"pothole; mail zoe@example.org","Time":""}');
INSERT INTO "reports" VALUES(3,'us.ma.testville','desk','4','260601-1EB4Y0-CR301M','260601-1EB4Y0-CR301H','5','{"Lat":"","Lon":"","Name":"Moe Pike","No.":"4","Phone":"13800000004","Place":"","Text":"litter","Time":"2026-06-01 09:10"}');
CREATE INDEX ix_deliveries_digest ON deliveries (city, digest);
CREATE INDEX ix_reports_case ON reports (case_id);
CREATE INDEX ix_cases_unit ON cases (city, unit, state);
CREATE INDEX ix_cases_state_due ON cases (city, state, due);
CREATE INDEX ix_cases_opened ON cases (city, opened);
CREATE INDEX ix_cases_class ON cases (city, category, reported);
CREATE INDEX ix_cases_linked ON cases (city, linked) WHERE linked IS NOT NULL;
CREATE INDEX ix_matters_case ON matters (city, case_id);
CREATE INDEX ix_matters_kind ON matters (city, kind, state);
CREATE INDEX ix_refusals_stream ON refusals (stream);
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
COMMIT;
