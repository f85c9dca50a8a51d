//! Laws of counting, on views with and without unknown years, against a plain walk.

use calendar::{Calendar, Direction, Roll, Span, View};
use jiff::{ToSpan, civil::Date};
use proptest::prelude::*;

/// The latest view: 2004 to 2026 announced, the years around them not.
fn view() -> View {
    Calendar::national().latest()
}

fn dates() -> impl Strategy<Value = Date> {
    (0..10_000_i64).prop_map(|n| jiff::civil::date(2002, 1, 1).checked_add(n.days()).unwrap())
}

fn spans() -> impl Strategy<Value = Span> {
    let rolls = prop_oneof![Just(Roll::None), Just(Roll::Next), Just(Roll::Previous)];
    (0..400_u32, rolls, 0..3).prop_map(|(n, roll, kind)| match kind {
        0 => Span::WorkingDays(n),
        1 => Span::Days(n, roll),
        _ => Span::Months(n / 10, roll),
    })
}

/// The count as one makes it on one's fingers.
fn walk(view: &View, day0: Date, n: u32, step: i64) -> (Date, bool) {
    let (mut date, mut left, mut provisional) = (day0, n, false);
    while left > 0 {
        date = date.checked_add(step.days()).unwrap();
        provisional |= view.is_provisional(date);
        left -= u32::from(view.is_workday(date));
    }
    (date, provisional)
}

proptest! {
    #[test]
    fn counting_equals_a_walk(day0 in dates(), n in 0..400_u32) {
        let view = view();
        let ahead = view.add_working_days(day0, n);
        prop_assert_eq!((ahead.due_on, ahead.provisional), walk(&view, day0, n, 1));
        let back = view.sub_working_days(day0, n);
        prop_assert_eq!((back.due_on, back.provisional), walk(&view, day0, n, -1));
    }

    #[test]
    fn a_later_start_is_never_due_earlier(a in dates(), b in dates(), n in 0..400_u32) {
        let (a, b) = (a.min(b), a.max(b));
        let view = view();
        prop_assert!(view.add_working_days(a, n).due_on <= view.add_working_days(b, n).due_on);
        prop_assert!(view.sub_working_days(a, n).due_on <= view.sub_working_days(b, n).due_on);
    }

    #[test]
    fn a_longer_span_is_due_later(day0 in dates(), n in 0..400_u32) {
        let view = view();
        prop_assert!(view.add_working_days(day0, n).due_on < view.add_working_days(day0, n + 1).due_on);
        prop_assert!(view.sub_working_days(day0, n + 1).due_on < view.sub_working_days(day0, n).due_on);
    }

    #[test]
    fn counting_and_measuring_are_inverse(day0 in dates(), n in 0..400_u32) {
        let view = view();
        let due_on = view.add_working_days(day0, n).due_on;
        prop_assert_eq!(view.working_days_between(day0, due_on), i64::from(n));
        prop_assert!(n == 0 || view.is_workday(due_on));
    }

    #[test]
    fn measuring_is_additive_and_turns_its_sign(a in dates(), b in dates(), c in dates()) {
        let view = view();
        let (ab, bc) = (view.working_days_between(a, b), view.working_days_between(b, c));
        prop_assert_eq!(ab + bc, view.working_days_between(a, c));
        prop_assert_eq!(-ab, view.working_days_between(b, a));
    }

    #[test]
    fn counts_add_up(day0 in dates(), n in 0..200_u32, m in 0..200_u32) {
        let view = view();
        let at_once = view.add_working_days(day0, n + m).due_on;
        let in_two = view.add_working_days(view.add_working_days(day0, n).due_on, m).due_on;
        prop_assert_eq!(at_once, in_two);
    }

    #[test]
    fn backwards_is_the_inverse_on_working_days(day0 in dates(), n in 0..400_u32) {
        let view = view();
        let day0 = view.this_or_next_working_day(day0);
        let due_on = view.add_working_days(day0, n).due_on;
        prop_assert_eq!(view.sub_working_days(due_on, n).due_on, day0);
    }

    #[test]
    fn once_provisional_always_provisional(
        day0 in dates().prop_filter("announced", |day| day.year() >= 2004),
        n in 0..400_u32, more in 0..200_u32,
    ) {
        let view = view();
        let (short, long) = (view.add_working_days(day0, n), view.add_working_days(day0, n + more));
        prop_assert!(!short.provisional || long.provisional);
    }

    /// An announcement can only settle: what was firm stays firm.
    #[test]
    fn more_knowledge_never_makes_a_day_provisional(day in dates(), a in 0..26_usize, b in 0..26_usize) {
        let calendar = Calendar::national();
        let known_at = |n: usize| calendar.known_at(calendar.notices()[n].known_from);
        let (earlier, later) = (known_at(a.min(b)), known_at(a.max(b)));
        prop_assert!(earlier.is_provisional(day) || !later.is_provisional(day));
        // A day changes between two views only if it was open, or a notice names it.
        prop_assert!(earlier.is_workday(day) == later.is_workday(day) || later.day(day).notice.is_some());
    }

    #[test]
    fn an_explanation_agrees_with_the_count(day0 in dates(), span in spans(), back in any::<bool>()) {
        let view = view();
        let direction = if back { Direction::Before } else { Direction::After };
        let deadline = view.deadline(day0, span, direction);
        let days = view.explain(&deadline);
        prop_assert_eq!(days[0].date, day0);
        prop_assert_eq!(days[0].counted, None);
        prop_assert!(days.iter().any(|day| day.date == deadline.due_on));
        prop_assert_eq!(days.iter().any(|day| day.provisional), deadline.provisional);
        let counted: Vec<u32> = days.iter().filter_map(|day| day.counted).collect();
        prop_assert_eq!(&counted, &(1..=counted.len() as u32).collect::<Vec<_>>());
        if let Span::WorkingDays(n) = span {
            prop_assert_eq!(counted.len(), n as usize);
            prop_assert_eq!(days.last().unwrap().date, deadline.due_on);
        }
        prop_assert!(days.iter().all(|day| !day.reason.is_empty()));
    }

    #[test]
    fn a_roll_ends_on_a_working_day_and_on_its_side(day0 in dates(), n in 0..400_u32) {
        let view = view();
        let plain = view.add_days(day0, n, Roll::None).due_on;
        let next = view.add_days(day0, n, Roll::Next).due_on;
        let previous = view.add_days(day0, n, Roll::Previous).due_on;
        prop_assert!(previous <= plain && plain <= next);
        prop_assert!(view.is_workday(next) && view.is_workday(previous));
        prop_assert_eq!(next == plain, view.is_workday(plain));
        prop_assert_eq!(plain == previous, view.is_workday(plain));
        prop_assert_eq!(plain, day0.checked_add(i64::from(n).days()).unwrap());
    }
}
