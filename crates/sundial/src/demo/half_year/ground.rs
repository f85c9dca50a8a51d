//! What a made-up half-year stands on: items, who works where, which days are worked.

use std::collections::BTreeMap;

use calendar::View;
use jiff::civil::Date;
use office::catalogue::Item;

use super::super::fixtures::People;
use super::dice::Dice;

/// How much comes to the offices that people come to most; to every other 1.
const CROWDED: [(&str, i64); 12] = [
    ("market-regulation", 18),
    ("human-resources", 16),
    ("medical-insurance", 14),
    ("public-security", 12),
    ("civil-affairs", 8),
    ("health", 8),
    ("natural-resources", 6),
    ("housing", 5),
    ("transport", 5),
    ("agriculture", 3),
    ("disabled", 2),
    ("veterans", 2),
];

/// Items, people, days.
pub struct Ground<'g> {
    items: Vec<&'g Item>,
    weights: Vec<i64>,
    seats: BTreeMap<String, Seat>,
    /// Logins of the window's clerks.
    pub clerks: Vec<String>,
    /// Which day is worked.
    pub days: View,
    /// The first day on which somebody applies.
    pub from: Date,
    /// How many days people apply on.
    pub length: i64,
}

/// Who works on an organisation's applications: logins.
#[derive(Clone, Debug, Default)]
pub struct Seat {
    pub handler: String,
    pub leader: String,
    pub head: String,
}

impl<'g> Ground<'g> {
    /// The ground of a county.
    pub fn new(
        items: &'g BTreeMap<String, Item>,
        people: &People,
        days: View,
        from: Date,
        until: Date,
    ) -> Ground<'g> {
        let mut seats: BTreeMap<String, Seat> = BTreeMap::new();
        let mut clerks = Vec::new();
        for person in &people.person {
            for post in &person.post {
                let seat = seats.entry(post.organisation.clone()).or_default();
                for role in &post.roles {
                    match role.as_str() {
                        "service_handler" => seat.handler.clone_from(&person.login),
                        "service_head" => seat.leader.clone_from(&person.login),
                        "head" => seat.head.clone_from(&person.login),
                        "window_clerk" => clerks.push(person.login.clone()),
                        _ => {}
                    }
                }
            }
        }
        let items: Vec<&Item> = items.values().collect();
        let weights = weights(&items);
        Ground {
            items,
            weights,
            seats,
            clerks,
            days,
            from,
            length: i64::from(from.until(until).map_or(0, |span| span.get_days())),
        }
    }

    /// What the n-th application is for: every item once, then by how much comes.
    pub fn item(&self, n: usize, dice: &mut Dice) -> &'g Item {
        // A step without a common divisor, so that a few already come from all over the catalogue.
        let first = n * 101 % self.items.len();
        match n < self.items.len() {
            true => self.items[first],
            false => self.items[dice.weighted(&self.weights)],
        }
    }

    /// Who works there.
    pub fn seat(&self, org_code: &str) -> Option<&Seat> {
        self.seats
            .get(org_code)
            .filter(|seat| !seat.handler.is_empty() && !seat.leader.is_empty())
    }
}

/// A crowded office has more, and in each office a few items have most.
fn weights(items: &[&Item]) -> Vec<i64> {
    let mut ranks: BTreeMap<&str, i64> = BTreeMap::new();
    let mut weights = Vec::new();
    for item in items {
        let rank = ranks.entry(item.org_code.as_str()).or_default();
        *rank += 1;
        let crowd = CROWDED.iter().find(|(code, _)| *code == item.org_code);
        weights.push((crowd.map_or(1, |(_, weight)| *weight) * 240 / *rank).max(1));
    }
    weights
}
