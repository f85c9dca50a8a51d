//! An application for a service item, as its applicant follows it.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::{Conn, Running};
use kernel::time::civil_date;
use matters::service::{self, Sent, filing};
use office::docket::{Case, CaseFile, Docket, Done};
use office::filing::Taken;
use office::organisation::{self, Actor};
use office::paper::Sheet;
use procedure::Offer;

use super::page::HOME;
use crate::door::Kept;
use crate::portal::progress::{Act, Carried, Facts, Followed, PLAIN};

/// Applications for service items.
pub(in crate::portal) struct Services;

const ACTS: [Act; 8] = [
    Act {
        code: "supply",
        title: "提交补正材料",
        intro: "请照《申请材料补正一次告知书》一次补齐。补齐以后，窗口在五个工作日内答复；除告知书列出的以外，不会再要求您补别的。",
        words: "补正说明",
        papers_do: true,
        papers: true,
        awaited: true,
        button: "提交补正",
        done: "已收到您的补正材料。",
        ..PLAIN
    },
    Act {
        code: "supply-deferred",
        title: "补交容缺的材料",
        intro: "请在承诺的日期以前补齐。补齐以后才能作出准予决定；逾期未补齐的，申请会退回。",
        papers: true,
        awaited: true,
        button: "提交材料",
        done: "已收到您补交的材料。",
        ..PLAIN
    },
    Act {
        code: "claim-hearing",
        title: "要求听证",
        intro: "被告知听证权利之日起五个工作日内可以要求听证，不收费（行政许可法第四十七条）。",
        words: "听证申请",
        papers_do: true,
        papers: true,
        button: "要求听证",
        done: "已收到您的听证申请。",
        ..PLAIN
    },
    Act {
        code: "state-views",
        title: "陈述和申辩",
        intro: "您有权陈述和申辩，经办机关应当听取（行政许可法第三十六条）。",
        words: "您的意见",
        papers_do: true,
        papers: true,
        button: "提交意见",
        done: "已收到您的意见。",
        ..PLAIN
    },
    Act {
        code: "supplement",
        title: "补充材料",
        intro: "还有别的材料，可以随时补充。补充材料不改变办理期限。",
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
        intro: "评价完全自愿，不影响您以后办事。",
        rates: true,
        button: "提交评价",
        done: "谢谢您的评价。",
        ..PLAIN
    },
    Act {
        code: "object",
        title: "对办理结果提出异议",
        intro: "请写明哪里不对。经办机关负责人和监督部门都会收到。这不影响您申请行政复议或者起诉。",
        words: "异议内容",
        papers_do: true,
        papers: true,
        button: "提交异议",
        done: "已收到您的异议。",
        ..PLAIN
    },
    Act {
        code: "withdraw",
        title: "撤回申请",
        intro: "撤回以后，这件申请不再办理，也不能恢复。还要办的，要重新申请。",
        danger: true,
        button: "撤回申请",
        done: "您已撤回申请。",
        ..PLAIN
    },
];

impl Followed for Services {
    fn is(&self, file: &CaseFile) -> bool {
        service::is_service(file)
    }

    fn home(&self) -> (&'static str, &'static str) {
        HOME
    }

    fn acts(&self) -> &'static [Act] {
        &ACTS
    }

    fn main_clocks(&self) -> &'static [&'static str] {
        &["telling", "promise", "decision"]
    }

    fn hidden_clocks(&self) -> &'static [&'static str] {
        &["hearing"]
    }

    /// Until the window has answered, that term is asked for; afterwards those of the decision.
    fn set_aside(&self, case: &Case, clock: &str) -> bool {
        let begun = |code: &str| case.state.clocks.iter().any(|it| it.clock == code);
        match clock {
            "telling" => begun("decision"),
            _ => !begun(clock),
        }
    }

    fn clock_title(&self, clock: &str) -> Option<&'static str> {
        match clock {
            "telling" => Some("最迟什么时候告诉您受不受理"),
            "promise" => Some("承诺什么时候办完"),
            "decision" => Some("法律规定最迟什么时候办完"),
            "correction" => Some("您最迟什么时候补正"),
            "deferral" => Some("您最迟什么时候补交容缺的材料"),
            "hearing-claim" => Some("您最迟什么时候可以要求听证"),
            "delivery" => Some("最迟什么时候送达"),
            _ => None,
        }
    }

    fn not_begun(&self, _: &str) -> &'static str {
        "受理的第二天起计算。"
    }

    fn ended(&self, case: &Case) -> bool {
        let ends = [
            "decline-unneeded",
            "decline-elsewhere",
            "refuse-incomplete",
            "lapse",
            "return-deferred",
            "withdraw",
        ];
        ends.iter().any(|act| case.state.last_act(act).is_some())
    }

    fn heading(&self, case: &Case, result: Option<&str>) -> String {
        match result {
            Some("granted") if case.state.last_act("deliver").is_some() => "已经办好，结果已送达",
            Some("granted") => "已经准予，正在送达",
            Some("refused") => "已经决定：不予办理",
            Some("unneeded") => "依法不需要办理，没有受理",
            Some("declined") => "没有受理，原因见告知您的文书",
            Some("lapsed") => "逾期没有补正，已终止办理",
            Some("returned") => "容缺的材料逾期没有补齐，已退回",
            Some("withdrawn") => "您已撤回申请",
            _ if case.state.clocks.iter().any(|it| it.clock == "decision") => "已经受理，正在办理",
            _ => "已经收到，正在核对材料",
        }
        .to_owned()
    }

    fn handed_over_by(&self, _: &str) -> Option<&'static str> {
        None
    }

    fn given_by(&self) -> &'static str {
        "deliver"
    }

    fn receipt_wording(&self) -> &'static str {
        "service-receipt"
    }

    fn begins(&self, _: &Facts) -> (&'static str, Option<&'static str>) {
        (
            "窗口在五个工作日内核对材料：齐全的受理；缺什么、错什么，一次告诉您全部内容；逾期不告诉您的，自收到之日起就算受理（行政许可法第三十二条）。受理的第二天起计算办理期限。",
            None,
        )
    }

    fn track<'c>(&self, conn: &'c mut Conn, number: String, code: String) -> Running<'c, Option<i64>> {
        Box::pin(async move { service::track(conn, &number, &code).await })
    }

    fn take_over<'c>(
        &self,
        conn: &'c mut Conn,
        taken: Taken,
        now: Timestamp,
    ) -> Running<'c, Option<(Kept, String)>> {
        Box::pin(async move {
            if taken.kind != service::SERVICE {
                return Ok(None);
            }
            let _ = filing::relayed(conn, &taken, now).await?;
            Ok(Some((Kept::Applying, "/services/apply/form".to_owned())))
        })
    }

    fn facts<'c>(&self, conn: &'c mut Conn, case: &'c Case) -> Running<'c, Facts> {
        Box::pin(facts(conn, case))
    }

    fn opens<'c>(
        &self,
        _: &'c mut Conn,
        _: &'c Case,
        act: &'static Act,
        offers: &'c [Offer],
    ) -> Running<'c, bool> {
        Box::pin(async move { Ok(offers.iter().any(|offer| offer.act == act.code)) })
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
            let sent = Sent {
                act: carried.act.code.to_owned(),
                order: carried.order,
                sheets,
                ..Sent::default()
            };
            service::act(&docket, conn, &Actor::applicant(), case.id, sent, now).await
        })
    }
}

async fn facts(conn: &mut Conn, case: &Case) -> Result<Facts> {
    let it = service::service_of_case(conn, case.file.id).await?;
    let turned_down = matches!(it.result.as_deref(), Some("refused" | "declined" | "unneeded"));
    let against = match turned_down {
        true => {
            let bodies = organisation::remedies_of(conn, case.file.org_id).await?;
            let text = format!(
                "可以自收到决定之日起六十日内，向{}申请行政复议，或者在六个月内向{}起诉（行政复议法第二十条、行政诉讼法第四十六条）。",
                bodies.review_organ, bodies.court
            );
            Some(("不服决定怎么办", vec![text]))
        }
        false => None,
    };
    let received = it.received_on.or_else(|| Some(civil_date(it.filed_at)));
    Ok(Facts {
        filed_at: it.filed_at,
        received_on: received,
        wanted_label: "您办的是",
        wanted: match it.erased_at {
            Some(_) => String::new(),
            None => case.file.title.clone(),
        },
        cleared: it.erased_at.is_some(),
        result: it.result,
        remedies: Vec::new(),
        against,
    })
}
