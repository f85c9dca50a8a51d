//! Tables 3 and 4 of the annual report (国办公开办函〔2021〕30号), counted from cases; every cell opens its own.

use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;

use super::{Kind, ROWS, table_store};

/// A column of table 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// One kind of applicant.
    Of(Kind),
    /// 总计
    All,
}

impl Column {
    /// In the table's order.
    pub fn every() -> impl Iterator<Item = Column> {
        Kind::ALL.into_iter().map(Column::Of).chain([Column::All])
    }

    /// As an address writes it.
    pub fn code(self) -> &'static str {
        match self {
            Column::Of(kind) => kind.code(),
            Column::All => "all",
        }
    }
}

/// Which figure of table 3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// 一、本年新收
    New,
    /// 二、上年结转
    Carried,
    /// A row of 三、本年度办理结果, by its code.
    Result(String),
    /// 三（七）总计
    Results,
    /// 四、结转下年度继续办理
    Left,
}

impl Cell {
    /// As an address writes it.
    pub fn code(&self) -> &str {
        match self {
            Cell::New => "new",
            Cell::Carried => "carried",
            Cell::Result(code) => code,
            Cell::Results => "results",
            Cell::Left => "left",
        }
    }

    /// The cell of a code.
    pub fn of(code: &str) -> Option<Cell> {
        match code {
            "new" => Some(Cell::New),
            "carried" => Some(Cell::Carried),
            "results" => Some(Cell::Results),
            "left" => Some(Cell::Left),
            other => ROWS
                .iter()
                .find(|row| row.code == other)
                .map(|row| Cell::Result(row.code.to_owned())),
        }
    }
}

/// Table 3 of one year: seven figures a row (six kinds of applicants and the total).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableThree {
    /// The year.
    pub year: i16,
    /// 一
    pub new: [i64; 7],
    /// 二
    pub carried: [i64; 7],
    /// 三（一）至（六）, one for each of [`ROWS`].
    pub results: Vec<[i64; 7]>,
    /// 三（七）
    pub total: [i64; 7],
    /// 四
    pub left: [i64; 7],
}

impl TableFour {
    /// The figures of a group.
    pub fn of(&self, route: Route) -> &Outcomes {
        match route {
            Route::Review => &self.review,
            Route::Direct => &self.direct,
            Route::AfterReview => &self.after_review,
        }
    }
}

impl TableThree {
    /// What does not add up, in Chinese: 一 + 二 = 三（七） + 四 in each column, totals are sums.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (n, column) in Column::every().enumerate() {
            let name = match column {
                Column::Of(kind) => kind.label(),
                Column::All => "总计",
            };
            let (come, gone) = (self.new[n] + self.carried[n], self.total[n] + self.left[n]);
            if come != gone {
                found.push(format!(
                    "{name}列：新收加结转是{come}件，办理结果加结转下年是{gone}件，不相等。"
                ));
            }
            let sum: i64 = self.results.iter().map(|row| row[n]).sum();
            if sum != self.total[n] {
                found.push(format!(
                    "{name}列：各项办理结果合计{sum}件，总计写的是{}件。",
                    self.total[n]
                ));
            }
        }
        found
    }

    /// What contradicts last year's table, in Chinese: this year's 二 is last year's 四.
    pub fn against(&self, before: &TableThree) -> Vec<String> {
        (self.carried != before.left)
            .then(|| format!("{}年的上年结转与{}年的结转下年度不一致。", self.year, before.year))
            .into_iter()
            .collect()
    }
}

/// 维持, 纠正, 其他, 尚未审结, 总计.
pub type Outcomes = [i64; 5];

/// Table 4 of one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableFour {
    /// 行政复议
    pub review: Outcomes,
    /// 行政诉讼，未经复议直接起诉
    pub direct: Outcomes,
    /// 行政诉讼，复议后起诉
    pub after_review: Outcomes,
}

/// First and last day of a year.
pub(super) fn bounds(year: i16) -> (Date, Date) {
    (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31))
}

/// Table 3 of the organisations at or below `org_path`.
pub async fn table_three(conn: &mut Conn, org_path: &str, year: i16) -> Result<TableThree> {
    let mut table = TableThree {
        year,
        new: [0; 7],
        carried: [0; 7],
        results: vec![[0; 7]; ROWS.len()],
        total: [0; 7],
        left: [0; 7],
    };
    for (kind, new, carried, left) in table_store::movements(conn, org_path, year).await? {
        let n = column(&kind);
        for (row, count) in [
            (&mut table.new, new),
            (&mut table.carried, carried),
            (&mut table.left, left),
        ] {
            row[n] += count;
            row[6] += count;
        }
    }
    for (kind, result, count) in table_store::results(conn, org_path, year).await? {
        let Some(row) = ROWS.iter().position(|row| row.results.contains(&result.as_str())) else {
            continue;
        };
        for n in [column(&kind), 6] {
            table.results[row][n] += count;
            table.total[n] += count;
        }
    }
    Ok(table)
}

fn column(kind: &str) -> usize {
    Kind::ALL.iter().position(|it| it.code() == kind).unwrap_or(5)
}

/// A request behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its case; for one that was imported the case of its batch.
    pub case_id: i64,
    /// Its number; for one that was imported as the old register has it.
    pub number: String,
    /// The batch with which it was imported.
    pub batch_id: Option<i64>,
}

/// The requests behind one figure of table 3.
pub async fn cases_of(
    conn: &mut Conn,
    org_path: &str,
    year: i16,
    cell: &Cell,
    column: Column,
) -> Result<Vec<Counted>> {
    let all = table_store::cases(conn, org_path, year).await?;
    let (first, last) = bounds(year);
    let ended = |it: &table_store::Row, by: Date| it.concluded_on.is_some_and(|on| on <= by);
    let counts = |it: &table_store::Row| match cell {
        Cell::New => it.received_on >= first && it.received_on <= last,
        Cell::Carried => it.received_on < first && !it.concluded_on.is_some_and(|on| on < first),
        Cell::Left => it.received_on <= last && !ended(it, last),
        Cell::Results => {
            it.result
                .as_deref()
                .is_some_and(|result| super::ResultRow::of(result).is_some())
                && it.concluded_on.is_some_and(|on| on >= first && on <= last)
        }
        Cell::Result(code) => {
            let row = it.result.as_deref().and_then(super::ResultRow::of);
            row.is_some_and(|row| row.code == code)
                && it.concluded_on.is_some_and(|on| on >= first && on <= last)
        }
    };
    let of_column = |it: &table_store::Row| match column {
        Column::All => true,
        // As the table counts: what is none of the kinds stands under 其他.
        Column::Of(kind) => Kind::of(&it.kind).unwrap_or(Kind::Other) == kind,
    };
    Ok(all
        .into_iter()
        .filter(|it| counts(it) && of_column(it))
        .map(|it| it.counted)
        .collect())
}

/// Table 4 of the organisations at or below `org_path`.
pub async fn table_four(conn: &mut Conn, org_path: &str, year: i16) -> Result<TableFour> {
    let mut table = TableFour::default();
    for (kind, route, outcome, count) in table_store::outcomes(conn, org_path, year).await? {
        let group = match Route::of(&kind, route.as_deref()) {
            Route::Review => &mut table.review,
            Route::Direct => &mut table.direct,
            Route::AfterReview => &mut table.after_review,
        };
        let n = place(outcome.as_deref());
        group[n] += count;
        group[4] += count;
    }
    Ok(table)
}

/// A group of table 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// 行政复议
    Review,
    /// 行政诉讼，未经复议直接起诉
    Direct,
    /// 行政诉讼，复议后起诉
    AfterReview,
}

impl Route {
    /// In the table's order.
    pub const ALL: [Route; 3] = [Route::Review, Route::Direct, Route::AfterReview];

    /// As an address writes it.
    pub fn code(self) -> &'static str {
        match self {
            Route::Review => "review",
            Route::Direct => "direct",
            Route::AfterReview => "after_review",
        }
    }

    fn of(kind: &str, route: Option<&str>) -> Route {
        match (kind, route) {
            ("administrative-review", _) => Route::Review,
            (_, Some("after_review")) => Route::AfterReview,
            _ => Route::Direct,
        }
    }
}

/// The place of an outcome in [`Outcomes`].
fn place(outcome: Option<&str>) -> usize {
    match outcome {
        Some("upheld") => 0,
        Some("corrected") => 1,
        Some(_) => 2,
        None => 3,
    }
}

/// The reviews and lawsuits behind one figure of table 4; `outcome` is its place in [`Outcomes`]. Each with
/// its own number and the case of its request.
pub async fn remedies_behind(
    conn: &mut Conn,
    org_path: &str,
    year: i16,
    route: Route,
    outcome: usize,
) -> Result<Vec<Counted>> {
    let all = table_store::remedies_of_year(conn, org_path, year).await?;
    let counts = |it: &table_store::RemedyRow| {
        Route::of(&it.kind, it.route.as_deref()) == route
            && (outcome == 4 || outcome == place(it.outcome.as_deref()))
    };
    Ok(all.into_iter().filter(counts).map(|it| it.counted).collect())
}

/// How a year's requests were dealt with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conduct {
    /// Concluded in the year and in time.
    pub in_time: i64,
    /// Concluded in the year and late.
    pub late: i64,
    /// 收费通知件数
    pub fee_notices: i64,
    /// 应收
    pub due_yuan: i64,
    /// 实收
    pub paid_yuan: i64,
}

/// Punctuality and fees of a year (信息处理费管理办法: the annual report states them in its section 六 [K]).
pub async fn conduct(conn: &mut Conn, org_path: &str, year: i16) -> Result<Conduct> {
    let [in_time, late, fee_notices, due_yuan, paid_yuan] =
        table_store::conduct(conn, org_path, year).await?;
    Ok(Conduct {
        in_time,
        late,
        fee_notices,
        due_yuan,
        paid_yuan,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(year: i16, new: i64, carried: i64, granted: i64, left: i64) -> TableThree {
        let one = |n: i64| [n, 0, 0, 0, 0, 0, n];
        let mut results = vec![[0; 7]; ROWS.len()];
        results[0] = one(granted);
        TableThree {
            year,
            new: one(new),
            carried: one(carried),
            results,
            total: one(granted),
            left: one(left),
        }
    }

    #[test]
    fn a_table_that_does_not_add_up_says_where() {
        assert_eq!(table(2026, 9, 2, 8, 3).contradictions(), Vec::<String>::new());
        let told = table(2026, 9, 2, 8, 4).contradictions();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("自然人") && told[1].contains("总计"));
    }

    #[test]
    fn years_have_to_agree() {
        assert_eq!(
            table(2026, 9, 3, 8, 4).against(&table(2025, 5, 0, 2, 3)),
            Vec::<String>::new()
        );
        assert_eq!(table(2026, 9, 2, 8, 3).against(&table(2025, 5, 0, 2, 3)).len(), 1);
    }
}
