-- What million_people.py looks at: a province of made-up people and all that lists show. Run as the superuser with triggers
-- off (session_replication_role), CHECK constraints hold. Needs bench.people, bench.account (who made it all) and the
-- temporary tables family and given (number, zh, pinyin), both by frequency.
SELECT setseed(0.25);

CREATE TEMP TABLE county AS
SELECT code, row_number() OVER (ORDER BY code) - 1 AS place
FROM (SELECT format('14%s%s', to_char(city, 'FM00'), 30 + district) AS code
      FROM generate_series(1, 11) city, generate_series(1, 10) district) made;
INSERT INTO regions_region (code, name, level, kind, parent_code, successor_code)
SELECT code, '某' || place || '县', 'county', 'county', left(code, 4) || '00', '' FROM county ON CONFLICT DO NOTHING;
INSERT INTO regions_region (code, name, level, kind, parent_code, successor_code)
SELECT code || to_char(100 + t, 'FM000'), '某' || t || '镇', 'township', 'town', code, ''
FROM (SELECT code FROM county UNION SELECT '141102') c, generate_series(0, 11) t ON CONFLICT DO NOTHING;

-- People: a fiftieth in Lan County, a fifth in one large county, the others in a hundred and ten counties.
CREATE TEMP TABLE place AS
SELECT i, CASE WHEN i <= n / 50 THEN '141127' WHEN i <= n / 50 + n / 5 THEN '141102' ELSE county.code END AS county_code,
       (random() * 11)::int AS t, (100 * random() ^ 2)::int % families AS f,
       (givens * random() ^ 2)::int % givens AS g, (givens * random() ^ 2)::int % givens AS h, random() AS r
FROM (SELECT current_setting('bench.people')::int AS n, (SELECT count(*)::int FROM family) AS families,
             (SELECT count(*)::int FROM given) AS givens) size,
     generate_series(1, n) i JOIN county ON county.place = i % 110;
INSERT INTO registry_person (
    id, uid, county_code, township_code, organisation_keys, name, name_key, name_initials, sex, born_on, id_kind, id_number,
    id_index, id_mask, phone, phone_index, phone_mask, phone_since, ethnic_group, education, household_kind,
    employment_status, address, address_index, residence_since_on, state, source, source_key, registered_by_id,
    registered_at, region_code, version)
SELECT i, gen_random_uuid(), county_code,
    county_code || CASE WHEN county_code <> '141127' THEN to_char(100 + t, 'FM000')
                        WHEN t < 4 THEN to_char(100 + t, 'FM000') ELSE to_char(196 + t, 'FM000') END,
    CASE WHEN i <= 5000 THEN ARRAY[1] WHEN r < 0.15 THEN ARRAY[2 + (r * 100000)::int] ELSE '{}' END,
    family.zh || g.zh || CASE WHEN r < 0.2 THEN '' ELSE h.zh END,
    concat_ws(' ', family.pinyin, g.pinyin, CASE WHEN r >= 0.2 THEN h.pinyin END,
              family.zh || g.zh || CASE WHEN r < 0.2 THEN '' ELSE h.zh END),
    left(family.pinyin, 1) || left(g.pinyin, 1) || CASE WHEN r < 0.2 THEN '' ELSE left(h.pinyin, 1) END,
    (1 + i % 2)::text, date '1960-01-01' + i % 16000, 'resident_id', sha256(('n' || i)::bytea) || sha256(('m' || i)::bytea),
    encode(sha256(('d' || i)::bytea), 'hex'), '1411**********' || to_char(i % 10000, 'FM0000'),
    sha256(('p' || i)::bytea) || '\x000000000000000000000000'::bytea, encode(sha256(('q' || i)::bytea), 'hex'),
    '199****' || to_char(i % 10000, 'FM0000'), now(), '01', '71', 'rural', 'farming',
    sha256(('a' || i)::bytea) || sha256(('b' || i)::bytea) || sha256(('c' || i)::bytea),
    encode(sha256(('e' || i / 3)::bytea), 'hex'), date '2020-01-01', 'LIVE', 'import', (i / 5000)::text,
    current_setting('bench.account')::bigint, timestamptz '2021-01-01' + i * interval '30 seconds', county_code, 1
FROM place JOIN family ON family.number = f JOIN given g ON g.number = place.g JOIN given h ON h.number = place.h;

-- Three in ten are rural workers, three in a hundred veterans, one in twenty thousand demobilised.
INSERT INTO registry_targetgrouptag ("group", person_id, from_on, evidence, evidence_note, source, recorded_at,
    recorded_by_id, withdrawn_reason)
SELECT code, i, date '2021-01-01', 'roster', '', '2021 年花名册', now(), current_setting('bench.account')::bigint, ''
FROM place, (VALUES ('rural_labour', 10, 3), ('veteran', 100, 3), ('demobilised', 20000, 1)) kind (code, every, hits)
WHERE (i * 7919::bigint) % every < hits;

INSERT INTO registry_organisation (id, uid, kind, name, name_key, credit_code, county_code, township_code, address,
    legal_representative, representative_id_mask, bank_name, bank_account_mask, registered_at, closed_why)
SELECT i, gen_random_uuid(), (ARRAY['institution', 'enterprise', 'enterprise', 'evaluator'])[1 + i % 4],
    family.zh || g.zh || h.zh || '有限公司' || i, concat_ws(' ', family.pinyin, g.pinyin, h.pinyin, 'you xian gong si', i),
    '91' || upper(left(encode(sha256(i::text::bytea), 'hex'), 16)), place.county_code, '', '', '', '', '', '', now(), ''
FROM place JOIN family ON family.number = f JOIN given g ON g.number = place.g JOIN given h ON h.number = place.h
WHERE i <= 300 OR i % 50 = 0;

INSERT INTO registry_affiliation (person_id, organisation_id, kind, from_on, noted_by_id, noted_at)
SELECT id, organisation_keys[1], 'trainee', date '2021-03-01', current_setting('bench.account')::bigint, now()
FROM registry_person WHERE organisation_keys <> '{}';
INSERT INTO registry_personrequest (person_id, kind, fields, said, source, asked_by_id, asked_at, state, answer)
SELECT i, 'correction', '{education}', sha256(i::text::bytea), '', current_setting('bench.account')::bigint,
    timestamptz '2021-01-01' + i * interval '1 second', 'OPEN', ''
FROM place WHERE i % 100 = 0;

INSERT INTO progress_jobrun (id, kind, parameters, state, stage, done, total, attempts, result, error_zh, error_en, scope,
    asked_at, ended_at)
SELECT i, 'bench', '{}', 'SUCCEEDED', '', 0, 0, 1, '{}', '', '', '{}', now(), now() FROM generate_series(1, 12000) i;
INSERT INTO imports_import (uid, form, county_code, township_code, organisation_id, filename, sha256, size_bytes,
    uploaded_at, uploaded_by_id, run_id, state, problem_count, warning_count, ended_at)
SELECT gen_random_uuid(), 'roster', place.county_code, '', CASE WHEN i <= 300 THEN 1 END, '花名册.xlsx',
    encode(sha256(i::text::bytea), 'hex'), 1000, now(), current_setting('bench.account')::bigint,
    row_number() OVER (), 'EXPIRED', 0, 0, now()
FROM place WHERE i <= 600 OR i % 200 = 0 LIMIT 6000;
INSERT INTO eligibility_batch (id, uid, county_code, township_code, organisation_key, policy_id, policy_sha256, kind, day,
    level, occupation, source, title_zh, title_en, person_count, state, asked_at, judged_at, asked_by_id, run_id)
SELECT row_number() OVER (ORDER BY i), gen_random_uuid(), place.county_code, '', CASE WHEN i <= 300 THEN 1 END,
    'lanxian-2022', repeat('a', 64), current_setting('bench.kind'), date '2022-03-01', '', '', 'picked', '名单', 'list', 100,
    'JUDGED', now(), now(), current_setting('bench.account')::bigint, 6000 + row_number() OVER (ORDER BY i)
FROM place WHERE i <= 600 OR i % 200 = 0 ORDER BY i LIMIT 5600;

-- The first batch is of fifty thousand people, the others of a hundred.
INSERT INTO eligibility_batchperson (batch_id, person_id, outcome, standing, is_key)
SELECT 1, i, s, s, false FROM generate_series(1, current_setting('bench.people')::int / 20) i,
    LATERAL (SELECT (ARRAY['fits', 'fits', 'fits', 'unknown', 'does_not_fit'])[1 + i % 5] AS s) said
UNION ALL
SELECT b, 1 + (b * 100 + i) % current_setting('bench.people')::int, 'fits', 'fits', false
FROM generate_series(2, 1000) b, generate_series(1, 100) i;
INSERT INTO eligibility_batchfinding (id, batch_id, ordinal, check_code, rule, clauses, outcome, source_zh, source_en,
    reason_zh, reason_en, next_zh, next_en, person_count)
SELECT o, 1, o, 'age', '', '', s, '登记', 'the registry', '年龄', 'age', '', '', 100
FROM unnest(ARRAY['fits', 'unknown', 'does_not_fit']) WITH ORDINALITY said (s, o);
INSERT INTO eligibility_batchverdict (batch_id, entry_id, finding_id)
SELECT 1, p.id, f.id FROM eligibility_batchperson p JOIN eligibility_batchfinding f ON f.outcome = p.outcome
WHERE p.batch_id = 1;

-- Lists of every township of Lan and the large county in three years; the first has five thousand people.
INSERT INTO tasks_selectionlist (uid, county_code, township_code, year, policy_id, "group", quota, overrun, listed_count,
    sent_count, made_by_id, made_at)
SELECT gen_random_uuid(), left(code, 6), code, year, 'lanxian-2022', said, 10000, 'warn', 0, 0,
    current_setting('bench.account')::bigint, now()
FROM regions_region, generate_series(2020, 2022) year, unnest(ARRAY['rural_labour', 'veteran', 'demobilised']) said
WHERE level = 'township' AND kind <> 'statistical_unit' AND code !~ '^\d{6}[4-9]' AND valid_to IS NULL;
INSERT INTO tasks_selectionentry (list_id, person_id, year, policy_id, state, listed_at, source_key, withdrawn_why)
SELECT l.id, p.id, l.year, l.policy_id, 'LISTED', now(), '', ''
FROM (SELECT * FROM tasks_selectionlist WHERE county_code = '141127' ORDER BY id LIMIT 1) l,
     (SELECT id FROM registry_person WHERE county_code = '141127' LIMIT 5000) p;
UPDATE tasks_selectionlist SET listed_count = 5000
WHERE id = (SELECT id FROM tasks_selectionlist WHERE county_code = '141127' ORDER BY id LIMIT 1);

INSERT INTO identity_user (password, username, display_name, role, region_code, is_active, created_at, must_change_password,
    organisation_key, person_key, phone_index)
SELECT '!', 'staff' || i, family.zh || '某', 'officer', county_code, true, now(), false, NULL::bigint, NULL::bigint, ''
FROM place JOIN family ON family.number = f WHERE i % 250 = 0
UNION ALL
SELECT '!', 'learner' || i, family.zh || '某', 'learner', county_code, true, now(), false, NULL, i, ''
FROM place JOIN family ON family.number = f WHERE i % 5 = 1 AND i > 1;

-- Three events a person, one transaction each, in the order of time.
INSERT INTO audit_auditevent (at, actor_key, actor_name, action, subject_kind, subject_key, detail, reason, region_code, xid)
SELECT timestamptz '2021-01-01' + (n * 3 + step) * interval '10 seconds', 1 + n % 3000, '某人',
    (ARRAY['person_viewed', 'row_inserted', 'row_updated'])[step + 1],
    (ARRAY['person', 'registry_person', CASE WHEN n % 5000 = 0 THEN 'import' ELSE 'registry_targetgrouptag' END])[step + 1],
    i::text, jsonb_build_object('after', jsonb_build_object('name', 'x', 'village', i, 'sealed', encode(sha256(i::text::bytea), 'hex'))),
    '', county_code, n * 3 + step
FROM (SELECT row_number() OVER (ORDER BY r) AS n, i, county_code FROM place) shuffled, generate_series(0, 2) step
ORDER BY n, step;
