//! The day of a hearing: told seven days before, held within twenty of being asked for (行政许可法 art. 47–48).

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Issue;
use kernel::time::civil_date;
use office::docket::{Case, Docket};
use office::letter::day;

use crate::step::Sent;

/// Working days between the notice, which goes out with the act, and the hearing (art. 48, 82).
const NOTICE: u32 = 7;

/// What stands against the day on which the hearing is to be held, by whichever step it is begun. An office that cannot be
/// in time any more holds it late rather than not at all.
pub(super) fn objection(docket: &Docket, case: &Case, sent: &Sent, now: Timestamp) -> Option<Issue> {
    let kind = sent.text("special_kind");
    if !matches!(kind, "" | "hearing") {
        return None;
    }
    if kind == "hearing" && sent.text("hearing_on").is_empty() {
        return Some(said(
            "hearing-day-missing",
            "选了听证，还没有填写听证日期。".to_owned(),
            "请填写听证日期；通知书会写明，至少要提前七个工作日通知。".to_owned(),
            "行政许可法 第四十八条第一款第（一）项",
        ));
    }
    let on: Date = sent.text("hearing_on").parse().ok()?;
    let days = docket.almanac.calendar().known_at(now);
    let earliest = days.add_working_days(civil_date(now), NOTICE).due_on;
    if on < earliest {
        return Some(said(
            "hearing-too-soon",
            format!("听证定在{}，距离通知不满七个工作日。", day(on)),
            format!(
                "请定在{}或者以后：听证应当在举行的七日前通知申请人、利害关系人。",
                day(earliest)
            ),
            "行政许可法 第四十八条第一款第（一）项",
        ));
    }
    let readings = docket.readings(case, now);
    let last = readings
        .iter()
        .find(|it| it.clock == "hearing")
        .and_then(|it| it.due_on)?;
    (earliest <= last && on > last).then(|| {
        said(
            "hearing-too-late",
            format!("听证定在{}，超过了组织听证的二十日期限。", day(on)),
            format!("请定在{}以前（含当日）。", day(last)),
            "行政许可法 第四十七条第一款",
        )
    })
}

fn said(code: &str, sentence: String, onward: String, article: &str) -> Issue {
    let mut issue = Issue::new(code, sentence, onward).at("hearing_on");
    issue.article = Some(article.to_owned());
    issue
}
