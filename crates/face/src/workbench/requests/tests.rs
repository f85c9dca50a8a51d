//! The case desk of 依申请公开 as its people meet it.

mod life;
pub mod redaction;
mod rules;
mod sides;
mod today;

use crate::workbench::tests::town::{Seen, Town};

/// A request as a clerk types it at the counter.
pub const APPLICATION: [(&str, &str); 12] = [
    ("channel", "counter"),
    ("received_on", ""),
    ("kind", "person"),
    ("name", "陈晓月"),
    ("identity_kind", "id_card"),
    ("identity_number", "11010519491231002X"),
    ("phone", "13800005678"),
    ("info_name", "2025年度城区停车场特许经营协议"),
    ("info_features", ""),
    ("form_wanted", "electronic"),
    ("delivery_way", "counter"),
    ("request_key", "first"),
];
pub const NO_FILE: (&str, &str, &[u8]) = ("none", "", b"");
pub const PDF: &[u8] = b"%PDF-1.7 x";

pub type Fields = Vec<(String, String)>;

/// Hidden inputs of every form of this act on the page, in order.
pub fn forms(page: &Seen, act: &str) -> Vec<Fields> {
    let mark = format!("name=\"act\" value=\"{act}\"");
    let mut found = Vec::new();
    for (at, _) in page.body.match_indices(&mark) {
        let start = page.body[..at].rfind("<form").unwrap();
        let end = at + page.body[at..].find("</form>").unwrap();
        found.push(hidden(&page.body[start..end]));
    }
    found
}

pub fn hidden(form: &str) -> Fields {
    let mut fields = Vec::new();
    for input in form.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = input.split_once("\" value=\"").unwrap();
        let (value, _) = rest.split_once('"').unwrap();
        let value = value
            .replace("&#38;", "&")
            .replace("&#34;", "\"")
            .replace("&#39;", "'");
        if name != "csrf" {
            fields.push((name.to_owned(), value));
        }
    }
    fields
}

pub fn refs<'f>(fields: &'f Fields, more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = fields
        .iter()
        .filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.map(|(name, value)| (name.as_str(), value.as_str()))
        .chain(more.iter().copied())
        .collect()
}

/// Changes one field of the application.
pub fn changed<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = APPLICATION
        .into_iter()
        .filter(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    kept.chain(changes.iter().copied()).collect()
}

/// Registers a request for the county; its case's address.
pub async fn registered(town: &Town, changes: &[(&str, &str)], file: (&str, &str, &[u8])) -> String {
    let county = town.county.to_string();
    let fields = [changed(changes), vec![("org_id", county.as_str())]].concat();
    let check = town.upload("jing", "/desk/requests/new", &fields, file).await;
    assert!(check.status == 200 && check.has("核对后登记"), "{}", check.body);
    let typed = hidden(check.body.split("class=\"acts\"").nth(1).unwrap());
    let done = town
        .upload(
            "jing",
            "/desk/requests/new",
            &refs(&typed, &[("go", "confirm")]),
            NO_FILE,
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.leads_to().to_owned()
}

/// Sends the form of a step as the page has it; where letters are shown first, the page that shows them.
pub async fn send(
    town: &Town,
    who: &str,
    form: &Fields,
    to: &str,
    more: &[(&str, &str)],
    file: (&str, &str, &[u8]),
) -> Seen {
    town.later(1);
    town.upload(who, to, &refs(form, more), file).await
}

/// Presses the button of a step, the `n`-th where several branches offer it; confirms what goes out.
pub async fn step_n(
    town: &Town,
    who: &str,
    case: &str,
    act: &str,
    n: usize,
    more: &[(&str, &str)],
    file: (&str, &str, &[u8]),
) -> Seen {
    let page = town.get(who, case).await;
    let forms = forms(&page, act);
    assert!(
        forms.len() > n,
        "{who} is not offered {act}: {} {}",
        page.status,
        page.body
    );
    let (form, to) = (&forms[n], format!("{case}/acts"));
    let branch = form
        .iter()
        .find(|(name, _)| name == "branch")
        .unwrap()
        .1
        .replace('.', "-");
    let prefix = if branch.is_empty() {
        act.to_owned()
    } else {
        format!("{act}-{branch}")
    };
    let named: Vec<(String, &str)> = more
        .iter()
        .map(|(name, value)| (format!("{prefix}.{name}"), *value))
        .collect();
    let named: Vec<(&str, &str)> = named
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    let control = format!("{prefix}.{}", file.0);
    let file = if file.1.is_empty() {
        file
    } else {
        (control.as_str(), file.1, file.2)
    };
    let sent = send(town, who, form, &to, &named, file).await;
    if !sent.has("核对后办理") {
        return sent;
    }
    let typed = hidden(sent.body.split("class=\"acts\"").nth(1).unwrap());
    send(town, who, &typed, &to, &[("go", "confirm")], NO_FILE).await
}

/// The same, where it has to go through.
pub async fn step(town: &Town, who: &str, case: &str, act: &str, more: &[(&str, &str)]) {
    let done = step_n(town, who, case, act, 0, more, NO_FILE).await;
    assert_eq!(
        (done.status.as_u16(), done.leads_to()),
        (303, case),
        "{act}: {}",
        done.body
    );
}

/// The same with a paper.
pub async fn step_with(town: &Town, who: &str, case: &str, act: &str, n: usize, more: &[(&str, &str)]) {
    let done = step_n(town, who, case, act, n, more, ("document", "凭证.pdf", PDF)).await;
    assert_eq!(
        (done.status.as_u16(), done.leads_to()),
        (303, case),
        "{act}: {}",
        done.body
    );
}

/// A request whose reply was proposed, signed and sent.
pub async fn answered(town: &Town, reply_type: &str) -> String {
    let case = registered(town, &[], NO_FILE).await;
    step(town, "jing", &case, "clear", &[]).await;
    let reply = [
        ("reply_type", reply_type),
        ("reason", "协议全文随本答复书一并提供。"),
    ];
    step(town, "jing", &case, "propose-reply", &reply).await;
    step(town, "qian", &case, "sign", &[]).await;
    step(town, "jing", &case, "dispatch", &[("delivery_way", "counter")]).await;
    case
}
