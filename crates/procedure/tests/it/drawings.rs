//! Explanations and tables, kept so that a change of meaning shows as a diff.

use crate::given::definition;

#[test]
fn explanations() {
    insta::assert_snapshot!(
        "explain_publication_review",
        procedure::explain(&definition("publication-review"))
    );
    insta::assert_snapshot!(
        "explain_information_request",
        procedure::explain(&definition("request-sample"))
    );
    insta::assert_snapshot!("explain_joint", procedure::explain(&definition("joint")));
}

#[test]
fn responsibility_tables() {
    for code in ["publication-review", "request-sample", "licence"] {
        let rows = procedure::responsibility_table(&definition(code));
        insta::assert_json_snapshot!(format!("responsibilities_{code}"), rows);
    }
}

/// No two boxes overlap and every arrow's lane is clear of every box.
#[test]
fn a_flowchart_is_well_formed() {
    for (code, _) in crate::given::sources() {
        let svg = procedure::draw_svg(&definition(code));
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
        let number = |rect: &str, name: &str| -> i32 {
            let rest = rect.split(&format!(" {name}=\"")).nth(1).expect("attribute");
            rest.split('"')
                .next()
                .and_then(|n| n.parse().ok())
                .expect("number")
        };
        let rects: Vec<(i32, i32)> = svg
            .split("<rect")
            .skip(2)
            .map(|rect| (number(rect, "y"), number(rect, "height")))
            .collect();
        assert_eq!(
            rects.len(),
            definition(code).places().len() + 1,
            "{code}: one box a place and the start"
        );
        assert!(
            rects.windows(2).all(|w| w[0].0 + w[0].1 + 20 < w[1].0),
            "{code}: boxes overlap"
        );
    }
}

/// The usual way through everything that is shipped: who reads a guide follows it.
#[test]
fn the_usual_way() {
    let ways: Vec<String> = procedure::shipped()
        .map(|(code, toml)| {
            let definition = procedure::Definition::parse(toml).unwrap();
            let way: Vec<&str> = procedure::main_path(&definition)
                .iter()
                .map(|place| place.code.as_str())
                .collect();
            format!("{code}: {}", way.join(" > "))
        })
        .collect();
    insta::assert_snapshot!(ways.join("\n"));
}

#[test]
fn what_an_item_binds_stands_in_its_drawings() {
    let toml = procedure::shipped().find(|(code, _)| *code == "service-promised");
    let definition = procedure::Definition::parse(toml.unwrap().1).unwrap();
    let values = serde_json::json!({ "promised_days": 7, "statutory_days": "30个自然日" });
    let shown = definition.shown_for("取水许可（新办）", values.as_object().unwrap());
    let svg = procedure::draw_svg(&shown);
    for text in ["取水许可（新办）流程图", "7个工作日", "30个自然日"] {
        assert!(svg.contains(text), "{text}");
    }
    assert!(
        !svg.contains("10个工作日（可调），自“受理”"),
        "the default is replaced"
    );
    let limits = procedure::responsibility_table(&shown)
        .into_iter()
        .flat_map(|row| row.limits);
    let lengths: Vec<String> = limits.map(|limit| limit.length).collect();
    assert!(lengths.contains(&"7个工作日".to_owned()) && lengths.contains(&"30个自然日".to_owned()));
    assert_eq!(definition.name(), "政务服务承诺件", "what runs is untouched");
}

/// An item without deferral shows nothing of it; one that allows it shows all.
#[test]
fn what_an_item_does_not_allow_is_not_drawn() {
    let toml = procedure::shipped().find(|(code, _)| *code == "service-promised");
    let definition = procedure::Definition::parse(toml.unwrap().1).unwrap();
    let shown = |deferral: bool| {
        let values = serde_json::json!({ "deferral": deferral });
        definition.shown_for("取水许可", values.as_object().unwrap())
    };
    let (with, without) = (shown(true), shown(false));
    assert_eq!(with.moves().len(), definition.moves().len());
    for code in ["accept-deferred", "supply-deferred", "return-deferred"] {
        assert!(
            definition.find_move(code).is_some() && without.find_move(code).is_none(),
            "{code}"
        );
    }
    assert!(without.clock("deferral").is_none() && without.place("returned").is_none());
    assert!(without.clock("hearing").is_some() && without.place("lapsed").is_some());
    let codes = |of| {
        procedure::main_path(of)
            .iter()
            .map(|it| it.code.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&without), codes(&definition));
    let svg = procedure::draw_svg(&without);
    assert!(!svg.contains("容缺") && svg.contains("待申请人补正"));
}
