//! What a request says, as lists for the page.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use matters::request::{
    self, Application, DELIVERY_WAYS, FORMS_WANTED, IDENTITY_KINDS, Kind, Request, option_label,
};
use office::docket::{Case, CaseFile, Step};
use office::{letter, organisation, paper};
use procedure::{ClockState, Holder, Reading};

use super::forms::About;
use super::reach::Sight;
use crate::App;
use crate::workbench::cases::{StepView, person};
use crate::workbench::words::{self, ClockView, LightView};

/// For `parts::meta_list`.
pub struct Fact {
    pub term: &'static str,
    pub text: String,
    pub wide: bool,
    pub href: String,
    pub claim: String,
}

pub fn fact(term: &'static str, text: &str, wide: bool) -> Option<Fact> {
    let shown = !text.trim().is_empty();
    shown.then(|| Fact {
        term,
        text: text.to_owned(),
        wide,
        href: String::new(),
        claim: String::new(),
    })
}

/// What is wanted, and how.
pub fn wanted(it: &Application) -> Vec<Fact> {
    let rows = [
        fact("信息名称", &it.info_name, true),
        fact("文号", &it.info_number, true),
        fact("其他特征", &it.info_features, true),
        fact("获取方式", option_label(FORMS_WANTED, &it.form_wanted), false),
        fact("送达方式", option_label(DELIVERY_WAYS, &it.delivery_way), false),
        fact("需要的帮助", &it.help_wanted, true),
    ];
    rows.into_iter().flatten().collect()
}

/// What a request is called: the shortest that the applicant says of it.
pub fn title(it: &Application) -> String {
    let named = [&it.info_name, &it.info_number]
        .into_iter()
        .find(|text| !text.is_empty());
    let text = named.cloned().unwrap_or_else(|| it.wanted());
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Who asks.
pub fn applicant(it: &Application) -> Vec<Fact> {
    let identity = match it.identity_number.is_empty() {
        true => option_label(IDENTITY_KINDS, &it.identity_kind).to_owned(),
        false => format!(
            "{} {}",
            option_label(IDENTITY_KINDS, &it.identity_kind),
            it.identity_number
        ),
    };
    let (who, post) = (
        if it.kind == Kind::Person {
            "姓名"
        } else {
            "名称"
        },
        format!("{} {}", it.postcode, it.address),
    );
    let rows = [
        fact(who, &it.name, false),
        fact("类型", it.kind.label(), false),
        fact("身份证明", &identity, false),
        fact("联系人", &it.contact_person, false),
        fact("电话", &it.phone, false),
        fact("电子邮箱", &it.email, false),
        fact("通信地址", &post, true),
    ];
    rows.into_iter().flatten().collect()
}

/// Where a part of the case lies.
pub struct BallView {
    pub about: String,
    pub place: String,
    pub holder: &'static str,
    pub light: Option<LightView>,
    pub due: String,
}

/// Where the case lies, each branch with its own clock.
pub fn balls(case: &Case, readings: &[Reading], about: &About, sight: Sight) -> Vec<BallView> {
    case.state
        .holders(&case.definition)
        .into_iter()
        .map(|ball| {
            let own = readings
                .iter()
                .filter(|it| it.branch == ball.branch && counts(it));
            let own = own.min_by_key(|it| (it.due_on.is_none(), it.due_on)).cloned();
            let view = own.and_then(|reading| words::clocks(&[reading]).into_iter().next());
            BallView {
                about: ball
                    .branch
                    .as_ref()
                    .map(|it| named(&it.member, about, sight))
                    .unwrap_or_default(),
                place: ball.label,
                holder: ball.holder.label(),
                due: view.as_ref().map(|view| view.due.clone()).unwrap_or_default(),
                light: view.map(|view| view.light),
            }
        })
        .collect()
}

fn counts(reading: &Reading) -> bool {
    !matches!(reading.state, ClockState::Idle | ClockState::Stopped)
}

/// Third parties are named only to whoever handles the request.
fn named(member: &str, about: &About, sight: Sight) -> String {
    if sight == Sight::Full || member.starts_with('o') {
        about.called(member)
    } else {
        "第三方".to_owned()
    }
}

/// The clocks that bind the office, and those that bind the others.
pub fn clocks(readings: &[Reading], about: &About, sight: Sight) -> (Vec<ClockView>, Vec<ClockView>) {
    let told = |reading: &Reading| {
        let mut reading = reading.clone();
        if let Some(branch) = &reading.branch {
            reading.label = format!("{}（{}）", reading.label, named(&branch.member, about, sight));
        }
        reading
    };
    let (ours, theirs): (Vec<_>, Vec<_>) = readings
        .iter()
        .map(told)
        .partition(|reading| reading.binds == Holder::Office);
    (words::clocks(&ours), words::clocks(&theirs))
}

/// The clock that everybody asks for, in a line.
pub fn answer(readings: &[Reading]) -> Option<(LightView, String)> {
    let mut of = readings
        .iter()
        .filter(|it| matches!(it.clock.as_str(), "answer" | "delay"));
    let reading = of.rfind(|it| it.state != ClockState::Idle)?.clone();
    let paused = matches!(reading.state, ClockState::Paused { .. });
    let view = words::clocks(&[reading]).into_iter().next()?;
    let text = if paused {
        "暂停计时".to_owned()
    } else {
        view.light.text
    };
    Some((LightView { text, ..view.light }, view.due))
}

/// How much of the extension is used, in a sentence.
pub fn extension(case: &Case) -> String {
    let Some(history) = case.state.clocks.iter().find(|it| it.clock == "answer") else {
        return String::new();
    };
    match history.granted {
        0 => "没有延长过；合计最多可以延长 20 个工作日。".to_owned(),
        20.. => "已经延长 20 个工作日，不能再延长。".to_owned(),
        used => format!("已经延长 {used} 个工作日，还可以延长 {} 个。", 20 - used),
    }
}

/// What happened. Words that may name people are for whoever handles the request.
pub fn steps(case: &Case, steps: &[Step], about: &About, sight: Sight) -> Vec<StepView> {
    let done = steps.iter().map(|step| {
        let event = case.events.iter().find(|event| event.seq == step.seq);
        let branch = event.and_then(|event| event.branch.as_ref());
        let whose = branch
            .map(|it| format!("：{}", named(&it.member, about, sight)))
            .unwrap_or_default();
        let earlier =
            (civil_date(step.at) != step.effective_on).then(|| format!("法定日期 {}", step.effective_on));
        let reason = step.reason.clone().filter(|_| sight == Sight::Full);
        StepView {
            label: format!("{} {}{whose}", person(step), step.label),
            state: "done",
            when: minute_text(step.at),
            note: earlier.into_iter().chain(reason).collect::<Vec<_>>().join("；"),
            href: String::new(),
        }
    });
    let open = case
        .state
        .holders(&case.definition)
        .into_iter()
        .filter(|_| case.state.is_open());
    let now = open.map(|ball| StepView {
        label: match &ball.branch {
            Some(branch) => format!("{}：{}", ball.label, named(&branch.member, about, sight)),
            None => ball.label.clone(),
        },
        state: "now",
        when: String::new(),
        note: "现在在这里".to_owned(),
        href: String::new(),
    });
    done.chain(now).collect()
}

/// A letter of the case.
pub struct LetterRow {
    pub name: String,
    pub number: String,
    pub to: String,
    pub at: String,
    pub pdf: String,
    pub docx: String,
}

pub fn letters(rows: Vec<letter::Row>, about: &About) -> Vec<LetterRow> {
    rows.into_iter()
        .map(|row| {
            let whole = |ending: &str| match &row.letter {
                Some(_) => format!("/desk/letters/{}.{ending}", row.id),
                None => String::new(),
            };
            LetterRow {
                to: match &row.member {
                    Some(member) => about.called(member),
                    None => row
                        .letter
                        .as_ref()
                        .and_then(|it| it.addressee.clone())
                        .unwrap_or_else(|| procedure::role_label(&row.to).to_owned()),
                },
                at: minute_text(row.made_at),
                pdf: whole("pdf"),
                docx: whole("docx"),
                number: row.number.unwrap_or_default(),
                name: row.name,
            }
        })
        .collect()
}

/// A paper of the case.
pub struct PaperRow {
    pub kind: &'static str,
    pub name: String,
    pub href: String,
    pub size: String,
    pub by: String,
    pub at: String,
    pub for_party: bool,
}

pub async fn papers(conn: &mut Conn, case_id: i64) -> Result<Vec<PaperRow>> {
    let mut rows = Vec::new();
    for it in paper::of_case(conn, case_id).await? {
        rows.push(PaperRow {
            kind: match it.sheet.kind.as_str() {
                "identity" => "身份证明",
                "application" => "申请书",
                "supplement" => "补充、补正材料",
                "given" => "提供给申请人",
                "material" => "办理材料",
                _ => "凭证",
            },
            href: if it.erased {
                String::new()
            } else {
                format!("/desk/requests/{case_id}/papers/{}", it.id)
            },
            name: if it.erased {
                "（已清除）".to_owned()
            } else {
                it.sheet.name
            },
            size: words::size(it.sheet.size_bytes),
            by: match it.by_person {
                Some(person_id) => organisation::person_name(conn, person_id).await?,
                None => "申请人".to_owned(),
            },
            at: minute_text(it.at),
            for_party: it.for_party,
        });
    }
    Ok(rows)
}

/// Another request that looks like this one.
pub struct SimilarRow {
    pub href: String,
    pub number: String,
    pub wanted: String,
    pub result: String,
    pub same: bool,
    pub alike: String,
}

pub async fn similar(
    conn: &mut Conn,
    request_id: i64,
    definition: &procedure::Definition,
) -> Result<Vec<SimilarRow>> {
    let found = request::similar(conn, request_id).await?;
    Ok(found
        .into_iter()
        .map(|it| SimilarRow {
            href: format!("/desk/requests/{}", it.case_id),
            number: it.number,
            wanted: it.wanted,
            result: it
                .result
                .as_deref()
                .map(|code| result(definition, code))
                .unwrap_or_default(),
            same: it.same_applicant,
            alike: format!("{:.0}%", it.alike * 100.0),
        })
        .collect())
}

/// How a request ended, in words.
pub fn result(definition: &procedure::Definition, code: &str) -> String {
    let choices = definition
        .field("reply_type")
        .map(|field| field.choices.as_slice())
        .unwrap_or_default();
    match code {
        "lapsed" => "逾期未补正，视为放弃".to_owned(),
        "unpaid" => "逾期未缴费，视为放弃".to_owned(),
        "withdrawn" => "申请人撤回".to_owned(),
        _ => choices
            .iter()
            .find(|it| it.code == code)
            .map_or_else(|| code.to_owned(), |it| it.label.clone()),
    }
}

/// A linked case.
pub struct LinkedRow {
    pub href: String,
    pub number: String,
    pub kind: String,
    pub place: String,
    pub light: LightView,
    pub due: String,
    pub since: String,
}

/// Reviews, lawsuits, grievances, conversions: each with the clock that falls due next.
pub async fn linked(app: &App, conn: &mut Conn, it: &Request, now: Timestamp) -> Result<Vec<LinkedRow>> {
    let mut cases: Vec<i64> = request::remedies(conn, it.id)
        .await?
        .into_iter()
        .map(|one| one.case_id)
        .collect();
    let about: Vec<CaseFile> = app.docket.cases_about(conn, request::REQUEST, it.id).await?;
    cases.extend(
        about
            .iter()
            .filter(|file| request::is_linked(file))
            .map(|file| file.id),
    );
    let mut rows = Vec::new();
    for case_id in cases {
        let case = app.docket.case(conn, case_id).await?;
        let readings = app.docket.readings(&case, now);
        let next = readings
            .iter()
            .filter(|it| counts(it))
            .min_by_key(|it| (it.due_on.is_none(), it.due_on))
            .cloned();
        let view = next.and_then(|reading| words::clocks(&[reading]).into_iter().next());
        let places: Vec<String> = case
            .state
            .holders(&case.definition)
            .into_iter()
            .map(|it| it.label)
            .collect();
        rows.push(LinkedRow {
            href: format!("/desk/cases/{case_id}"),
            number: case.file.number.clone(),
            kind: case.definition.name().to_owned(),
            place: match case.state.is_open() {
                true => places.join("、"),
                false => crate::workbench::cases::outcome(&case),
            },
            due: view.as_ref().map(|view| view.due.clone()).unwrap_or_default(),
            light: view.map(|view| view.light).unwrap_or(LightView {
                level: "grey",
                text: "没有在计时".to_owned(),
            }),
            since: minute_text(case.file.opened_at),
        });
    }
    Ok(rows)
}
