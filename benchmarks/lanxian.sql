-- The Lan County 2022 plan written by hand as set-based DuckDB SQL: what `many` is measured against.
-- Tables or views of the input bear the sheets' names; the variable as_of is the day. The views training and
-- certificate are the lines of those items. Money is fen, hours are thousandths. The readings are those of the
-- settlement contract.
-- As in `many`, roster entries are numbered once, and grouped and joined by that number rather than by two texts.

CREATE TEMP TABLE roster AS SELECT class_id, person_id, min(row) AS entry FROM trainees GROUP BY class_id, person_id;

CREATE TEMP VIEW training AS
WITH daily AS (
    SELECT entry, least(sum(hours_milli), 8000)::BIGINT AS hours_milli
    FROM attendance JOIN roster USING (class_id, person_id)
    WHERE date <= getvariable('as_of')
    GROUP BY entry, date
), credited AS (
    SELECT entry, sum(hours_milli)::BIGINT AS credited_milli FROM daily GROUP BY entry
), certified AS (
    SELECT entry, min(issued_on) AS certified_on
    FROM certificates JOIN roster USING (class_id, person_id)
    WHERE issued_on <= getvariable('as_of')
    GROUP BY entry
), employed AS (
    SELECT entry, min(started_on) FILTER (started_on >= certified_on) AS employed_on
    FROM employment JOIN roster USING (class_id, person_id) JOIN certified USING (entry)
    WHERE started_on <= getvariable('as_of')
    GROUP BY entry
), entries AS (
    SELECT
        roster.class_id, roster.person_id, coalesce(credited_milli, 0) AS credited_milli, certified_on, employed_on,
        employed.entry IS NOT NULL AS is_employed
    FROM roster
    LEFT JOIN credited USING (entry)
    LEFT JOIN certified USING (entry)
    LEFT JOIN employed USING (entry)
), class_counts AS (
    SELECT
        class_id, count(*) AS roster, sum(credited_milli)::BIGINT AS class_credited_milli,
        count(certified_on) AS class_certified, count(*) FILTER (is_employed) AS class_employed
    FROM entries
    GROUP BY class_id
), class_facts AS (
    SELECT classes.*, roster, class_credited_milli, class_certified, class_employed,
        if(kind = 'order', 'order ' || order_id, 'class ' || class_id) AS unit_id
    FROM classes LEFT JOIN class_counts USING (class_id)
), units AS (
    SELECT
        unit_id, max(end_on) AS unit_end_on, coalesce(sum(roster), 0)::BIGINT AS unit_roster,
        coalesce(sum(class_certified), 0)::BIGINT AS unit_certified,
        coalesce(sum(class_employed), 0)::BIGINT AS unit_employed
    FROM class_facts
    GROUP BY unit_id
), paid AS (
    SELECT class_id, person_id, sum(amount_fen)::BIGINT AS paid_fen
    FROM history
    WHERE item = 'training' AND paid_on <= getvariable('as_of') AND class_id IS NOT NULL
    GROUP BY class_id, person_id
), facts AS (
    SELECT
        entries.class_id, entries.person_id, kind, institution, end_on, unit_end_on, planned_milli, credited_milli,
        roster, class_credited_milli, unit_roster, unit_certified, unit_employed, certified_on, employed_on,
        coalesce(paid_fen, 0) AS paid_fen,
        least(credited_milli, planned_milli) // 8000 AS days,
        planned_milli // 8000 AS planned_days,
        kind IN ('order', 'project') AND (unit_certified = 0 OR unit_employed * 100 < unit_certified * 80) AS is_below
    FROM entries JOIN class_facts USING (class_id) JOIN units USING (unit_id)
    LEFT JOIN paid USING (class_id, person_id)
), judged AS (
    SELECT
        *,
        CASE
            WHEN end_on > DATE '2022-11-30' THEN 'counts_to_next_year'
            WHEN unit_end_on > getvariable('as_of') THEN if(kind = 'order', 'order_not_finished', 'class_not_finished')
            WHEN certified_on IS NULL THEN 'no_certificate'
            WHEN days = 0 THEN 'no_credited_days'
            WHEN kind = 'entrepreneurship' THEN 'no_rate_in_policy'
        END AS reason,
        least(days, 10) * 15000 + greatest(days - 10, 0) * 10000 AS ladder_fen,
        if(end_on <= getvariable('as_of'), days, planned_days) AS most_days,
        least(most_days, 10) * 15000 + greatest(most_days - 10, 0) * 10000 AS most_ladder_fen,
        coalesce(reason IN ('order_not_finished', 'class_not_finished'), false) AS is_pending
    FROM facts
), netted AS (
    SELECT
        *,
        CASE
            WHEN reason IS NOT NULL THEN 0
            WHEN kind IN ('order', 'project') AND NOT is_below THEN least(ladder_fen, 400000)
            ELSE least(ladder_fen, 100000)
        END AS now_fen
    FROM judged
)
SELECT
    class_id, person_id, kind, institution, end_on, unit_end_on, planned_milli, credited_milli, roster,
    class_credited_milli, unit_roster, unit_certified, unit_employed, certified_on, employed_on,
    CASE WHEN is_pending THEN 'pending' WHEN reason IS NOT NULL THEN 'refused' ELSE 'payable' END AS status,
    reason,
    if(reason IS NULL AND is_below, 'employment_below_threshold', NULL) AS gate_note,
    NULL::VARCHAR AS release_note,
    CASE
        WHEN reason IS NOT NULL THEN 'none'
        WHEN kind IN ('order', 'project') AND NOT is_below THEN 'ladder'
        ELSE 'universal'
    END AS standard,
    days,
    if(is_pending, paid_fen, now_fen)::BIGINT AS due_fen,
    paid_fen,
    greatest(now_fen - paid_fen, 0)::BIGINT AS payable_now_fen,
    if(is_pending, 0, greatest(paid_fen - now_fen, 0))::BIGINT AS recover_fen,
    0::BIGINT AS later_fen,
    CASE
        WHEN NOT is_pending THEN NULL
        WHEN end_on > getvariable('as_of') OR certified_on IS NULL OR kind = 'entrepreneurship' THEN 0
        ELSE least(ladder_fen, 100000)
    END::BIGINT AS least_fen,
    CASE
        WHEN NOT is_pending THEN NULL
        WHEN kind = 'entrepreneurship' THEN 0
        WHEN kind IN ('order', 'project') THEN least(most_ladder_fen, 400000)
        ELSE least(most_ladder_fen, 100000)
    END::BIGINT AS most_fen
FROM netted;

CREATE TEMP VIEW certificate AS
WITH known AS (
    SELECT
        certificates.class_id, certificates.person_id, number, issuer, issued_on,
        if(
            type IN ('special_ability', 'special_operation', 'special_equipment', 'training'), type, level::VARCHAR
        ) AS level_key,
        CASE level_key
            WHEN 'special_ability' THEN 20000
            WHEN 'special_operation' THEN 40000
            WHEN 'special_equipment' THEN 40000
            WHEN '5' THEN 40000
            WHEN '4' THEN 60000
            WHEN '3' THEN 80000
        END::BIGINT AS amount_fen,
        issued_on > DATE '2022-11-30' AS is_late
    FROM certificates
    LEFT JOIN roster ON roster.class_id = certificates.class_id AND roster.person_id = certificates.person_id
    WHERE issued_on <= getvariable('as_of') AND (certificates.class_id IS NULL OR roster.class_id IS NOT NULL)
), past AS (
    SELECT
        history.person_id, coalesce(history.level_key, known.level_key) AS level_key,
        coalesce(history.number, '') AS number,
        sum(history.amount_fen)::BIGINT AS amount_fen, min(paid_on) AS paid_on
    FROM history LEFT JOIN known ON known.person_id = history.person_id AND known.number = history.number
    WHERE item = 'certificate' AND paid_on <= getvariable('as_of')
    GROUP BY ALL
), paid AS (
    SELECT person_id, number, sum(amount_fen)::BIGINT AS paid_fen FROM past GROUP BY person_id, number
), held_before AS (
    SELECT person_id, level_key, arg_min(number, (paid_on, number)) AS held_before
    FROM past
    WHERE amount_fen > 0
    GROUP BY person_id, level_key
), held_now AS (
    SELECT person_id, level_key, arg_min(number, (issued_on, number)) AS held_now
    FROM known
    WHERE amount_fen IS NOT NULL AND NOT is_late
    GROUP BY person_id, level_key
), judged AS (
    SELECT
        class_id, person_id, number, issuer, level_key, issued_on,
        nullif(coalesce(held_before, held_now), number) AS held_by,
        CASE
            WHEN is_late THEN 'counts_to_next_year'
            WHEN amount_fen IS NULL THEN 'no_rate_in_policy'
            WHEN held_by IS NOT NULL THEN 'level_already_subsidised'
        END AS reason,
        if(reason IS NULL, amount_fen, 0) AS due_fen,
        coalesce(paid_fen, 0) AS paid_fen
    FROM known
    LEFT JOIN paid USING (person_id, number)
    LEFT JOIN held_before USING (person_id, level_key)
    LEFT JOIN held_now USING (person_id, level_key)
)
SELECT
    class_id, person_id, number, issuer, level_key, issued_on, held_by,
    if(reason IS NULL, 'payable', 'refused') AS status,
    reason,
    NULL::VARCHAR AS gate_note,
    NULL::VARCHAR AS release_note,
    'none' AS standard,
    0::BIGINT AS days,
    due_fen,
    paid_fen,
    greatest(due_fen - paid_fen, 0) AS payable_now_fen,
    greatest(paid_fen - due_fen, 0) AS recover_fen,
    0::BIGINT AS later_fen,
    NULL::BIGINT AS least_fen,
    NULL::BIGINT AS most_fen
FROM judged;
