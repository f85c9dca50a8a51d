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
