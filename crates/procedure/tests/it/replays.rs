//! The worked example of the guide, and the schema for outsiders.

use procedure::replay;

const GUIDE: &str = include_str!("../../../../docs/guides/replay.md");

/// The fenced JSON blocks of the guide, in order.
fn examples() -> Vec<&'static str> {
    GUIDE
        .split("```json\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

#[test]
fn the_guide_tells_the_truth() {
    let [input, output] = examples()[..] else {
        panic!("an input and an output")
    };
    let told: serde_json::Value =
        serde_json::from_str(&replay::run_json(input).expect("replays")).expect("json");
    let written: serde_json::Value = serde_json::from_str(output).expect("json");
    assert_eq!(
        told,
        written,
        "write this into the guide:\n{}",
        serde_json::to_string_pretty(&told).expect("json")
    );
}

#[test]
fn a_bad_input_is_told_in_chinese() {
    let told = replay::run_json("{}").expect_err("nothing given");
    assert!(told.starts_with("不是有效的重演输入"), "{told}");
    let unknown = r#"{"procedure": "take-down", "events": [{"seq": 1, "kind": "opened", "act": "fly",
        "recorded_at": "2026-03-06T09:00:00Z", "effective_on": "2026-03-06"}], "now": "2026-03-06T09:00:00Z"}"#;
    assert!(
        replay::run_json(unknown)
            .expect_err("no such move")
            .starts_with("第1条记录不成立")
    );
}

/// Every field that an outsider may send is in the published schema.
#[test]
fn the_schema_names_every_input() {
    let schema = replay::schema();
    let names = schema["input"]["properties"].as_object().expect("properties");
    for name in ["procedure", "parameters", "notices", "overrides", "events", "now"] {
        assert!(names.contains_key(name), "{name}");
    }
    assert!(schema["output"]["properties"]["readings"].is_object());
}
