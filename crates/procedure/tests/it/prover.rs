//! Each rule of the proof has a definition that violates exactly it.

use procedure::Definition;

use crate::given;

/// (definition, what is replaced, by what, the rule that must speak, and only it)
type Row = (&'static str, &'static str, &'static str, &'static str);

const REQUEST: &str = "request-sample";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Shape and names.
    ("joint", "holder = \"nobody\"\noutcome = \"stopped\"", "holder = \"somebody\"\noutcome = \"stopped\"", "shape"),
    ("joint", "[[move]]\ncode = \"visit\"", "[[move]]\ncolour = \"red\"\ncode = \"visit\"", "shape"),
    ("joint", "[[move]]\ncode = \"visited\"", "[[move]]\ncode = \"visit\"", "duplicate-code"),
    ("joint", "to = \"agreed\"", "to = \"aggreed\"", "unknown-place"),
    ("joint", "stops = [\"decide\"]", "stops = [\"decode\"]", "unknown-move"),
    ("licence", "{ before = \"telling\" }", "{ before = \"talking\" }", "unknown-clock"),
    ("joint", "fields = [\"verdict\"]", "fields = [\"verdikt\"]", "unknown-field"),
    ("licence", "budget = { parameter = \"promised_days\" }", "budget = { parameter = \"promise\" }", "unknown-parameter"),
    ("joint", "each = \"departments\"", "each = \"verdict\"", "field-kind"),
    (REQUEST, "values = [\"granted\", \"refused\"]", "values = [\"granted\", \"declined\"]", "unknown-value"),
    (REQUEST, "kind = \"choice\"\nchoices = [{ code = \"granted\"", "personal = true\nkind = \"choice\"\nchoices = [{ code = \"granted\"", "personal-read"),
    // Places and moves.
    ("joint", "to = \"accepted\"\nactor = \"handler@self\"", "from = \"deciding\"\nto = \"accepted\"\nactor = \"handler@self\"", "no-start"),
    ("joint", "code = \"decide\"\nlabel = \"办结\"\nfrom = \"deciding\"", "code = \"decide\"\nlabel = \"办结\"\nfrom = [\"deciding\", \"stopped\"]\nactor = \"handler@lead\"", "end-with-moves"),
    ("joint", "holder = \"nobody\"\noutcome = \"stopped\"", "holder = \"office\"\noutcome = \"stopped\"", "end-held"),
    ("licence", "from = [\"received\", \"materials\"]\nto = \"not-accepted\"", "from = [\"received\", \"materials\"]\nstay = true\nto = \"not-accepted\"", "one-way"),
    ("joint", "to = \"stopped\"\nactor = \"head@self\"", "to = \"stopped\"", "no-actor"),
    ("licence", "fields = [\"told_once\"]\n", "", "never-given"),
    ("licence", "{ count = 1 }, ", "{ count = 0 }, ", "count-zero"),
    ("joint", "label = \"审查意见\"\nkind = \"text\"", "label = \"审查意见\"\nkind = \"choice\"", "choices"),
    // What an item binds, what is open on a clock, what each branch said.
    ("service-promised", "parameter_in = { parameter = \"publishes\", values = [\"true\"]", "parameter_in = { parameter = \"published\", values = [\"true\"]", "unknown-parameter"),
    ("service-promised", "parameter_in = { parameter = \"publishes\", values = [\"true\"]", "parameter_in = { parameter = \"promised_days\", values = [\"10\"]", "field-kind"),
    ("service-promised", "{ settled = \"deferral\" }", "{ settled = \"defer\" }", "unknown-clock"),
    ("service-promised", "{ pending = \"deferral\" }", "{ pending = \"defer\" }", "unknown-clock"),
    ("service-joint", "every_branch = { of = \"send\", field = \"verdict\", values = [\"agree\"", "every_branch = { of = \"send\", field = \"verdict\", values = [\"approve\"", "unknown-value"),
    ("service-joint", "every_branch = { of = \"send\"", "every_branch = { of = \"collect\"", "every-branch-of"),
    ("service-joint", "code = \"give-opinion\"", "code = \"say\"", "unknown-move"),
    // An item that does not publish could never deliver.
    ("service-promised", "guards = [{ document = \"送达凭证\" }]", "guards = [{ parameter_in = { parameter = \"publishes\", values = [\"true\"] } }]", "dead-end"),
    // A clock that is open wherever the move could be made.
    ("grant-publication", "fields = [\"address\", \"record?\"]", "fields = [\"address\", \"record?\"]\nguards = [{ settled = \"publication\" }]", "unreached"),
    // Where nobody has to agree to the last, a disagreement must not leave the case stuck.
    ("joint", "to = \"granted\"\n\n[[move]]\ncode = \"stop\"\nlabel = \"终止办理\"\nfrom = \"*\"", "to = \"granted\"\nguards = [{ every_branch = { of = \"send\", field = \"verdict\", values = [\"同意\"] } }]\n\n[[move]]\ncode = \"stop\"\nlabel = \"终止办理\"\nfrom = \"accepted\"", "dead-end"),
    // Blocks.
    ("joint", "[[move]]\ncode = \"collect\"", "[[move]]\ncode = \"collect-too\"\nlabel = \"汇总\"\nfrom = \"agreed\"\nto = \"deciding\"\njoin = { of = \"send\", when = \"any\" }\nactor = \"handler@lead\"\n\n[[move]]\ncode = \"collect\"", "one-join"),
    ("co-author", "basis = \"政府信息公开条例 第三十四条：逾期不答复视为同意\"", "basis = \"\"", "silence-without-basis"),
    ("joint", "[[move]]\ncode = \"collect\"", "[[move]]\ncode = \"bail\"\nlabel = \"退出\"\nfrom = \"reviewing\"\nto = \"stopped\"\n\n[[move]]\ncode = \"collect\"", "token-left"),
    ("joint", "[[move]]\ncode = \"collect\"", "[[move]]\ncode = \"note\"\nlabel = \"记事\"\nfrom = [\"accepted\", \"site-visit\"]\nstay = true\nactor = \"handler@lead\"\n\n[[move]]\ncode = \"collect\"", "block-leak"),
    ("joint", "from = \"accepted\"\nfork", "from = [\"accepted\", \"site-visit\"]\nfork", "nested-block"),
    ("joint", "code = \"collect\"\nlabel = \"汇总\"\nfrom = \"agreed\"", "code = \"collect\"\nlabel = \"汇总\"\nfrom = \"accepted\"", "join-outside"),
    // Clocks.
    ("joint", "article = \"行政许可法 第四十二条第二款\"\nkind", "article = \"\"\nkind", "no-article"),
    ("joint", "starts = [\"accept\"]\n", "", "never-starts"),
    ("joint", "budget = 45\n", "", "budget"),
    ("renewal", "direction = \"before\"\nbudget = 30\nunit = \"days\"\nanchor = { parameter = \"expires_on\" }", "direction = \"before\"\nbudget = 30\nunit = \"days\"", "anchor"),
    (REQUEST, "anchor = { field = \"stated_on\" }", "anchor = { field = \"stated_on\" }\npauses = [\"agencies\"]", "fixed-date"),
    (REQUEST, "restarts = [\"correct\", \"pay\"]\npauses = [\"asking\", \"agencies\"]\npauses_when = \"any\"\npauses_basis = \"政府信息公开条例 第三十三条第三款\"\nextension", "pauses = [\"asking\", \"agencies\"]\npauses_when = \"any\"\npauses_basis = \"政府信息公开条例 第三十三条第三款\"\nextension", "halt-without-restart"),
    ("licence", "starts = [\"decide\"]\n", "scope = \"branch\"\nstarts = [\"decide\"]\n", "branch-scope"),
    ("joint", "pauses_when = \"all\"\n", "", "pause-any-or-all"),
    ("licence", "ground = \"行政许可法 第四十五条：听证、招标、检验、检测、鉴定、专家评审所需时间不计\"\n", "", "pause-without-ground"),
    ("licence", "guards = [{ document = \"特别环节告知书\" }]\n", "", "pause-without-document"),
    ("licence", "cap = 10, approver = \"head@self\"", "cap = 10, approver = \"handler@self\"", "extension-approver"),
    ("licence", "cap = 10,", "cap = 0,", "extension"),
    ("licence", "to = \"accepted\"\nactor = \"system\"", "to = \"accepted\"\nactor = \"handler@self\"", "expiry-by-system"),
    ("licence", "to = \"accepted\"\nactor = \"system\"", "to = \"accepted\"\nreason = true\nactor = \"system\"", "expiry-needs-nothing"),
    ("licence", "within = \"decision\"\n", "", "promise"),
    ("licence", "within = \"decision\"\nbudget = { parameter = \"promised_days\" }", "within = \"decision\"\nbudget = 21", "promise-too-long"),
    // All markings.
    ("joint", "[[place]]\ncode = \"deciding\"", "[[place]]\ncode = \"attic\"\nlabel = \"阁楼\"\nholder = \"nobody\"\n\n[[place]]\ncode = \"deciding\"", "unreached-place"),
    ("licence", "guards = [{ checked = \"told_once\" }, { count = 1 }, { before = \"telling\" }]", "guards = [{ checked = \"told_once\" }, { count = 1 }, { after = \"delivery\" }]", "unreached"),
    ("withdrawal", "guards = [{ distinct_from = [\"propose\"] }]\neffects = [{ notify = { to = \"submitter\", template = \"withdrawal-refused\" } }]", "guards = [{ distinct_from = [\"propose\"] }]\neffects = []", ""),
    ("renewal", "from = \"deciding\"\nto = \"renewed\"\n\n[[move]]\ncode = \"deem", "from = \"deciding\"\nto = \"renewed\"\nguards = [{ before = \"decision\" }]\n\n[[move]]\ncode = \"deem", ""),
    ("licence", "starts = [\"receive\", \"supply\"]", "starts = [\"receive\"]", "unprotected-wait"),
    ("licence", "{ distinct_from = [\"accept\"] }", "{ before = \"decision\" }", "dead-end"),
    (REQUEST, "[[move]]\ncode = \"delay\"", "[[move]]\ncode = \"archive\"\nlabel = \"转存\"\nfrom = \"handling\"\nto = \"delayed\"\nguards = [{ document = \"转存单\" }, { count = 2 }]\n\n[[move]]\ncode = \"delay\"", ""),
    // An answer that only one value lets pass: with the other, the case is stuck.
    ("organisation-register", "[[move]]\ncode = \"refuse\"", "[[move]]\ncode = \"park\"\nlabel = \"搁置\"\nfrom = \"proposed\"\nto = \"parked\"\n\n[[move]]\ncode = \"unpark\"\nlabel = \"继续\"\nfrom = \"parked\"\nto = \"registered\"\nguards = [{ value_in = { field = \"change\", values = [\"created\"] } }]\n\n[[place]]\ncode = \"parked\"\nlabel = \"搁置中\"\nholder = \"office\"\nactor = \"site_admin@self\"\n\n[[move]]\ncode = \"refuse\"", "dead-end"),
];

#[test]
fn every_rule_speaks_and_no_other() {
    let mut wrong = Vec::new();
    for (code, from, to, rule) in ROWS {
        let (_, source) = given::sources().find(|(known, _)| known == code).expect("known");
        assert!(source.contains(from), "{code} does not contain {from}");
        let rules: Vec<&str> = match Definition::parse(&source.replacen(from, to, 1)) {
            Ok(_) => vec![],
            Err(problems) => problems.0.iter().map(|p| p.rule).collect(),
        };
        let exactly = match *rule {
            "" => rules.is_empty(),
            rule => !rules.is_empty() && rules.iter().all(|r| r.starts_with(rule)),
        };
        if !exactly {
            wrong.push(format!("{code}: expected {rule:?}, got {rules:?}\n  {to}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All at once, in Chinese, with line and element.
#[test]
fn problems_come_together_and_say_where() {
    let (_, source) = given::sources()
        .find(|(code, _)| *code == "licence")
        .expect("known");
    let broken = source
        .replace("cap = 10,", "cap = 0,")
        .replace("within = \"decision\"\n", "");
    let problems = Definition::parse(&broken).expect_err("broken");
    insta::assert_snapshot!(problems.to_string());
}

/// Thirteen free counters multiply beyond what anybody can look at.
#[test]
fn too_many_markings_are_refused() {
    let (_, source) = given::sources()
        .find(|(code, _)| *code == "spans")
        .expect("known");
    let stay = |n| {
        format!(
            "\n[[move]]\ncode = \"stay-{n}\"\nlabel = \"记录{n}\"\nfrom = \"open\"\nstay = true\nguards = [{{ count = 3 }}]\n"
        )
    };
    let many: String = (0..13).map(stay).collect();
    let problems = Definition::parse(&format!("{source}{many}")).expect_err("too many");
    assert_eq!(
        problems.0.iter().map(|p| p.rule).collect::<Vec<_>>(),
        ["too-many-markings"]
    );
}
