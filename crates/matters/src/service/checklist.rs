//! The list of materials: what the situation asks for, what came, and what the window found of each (art. 32).

use kernel::db::Conn;
use kernel::{Issue, Result};
use office::catalogue::{Item, Material};
use office::paper::{self, Paper};
use office::personal::{self, Subject};

use super::{Application, SERVICE, Service, view};
use crate::step::{Checked, Sent};

/// What the window may find of a material: code and label.
pub const FOUND: &[(&str, &str)] = &[
    ("ok", "齐全"),
    ("wrong", "不符合"),
    ("missing", "缺"),
    ("later", "容缺后补"),
    ("shared", "数据共享，免交"),
];

/// The personal value under which the list of the last answer is kept.
const CHECKLIST: &str = "checklist";

/// The list as the window last left it; before that, what came counts as there and nothing is judged.
pub async fn checklist(conn: &mut Conn, it: &Service) -> Result<Vec<Checked>> {
    let item = view::item_of(conn, it).await?;
    of_item(conn, it, &item).await
}

/// The same where the item is at hand.
pub(super) async fn of_item(conn: &mut Conn, it: &Service, item: &Item) -> Result<Vec<Checked>> {
    let subject = Subject {
        kind: SERVICE,
        id: it.id,
    };
    let Some(application) = &it.application else {
        return Ok(Vec::new());
    };
    let kept: Vec<Checked> = match personal::read(conn, subject, CHECKLIST).await? {
        Some(kept) => serde_json::from_str(&kept)?,
        None => Vec::new(),
    };
    let papers = paper::of_case(conn, it.case_id).await?;
    Ok(standing_of(item, application, &papers, &kept))
}

/// Every material that the situation asks for, each once, with what was found of it. A paper that came after a
/// material was found missing makes it open again: somebody has to look.
pub fn standing_of(
    item: &Item,
    application: &Application,
    papers: &[Paper],
    kept: &[Checked],
) -> Vec<Checked> {
    let came = |name: &str| {
        papers
            .iter()
            .any(|paper| paper.sheet.about == name && !paper.erased)
    };
    application
        .materials(item)
        .into_iter()
        .map(|material| {
            let known = kept.iter().find(|it| it.material == material.name);
            known.cloned().unwrap_or_else(|| Checked {
                material: material.name.clone(),
                found: if came(&material.name) { "ok" } else { "missing" }.to_owned(),
                note: String::new(),
            })
        })
        .collect()
}

/// The needed materials that are not there: neither found in order nor spared by sharing.
pub fn lacking<'i>(item: &'i Item, application: &'i Application, checked: &[Checked]) -> Vec<&'i Material> {
    let there = |material: &Material| {
        checked
            .iter()
            .any(|it| it.material == material.name && matches!(it.found.as_str(), "ok" | "shared"))
    };
    application
        .materials(item)
        .into_iter()
        .filter(|material| material.needed && !there(material))
        .collect()
}

/// Keeps the list that an answer rests on; its digest goes into the answer's event.
pub(super) async fn keep(conn: &mut Conn, service_id: i64, checked: &[Checked]) -> Result<String> {
    let sealed = seal(checked)?;
    let subject = Subject {
        kind: SERVICE,
        id: service_id,
    };
    personal::keep(conn, subject, CHECKLIST, &sealed).await?;
    Ok(sealed.digest)
}

pub(super) fn seal(checked: &[Checked]) -> Result<personal::Sealed> {
    personal::seal(serde_json::to_string(checked)?)
}

/// What the list says against this answer; all of it at once. Needs no case: the window asks before it receives.
pub fn objections(item: &Item, application: &Application, sent: &Sent) -> Vec<Issue> {
    let mut found = unknown(item, application, sent);
    let lacking = lacking(item, application, &sent.checklist);
    match sent.act.as_str() {
        "accept" => found.extend(incomplete(&lacking)),
        "accept-deferred" => found.extend(deferral(&lacking, sent)),
        "tell" => found.extend(nothing_to_tell(item, sent)),
        _ => {}
    }
    found
}

fn issue(code: &'static str, sentence: String, onward: &'static str, article: &'static str) -> Issue {
    let mut issue = Issue::new(code, sentence, onward).at("checklist");
    issue.article = Some(article.to_owned());
    issue
}

const COMPLETE: &str = "行政许可法 第三十二条第一款第（五）项";
const TELLING: &str = "行政许可法 第三十二条第一款第（四）项";
const DEFERRAL: &str = "容缺受理规定（本地）[K]";

fn names(materials: &[&Material]) -> String {
    let names: Vec<&str> = materials.iter().map(|it| it.name.as_str()).collect();
    names.join("、")
}

/// Only what the item lists may be asked for, and only what was found may be said.
fn unknown(item: &Item, application: &Application, sent: &Sent) -> Vec<Issue> {
    let listed = application.materials(item);
    let mut found = Vec::new();
    for it in &sent.checklist {
        if !listed.iter().any(|material| material.name == it.material) {
            found.push(issue(
                "material-unlisted",
                format!("“{}”不在这个事项的材料清单里，不能要求提交。", it.material),
                "请只核对清单里的材料。",
                "优化营商环境条例 第三十六条",
            ));
        }
        if !FOUND.iter().any(|(code, _)| *code == it.found) {
            found.push(issue(
                "material-unjudged",
                format!("还没有核对“{}”。", it.material),
                "请选择齐全、不符合、缺、容缺后补或者免交。",
                TELLING,
            ));
        }
        if it.found == "wrong" && it.note.trim().is_empty() {
            found.push(issue(
                "material-unexplained",
                format!("没有写明“{}”哪里不符合。", it.material),
                "请写清楚，申请人照着改就能通过。",
                TELLING,
            ));
        }
    }
    found
}

fn incomplete(lacking: &[&Material]) -> Option<Issue> {
    (!lacking.is_empty()).then(|| {
        issue(
            "material-lacking",
            format!("还缺必要的材料：{}。", names(lacking)),
            "请一次告知补正；可以容缺的，办理容缺受理。",
            COMPLETE,
        )
    })
}

fn deferral(lacking: &[&Material], sent: &Sent) -> Vec<Issue> {
    let mut found = Vec::new();
    let firm: Vec<&Material> = lacking.iter().copied().filter(|it| !it.may_follow).collect();
    if !firm.is_empty() {
        found.push(issue(
            "material-firm",
            format!("不在容缺清单里、必须先交齐：{}。", names(&firm)),
            "请一次告知补正。",
            DEFERRAL,
        ));
    }
    if !sent.checklist.iter().any(|it| it.found == "later") {
        found.push(issue(
            "nothing-deferred",
            "没有一样材料选了“容缺后补”。".to_owned(),
            "材料齐全的，直接受理。",
            DEFERRAL,
        ));
    }
    found
}

/// Whether something has to be corrected: what is welcome and did not come is no gap, unless somebody says why.
fn is_gap(item: &Item, it: &Checked) -> bool {
    let needed = item
        .materials
        .iter()
        .find(|material| material.name == it.material)
        .is_none_or(|material| material.needed);
    match it.found.as_str() {
        "wrong" => true,
        "missing" => needed || !it.note.trim().is_empty(),
        _ => false,
    }
}

fn nothing_to_tell(item: &Item, sent: &Sent) -> Option<Issue> {
    let told = sent.checklist.iter().any(|it| is_gap(item, it));
    (!told && sent.text("gaps").is_empty()).then(|| {
        issue(
            "nothing-to-tell",
            "清单里没有缺的或者不符合的材料，没有什么需要补正。".to_owned(),
            "材料齐全的，直接受理。",
            TELLING,
        )
    })
}

/// What has to be corrected, item by item: as the one-time notice says it where nobody wrote it otherwise.
pub(super) fn gaps(item: &Item, checked: &[Checked]) -> String {
    lines(checked, |it| match it.found.as_str() {
        _ if !is_gap(item, it) => None,
        "missing" if it.note.is_empty() => Some(format!("{}：没有提交，请提交。", it.material)),
        "missing" => Some(format!("{}：没有提交。{}", it.material, it.note)),
        "wrong" => Some(format!("{}：{}", it.material, it.note)),
        _ => None,
    })
}

/// What may follow, item by item, with the term and what happens after it.
pub(super) fn deferred(checked: &[Checked], days: i64) -> String {
    let listed = lines(checked, |it| {
        (it.found == "later").then(|| match it.note.is_empty() {
            true => it.material.clone(),
            false => format!("{}：{}", it.material, it.note),
        })
    });
    match listed.is_empty() {
        true => listed,
        false => format!("{listed}\n自受理之日起 {days} 个工作日内补齐；逾期未补齐的，退回申请。"),
    }
}

fn lines(checked: &[Checked], said: impl Fn(&Checked) -> Option<String>) -> String {
    let lines: Vec<String> = checked
        .iter()
        .filter_map(said)
        .enumerate()
        .map(|(n, line)| format!("{}. {line}", n + 1))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn material(name: &str, needed: bool, may_follow: bool) -> Material {
        Material {
            name: name.into(),
            needed,
            may_follow,
            ..Material::default()
        }
    }

    fn item() -> Item {
        Item {
            materials: vec![
                material("申请书", true, false),
                material("健康证明", true, true),
                material("平面图", false, false),
            ],
            ..Item::default()
        }
    }

    fn sent(act: &str, found: &[(&str, &str, &str)]) -> Sent {
        Sent {
            act: act.into(),
            checklist: found
                .iter()
                .map(|(material, found, note)| Checked {
                    material: (*material).into(),
                    found: (*found).into(),
                    note: (*note).into(),
                })
                .collect(),
            ..Sent::default()
        }
    }

    /// (answer, what was found, codes of what stands against it) — 行政许可法 art. 32.
    #[test]
    fn an_answer_rests_on_the_list() {
        type Row = (
            &'static str,
            &'static [(&'static str, &'static str, &'static str)],
            &'static [&'static str],
        );
        let rows: [Row; 10] = [
            ("accept", &[("申请书", "ok", ""), ("健康证明", "shared", "")], &[]),
            (
                "accept",
                &[("申请书", "ok", ""), ("健康证明", "missing", "")],
                &["material-lacking"],
            ),
            ("accept", &[("申请书", "ok", "")], &["material-lacking"]),
            (
                "accept-deferred",
                &[("申请书", "ok", ""), ("健康证明", "later", "")],
                &[],
            ),
            (
                "accept-deferred",
                &[("申请书", "later", ""), ("健康证明", "ok", "")],
                &["material-firm"],
            ),
            (
                "accept-deferred",
                &[("申请书", "ok", ""), ("健康证明", "ok", "")],
                &["nothing-deferred"],
            ),
            (
                "tell",
                &[("申请书", "wrong", ""), ("健康证明", "ok", "")],
                &["material-unexplained"],
            ),
            (
                "tell",
                &[("申请书", "ok", ""), ("健康证明", "ok", "")],
                &["nothing-to-tell"],
            ),
            (
                "tell",
                &[("申请书", "ok", ""), ("平面图", "missing", "")],
                &["nothing-to-tell"],
            ),
            (
                "tell",
                &[("无犯罪证明", "missing", ""), ("申请书", "", "")],
                &["material-unlisted", "material-unjudged"],
            ),
        ];
        for (act, found, codes) in rows {
            let told: Vec<_> = objections(&item(), &Application::default(), &sent(act, found))
                .into_iter()
                .map(|issue| issue.code)
                .collect();
            assert_eq!(told, codes, "{act} {found:?}");
        }
    }

    #[test]
    fn the_notice_says_all_gaps_in_order() {
        let sent = sent(
            "tell",
            &[
                ("申请书", "wrong", "第二页没有签字，请签字。"),
                ("健康证明", "missing", ""),
                ("平面图", "missing", ""),
            ],
        );
        assert_eq!(
            gaps(&item(), &sent.checklist),
            "1. 申请书：第二页没有签字，请签字。\n2. 健康证明：没有提交，请提交。"
        );
        assert_eq!(deferred(&sent.checklist, 10), "");
    }
}
