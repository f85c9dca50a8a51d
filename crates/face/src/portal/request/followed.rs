//! A request, as its applicant follows it.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::{Conn, Running};
use matters::request::{self, Group, RemedyKind, Request, ResultRow, Sent, filing};
use office::docket::{Case, CaseFile, Docket, Done};
use office::filing::Taken;
use office::organisation::{self, Actor};
use office::paper::Sheet;
use procedure::Offer;

use super::parts;
use crate::door::Kept;
use crate::portal::progress::{Act, Carried, Facts, Followed, PLAIN, RemedyView};

/// Where the pages of this matter stand.
pub(super) const HOME: (&str, &str) = ("依申请公开", "/apply");

/// Requests for information.
pub(in crate::portal) struct Requests;

/// 申诉举报 is a case of its own, not a move.
const GRIEVANCE: &str = "grievance";

const ACTS: [Act; 7] = [
    Act {
        code: "acknowledge",
        title: "确认申请是我提交的",
        intro: "网上提交的申请，要等双方确认收到，答复期限才开始计算。您确认以后，经办机关会尽快确认。",
        button: "确认是我提交的",
        done: "您已确认。经办机关确认收到以后，期限从第二天起计算。",
        awaited: true,
        ticks: Some(("applicant_confirmed", "这件申请是我提交的，联系方式有效")),
        ..PLAIN
    },
    Act {
        code: "correct",
        title: "补正申请",
        intro: "请照《补正告知书》写清楚您要的信息。收到补正的第二天起，答复期限重新计算。",
        words: "补正的内容",
        papers_do: true,
        papers: true,
        button: "提交补正",
        done: "已收到您的补正，答复期限重新计算。",
        awaited: true,
        ..PLAIN
    },
    Act {
        code: "give-reasons",
        title: "说明理由",
        intro: "请说明为什么需要提出这么多申请。理由合理的，会继续办理。",
        words: "您的理由",
        papers: true,
        button: "提交理由",
        done: "已收到您的理由。",
        awaited: true,
        ..PLAIN
    },
    Act {
        code: "supplement",
        title: "补充材料",
        intro: "还有能帮助查找的线索、证件或者别的材料，可以随时补充。补充材料不改变答复期限。",
        words: "补充说明",
        papers_do: true,
        papers: true,
        button: "提交材料",
        done: "已收到您补充的材料。",
        ..PLAIN
    },
    Act {
        code: "rate",
        title: "评价这次办理",
        intro: "评价完全自愿，不影响您以后的申请。",
        button: "提交评价",
        done: "谢谢您的评价。",
        rates: true,
        ..PLAIN
    },
    Act {
        code: GRIEVANCE,
        title: "申诉、举报",
        intro: "认为经办机关没有依法公开信息的，可以向政府信息公开工作主管部门申诉、举报，由它核查、督促，并告知您结果（条例第五十一条）。",
        words: "请写明什么事、哪里不对",
        papers: true,
        button: "提交申诉举报",
        done: "申诉举报已提交，由主管部门核查。",
        ..PLAIN
    },
    Act {
        code: "withdraw",
        title: "撤回申请",
        intro: "撤回以后，这件申请不再办理，也不能恢复。还需要这份信息的，要重新申请，期限重新计算。",
        button: "撤回申请",
        done: "您已撤回申请。",
        danger: true,
        ..PLAIN
    },
];

impl Followed for Requests {
    fn is(&self, file: &CaseFile) -> bool {
        file.subject_kind == request::REQUEST && !request::is_linked(file)
    }

    fn home(&self) -> (&'static str, &'static str) {
        HOME
    }

    fn acts(&self) -> &'static [Act] {
        &ACTS
    }

    fn main_clocks(&self) -> &'static [&'static str] {
        &["answer"]
    }

    /// Within the office, though the law sets it: until when a correction may be asked for.
    fn hidden_clocks(&self) -> &'static [&'static str] {
        &["notice"]
    }

    /// Once a later day was stated, that one counts.
    fn set_aside(&self, case: &Case, _: &str) -> bool {
        case.state.last_act("delay").is_some()
    }

    fn clock_title(&self, clock: &str) -> Option<&'static str> {
        match clock {
            "answer" | "delay" => Some("最迟什么时候答复"),
            "correction" => Some("您最迟什么时候补正"),
            "fee" => Some("您最迟什么时候缴费"),
            "reasons" => Some("您最迟什么时候说明理由"),
            _ => None,
        }
    }

    fn not_begun(&self, clock: &str) -> &'static str {
        match clock {
            "answer" => "还没有开始计算。双方确认收到申请的第二天起，20 个工作日内答复。",
            _ => "还没有开始计算。",
        }
    }

    /// The request ended without an answer, and nothing took that back.
    fn ended(&self, case: &Case) -> bool {
        let seq = |act: &str| case.state.last_act(act).map_or(0, |acted| acted.seq);
        let ends = ["lapse", "unpay", "withdraw"].into_iter().map(seq);
        ends.max().unwrap_or(0) > seq("accept-late")
    }

    fn heading(&self, case: &Case, result: Option<&str>) -> String {
        match result {
            Some("withdrawn") => "您已撤回申请",
            Some("lapsed") => "逾期未补正，视为放弃申请",
            Some("unpaid") => "逾期未缴费，视为放弃申请",
            Some(_) => "您的申请已答复",
            None if case.state.at("awaiting") => "您的申请等待确认收到",
            None => "您的申请正在办理",
        }
        .to_owned()
    }

    fn handed_over_by(&self, wording: &str) -> Option<&'static str> {
        match wording {
            "reply" => Some("dispatch"),
            "fee-notice" => Some("charge-served"),
            _ => None,
        }
    }

    fn given_by(&self) -> &'static str {
        "dispatch"
    }

    fn receipt_wording(&self) -> &'static str {
        "request-receipt"
    }

    fn begins(&self, facts: &Facts) -> (&'static str, Option<&'static str>) {
        match facts.received_on {
            Some(_) => ("自收到之日的第二天起，20 个工作日内答复。", None),
            None => (
                "网上提交的申请，自双方确认收到的第二天起，20 个工作日内答复（条例第三十一条、第三十三条）。您现在就可以确认申请是您提交的，经办机关确认以后，期限就开始计算。",
                Some("acknowledge"),
            ),
        }
    }

    fn track<'c>(&self, conn: &'c mut Conn, number: String, code: String) -> Running<'c, Option<i64>> {
        Box::pin(async move { request::track(conn, &number, &code).await })
    }

    fn take_over<'c>(
        &self,
        conn: &'c mut Conn,
        taken: Taken,
        now: Timestamp,
    ) -> Running<'c, Option<(Kept, String)>> {
        Box::pin(async move {
            if taken.kind != request::REQUEST {
                return Ok(None);
            }
            let form = filing::relayed(conn, &taken, now).await?;
            Ok(Some((Kept::Filing, parts::onward(&form).to_owned())))
        })
    }

    fn facts<'c>(&self, conn: &'c mut Conn, case: &'c Case) -> Running<'c, Facts> {
        Box::pin(facts(conn, case))
    }

    fn opens<'c>(
        &self,
        conn: &'c mut Conn,
        case: &'c Case,
        act: &'static Act,
        offers: &'c [Offer],
    ) -> Running<'c, bool> {
        Box::pin(async move {
            if act.code != GRIEVANCE {
                return Ok(offers.iter().any(|offer| offer.act == act.code));
            }
            // What the supervisor looks into already is not lodged twice.
            let lodged = request::remedies(conn, case.file.subject_id).await?;
            let kind = RemedyKind::Grievance.code();
            Ok(!lodged
                .iter()
                .any(|it| it.kind == kind && it.concluded_on.is_none()))
        })
    }

    fn carry_out<'c>(
        &self,
        docket: Docket,
        conn: &'c mut Conn,
        case: CaseFile,
        carried: Carried,
        sheets: Vec<Sheet>,
        now: Timestamp,
    ) -> Running<'c, Done> {
        Box::pin(async move {
            let actor = Actor::applicant();
            if carried.act.code == GRIEVANCE {
                let (kind, order) = (RemedyKind::Grievance, carried.order);
                return request::register_remedy(
                    &docket,
                    conn,
                    &actor,
                    case.subject_id,
                    kind,
                    order,
                    sheets,
                    now,
                )
                .await;
            }
            let sent = Sent {
                act: carried.act.code.to_owned(),
                order: carried.order,
                sheets,
                ..Sent::default()
            };
            request::act(&docket, conn, &actor, case.id, sent, now).await
        })
    }
}

async fn facts(conn: &mut Conn, case: &Case) -> Result<Facts> {
    let it = request::request_of_case(conn, case.file.id).await?;
    let result = it.result.clone().filter(|_| it.concluded_on.is_some());
    let answered = case.state.last_act("dispatch").is_some();
    let against = match answered {
        true => Some(against(conn, case, result.as_deref()).await?),
        false => None,
    };
    Ok(Facts {
        filed_at: it.filed_at,
        received_on: it.received_on,
        wanted_label: "您要的是",
        wanted: it
            .application
            .as_ref()
            .map(request::Application::wanted)
            .unwrap_or_default(),
        cleared: it.erased_at.is_some(),
        result,
        remedies: remedies(conn, &it).await?,
        against,
    })
}

/// 行政复议法 art. 20, 23（四）: against a refusal, review comes before a lawsuit.
async fn against(conn: &mut Conn, case: &Case, result: Option<&str>) -> Result<(&'static str, Vec<String>)> {
    let bodies = organisation::remedies_of(conn, case.file.org_id).await?;
    let refused = result
        .and_then(ResultRow::of)
        .is_some_and(|row| matches!(row.group, Group::Refused | Group::Partial));
    let text = match refused {
        true => format!(
            "可以自收到答复之日起六十日内，向{}申请行政复议。不予公开的，应当先申请行政复议；对复议决定不服的，可以自收到复议决定书之日起十五日内，向{}起诉（行政复议法第二十条、第二十三条）。",
            bodies.review_organ, bodies.court
        ),
        false => format!(
            "可以自收到答复之日起六十日内，向{}申请行政复议，或者在六个月内向{}起诉（行政复议法第二十条、行政诉讼法第四十六条）。",
            bodies.review_organ, bodies.court
        ),
    };
    Ok(("不服答复怎么办", vec![text]))
}

async fn remedies(conn: &mut Conn, request: &Request) -> Result<Vec<RemedyView>> {
    let all = request::remedies(conn, request.id).await?;
    Ok(all
        .into_iter()
        .filter_map(|it| {
            let standing = match (it.concluded_on, it.outcome.as_deref()) {
                (Some(on), Some(outcome)) => format!("{on} {}", outcome_label(outcome)),
                (Some(on), None) => format!("{on} 已办结"),
                (None, _) => "正在办理".to_owned(),
            };
            Some(RemedyView {
                label: RemedyKind::of(&it.kind)?.label(),
                number: it.number,
                standing,
            })
        })
        .collect())
}

fn outcome_label(code: &str) -> &'static str {
    match code {
        "upheld" => "结果维持",
        "corrected" => "结果纠正",
        "founded" => "情况属实，已督促整改",
        "partly" => "部分属实，已督促整改",
        "unfounded" => "情况不属实",
        "elsewhere" => "不属于信息公开监督事项，已告知途径",
        _ => "已办结",
    }
}
