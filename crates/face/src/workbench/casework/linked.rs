//! Linked cases, each with the clock that falls due next.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::minute_text;

use super::facts::counts;
use crate::App;
use crate::workbench::cases;
use crate::workbench::words::{self, LightView};

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

/// These cases as rows.
pub async fn linked(app: &App, conn: &mut Conn, cases: &[i64], now: Timestamp) -> Result<Vec<LinkedRow>> {
    let mut rows = Vec::new();
    for case_id in cases {
        let case = app.docket.case(conn, *case_id).await?;
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
                false => cases::outcome(&case),
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
