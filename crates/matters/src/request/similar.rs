//! Similar and repeated requests (条例 art. 36（六）, art. 44): shown to the office, decided by it.

use std::collections::HashSet;

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use office::personal;

use super::view::{self, APPLICATION};
use super::{Application, REQUEST, store};

/// How many requests are compared with one.
const COMPARED_MAX: i64 = 500;
/// How many are shown.
const SHOWN_MAX: usize = 8;
/// From here on, two descriptions are about the same thing more often than not.
const ALIKE: f64 = 0.35;

/// Another request that looks like this one.
#[derive(Clone, Debug)]
pub struct Similar {
    /// Its case.
    pub case_id: i64,
    /// Its number.
    pub number: String,
    /// What it asks for.
    pub wanted: String,
    /// Its reply type, where it is answered.
    pub result: Option<String>,
    /// The same applicant filed it.
    pub same_applicant: bool,
    /// Shared pairs of characters among all pairs, 0 to 1.
    pub alike: f64,
}

/// Other requests to the same organisation by the same applicant, or about the same thing; most alike first.
pub async fn similar(conn: &mut Conn, request_id: i64) -> Result<Vec<Similar>> {
    let request = view::request(conn, request_id).await?;
    let Some(application) = &request.application else {
        return Ok(Vec::new());
    };
    let own = pairs(&application.wanted());
    let mine: HashSet<i64> = match store::applicant_key_of(conn, request_id).await? {
        Some(key) => store::of_applicant(conn, request.org_id, &key, request_id)
            .await?
            .into_iter()
            .map(|it| it.0)
            .collect(),
        None => HashSet::new(),
    };
    let mut found = Vec::new();
    for (id, kept) in personal::newest(conn, REQUEST, APPLICATION, COMPARED_MAX).await? {
        let other: Application = serde_json::from_str(&kept)?;
        let alike = shared(&own, &pairs(&other.wanted()));
        let same_applicant = mine.contains(&id);
        if id == request_id || (alike < ALIKE && !same_applicant) {
            continue;
        }
        if let Some((case_id, number, result)) = store::number_of(conn, id, request.org_id).await? {
            found.push(Similar {
                case_id,
                number,
                wanted: other.wanted(),
                result,
                same_applicant,
                alike,
            });
        }
    }
    found.sort_by(|a, b| b.alike.total_cmp(&a.alike));
    found.truncate(SHOWN_MAX);
    Ok(found)
}

/// How many requests the applicant of this one has filed with the organisation in the month of its receipt:
/// what the tariff by items counts.
pub async fn in_month(conn: &mut Conn, request_id: i64) -> Result<i64> {
    let request = view::request(conn, request_id).await?;
    let Some(on) = request.received_on else {
        return Ok(1);
    };
    match store::applicant_key_of(conn, request_id).await? {
        Some(key) => store::filed_in_month(conn, request.org_id, &key, &on.to_string()[..7]).await,
        None => Ok(1),
    }
}

/// What tells the applicant again.
pub(super) async fn applicant_key(conn: &mut Conn, application: &Application) -> Result<String> {
    let paper = (
        application.identity_kind.as_str(),
        application.identity_number.as_str(),
    );
    crate::applicant::key(conn, paper, (&application.name, &application.phone)).await
}

/// Neighbouring characters, without what carries no meaning.
fn pairs(text: &str) -> HashSet<(char, char)> {
    let kept: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    kept.windows(2).map(|two| (two[0], two[1])).collect()
}

fn shared(a: &HashSet<(char, char)>, b: &HashSet<(char, char)>) -> f64 {
    let both = a.intersection(b).count();
    let all = a.len() + b.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

/// A month of the calendar at an instant, `2026-11`.
pub(super) fn month(at: Timestamp) -> String {
    kernel::time::civil_date(at).to_string()[..7].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_in_other_words_is_alike() {
        let of = |a: &str, b: &str| shared(&pairs(a), &pairs(b));
        assert!(
            of(
                "2025年度城区停车场特许经营协议",
                "城区停车场特许经营协议（2025年度）"
            ) > ALIKE
        );
        assert!(of("2025年度城区停车场特许经营协议", "高龄津贴发放名单") < 0.05);
        assert!((of("", "") - 0.0).abs() < f64::EPSILON);
    }
}
